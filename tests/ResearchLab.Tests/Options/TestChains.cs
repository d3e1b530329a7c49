using ResearchLab.Basics;
using ResearchLab.Options;
using ResearchLab.Tests.Shared;
using ResearchLab.Time;

namespace ResearchLab.Tests.Options;

/// <summary>Chains for tests: synthetic ones of a seed, and the real index chains of 2019.</summary>
internal static class TestChains
{
    // Every fourth session is enough for most tests, and quick.
    private static readonly Lazy<Dictionary<DateOnly, SpxDay>> s_spx = new(() => LoadSpx(date => date.DayNumber % 4 == 0));

    internal sealed record SpxDay(OptionChain Chain, Dictionary<OptionContract, (double Vol, double Delta)> Published);

    /// <summary>A chain with skew, noise in the spreads and, where rough, with holes, crossed and missing quotes.</summary>
    public static OptionChain Synthetic(ulong seed, bool rough = false, double strikeScale = 1)
    {
        var random = new Pcg32(seed, 7);
        DateOnly[] sessions = ExchangeCalendar.Nyse.Sessions(new(2016, 1, 1), new(2023, 12, 29));
        DateOnly session = sessions[random.NextInt(sessions.Length)];
        double spot = Math.Exp(Math.Log(20) + (random.NextDouble() * Math.Log(200)));
        double level = 0.08 + (0.6 * random.NextDouble()), skew = -0.3 * random.NextDouble(), rate = 0.06 * random.NextDouble();
        double yield = 0.03 * random.NextDouble(), step = spot < 50 ? 0.5 : spot < 300 ? 1 : spot < 1_000 ? 5 : 10;
        step *= strikeScale;
        double spread = (rough ? 0.2 : 0.03) * random.NextDouble();
        var quotes = new List<RawQuote>();
        foreach (DateOnly expiry in OptionExpiries.Listed(session))
        {
            double years = BlackScholes.Years(session, expiry), width = 3 * level * Math.Sqrt(years) * spot;
            for (double strike = Math.Max(step, Math.Round((spot - width) / step) * step); strike < spot + width; strike += step)
            {
                double x = Math.Log(strike / spot) / Math.Sqrt(years);
                double vol = Math.Max(0.04, level + (skew * x) + (0.1 * x * x));
                foreach (OptionRight right in new[] { OptionRight.Call, OptionRight.Put })
                {
                    double mid = BlackScholes.Price(right, spot, strike, vol, years, rate, yield);
                    double half = 0.01 + (0.5 * spread * mid * random.NextDouble());
                    double bid = Math.Max(0, Math.Round(mid - half, 2)), ask = Math.Round(mid + half, 2);
                    double interest = rough && random.NextDouble() < 0.2 ? double.NaN : random.NextInt(2_000);
                    if (rough && random.NextDouble() < 0.15)
                        (bid, ask) = random.NextInt(3) switch { 0 => (ask + 0.05, bid), 1 => (double.NaN, ask), _ => (bid, double.NaN) };
                    if (!rough || random.NextDouble() > 0.1)
                        quotes.Add(new(new(expiry, Math.Round(strike, 2), right), bid, ask, random.NextInt(500), interest));
                }
            }
        }

        return ChainBuilder.Build("TEST", session, spot, rate, ChainOrigin.Observed, [.. quotes]).Chain;
    }

    /// <summary>The S&amp;P 500 index chains from 2019-04-25 on; a p.m.-settled series wins over an a.m.-settled one of the same day.</summary>
    public static IReadOnlyDictionary<DateOnly, SpxDay> Spx => s_spx.Value;

    /// <summary>A number of the sessions at hand, drawn without repetition, with their chains.</summary>
    public static IReadOnlyDictionary<DateOnly, SpxDay> RandomSpx(int count, ulong seed)
    {
        var dates = new List<DateOnly>();
        using (StreamReader reader = RealData.OpenText("options_SPX_2019.csv.gz"))
        {
            reader.ReadLine();
            string last = "";
            while (reader.ReadLine() is { } line)
            {
                if (line.StartsWith(last, StringComparison.Ordinal) && last.Length > 0)
                    continue;
                last = line[..10];
                dates.Add(DateOnly.Parse(last));
            }
        }

        var random = new Pcg32(seed, 1);
        for (int i = dates.Count - 1; i > 0; i--)
        {
            int other = random.NextInt(i + 1);
            (dates[i], dates[other]) = (dates[other], dates[i]);
        }

        HashSet<DateOnly> chosen = [.. dates.Take(count)];
        return LoadSpx(chosen.Contains);
    }

    /// <summary>The chains of wanted sessions, expiries up to a number of days.</summary>
    public static Dictionary<DateOnly, SpxDay> LoadSpx(Func<DateOnly, bool> wanted, int maxDays = 130)
    {
        var days = new Dictionary<DateOnly, SpxDay>();
        var quotes = new List<(RawQuote Quote, bool Weekly)>();
        var published = new Dictionary<OptionContract, (double, double)>();
        DateOnly day = default;
        double spot = 0;
        string seen = "none";
        bool take = false;
        void Flush()
        {
            if (quotes.Count == 0)
                return;
            RawQuote[] ordered = [.. quotes.OrderByDescending(q => q.Weekly).Select(q => q.Quote)];
            days.Add(day, new(ChainBuilder.Build("SPX", day, spot, 0.0235, ChainOrigin.Observed, ordered).Chain, published));
            quotes.Clear();
            published = [];
        }

        using StreamReader reader = RealData.OpenText("options_SPX_2019.csv.gz");
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith(seen, StringComparison.Ordinal))
            {
                seen = line[..10];
                take = wanted(DateOnly.Parse(seen));
            }

            if (!take)
                continue;
            string[] cell = line.Split(',');
            DateOnly date = DateOnly.Parse(seen);
            if (date != day)
            {
                Flush();
                day = date;
            }

            spot = double.Parse(cell[2]);
            bool weekly = cell[3] == "SPXW";
            DateOnly expiry = DateOnly.Parse(cell[4]);
            if (expiry.DayNumber - date.DayNumber > maxDays)
                continue;
            var contract = new OptionContract(expiry, double.Parse(cell[5]), cell[6] == "C" ? OptionRight.Call : OptionRight.Put);
            quotes.Add((new(contract, Number(cell[7]), Number(cell[8]), Number(cell[10]), Number(cell[11])), weekly));
            if (weekly || !published.ContainsKey(contract))
                published[contract] = (Number(cell[12]), Number(cell[13]));
        }

        Flush();
        return days;
    }

    private static double Number(string text) => text.Length == 0 ? double.NaN : double.Parse(text);
}
