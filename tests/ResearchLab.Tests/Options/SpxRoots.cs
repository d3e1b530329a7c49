using ResearchLab.Options;
using ResearchLab.Tests.Shared;

namespace ResearchLab.Tests.Options;

/// <summary>Full S&amp;P 500 index chains of spring 2019, one a session and root, with the vendor's volatilities and deltas by row.</summary>
internal static class SpxRoots
{
    private static readonly Lazy<List<Day>> s_days = new(Load);

    internal sealed record Day(string Root, OptionChain Chain, double[] PublishedVol, double[] PublishedDelta);

    /// <summary>Every <see cref="Stride"/>th session, both roots.</summary>
    public static IReadOnlyList<Day> Days
    {
        get
        {
            RealData.Path("options_SPX_2019.csv.gz");
            return s_days.Value;
        }
    }

    /// <summary>Sessions apart.</summary>
    public static int Stride { get; } = 4;

    /// <summary>
    /// Share of strikes near the money whose published call and put volatilities agree. Where they do not, the volatilities are of another
    /// instant than the quotes, and no forward reproduces both.
    /// </summary>
    public static double AgreeingPairs(Day day)
    {
        int pairs = 0, agree = 0;
        for (int row = 0; row + 1 < day.Chain.Count; row++)
        {
            if (day.Chain.Contracts[row].Strike != day.Chain.Contracts[row + 1].Strike || !(Math.Abs(day.PublishedDelta[row]) is >= 0.4 and <= 0.6)
                || day.Chain.Contracts[row].Expiry.DayNumber - day.Chain.Session.DayNumber < 7)
                continue;
            pairs++;
            agree += Math.Abs(day.PublishedVol[row] - day.PublishedVol[row + 1]) <= 5e-4 ? 1 : 0;
        }

        return (double)agree / pairs;
    }

    private static List<Day> Load()
    {
        Dictionary<string, double> rates = Rates();
        var days = new List<Day>();
        double rate = 0;
        var quotes = new Dictionary<string, List<(RawQuote Quote, double Vol, double Delta)>>();
        string date = "";
        double spot = 0;
        int session = -1;
        void Flush()
        {
            foreach ((string root, var rows) in quotes)
            {
                rows.Sort((a, b) => OptionChain.Compare(a.Quote.Contract, b.Quote.Contract));
                days.Add(new Day(root, new OptionChain
                {
                    Underlying = "SPX",
                    Session = DateOnly.Parse(date),
                    Spot = spot,
                    RatePerYear = rate,
                    Origin = ChainOrigin.Observed,
                    Contracts = [.. rows.Select(row => row.Quote.Contract)],
                    Bid = [.. rows.Select(row => row.Quote.Bid)],
                    Ask = [.. rows.Select(row => row.Quote.Ask)],
                    Volume = [.. rows.Select(row => row.Quote.Volume)],
                    OpenInterest = [.. rows.Select(row => row.Quote.OpenInterest)],
                    ImpliedVol = new double[rows.Count],
                    Delta = new double[rows.Count],
                }, [.. rows.Select(row => row.Vol)], [.. rows.Select(row => row.Delta)]));
            }

            quotes.Clear();
        }

        using StreamReader reader = RealData.OpenText("options_SPX_2019.csv.gz");
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            string[] cell = line.Split(',');
            if (cell[0] != date)
            {
                Flush();
                date = cell[0];
                session++;
            }

            if (session % Stride != 0)
                continue;
            spot = double.Parse(cell[2]);
            rate = rates[date];
            var contract = new OptionContract(DateOnly.Parse(cell[4]), double.Parse(cell[5]), cell[6] == "C" ? OptionRight.Call : OptionRight.Put);
            if (!quotes.TryGetValue(cell[3], out var rows))
                quotes[cell[3]] = rows = [];
            rows.Add((new RawQuote(contract, Number(cell[7]), Number(cell[8]), Number(cell[10]), Number(cell[11])), Number(cell[12]), Number(cell[13])));
        }

        Flush();
        return days;
    }

    // The 13-week T-bill, quoted at a bank discount, as a continuous rate.
    private static Dictionary<string, double> Rates()
    {
        var rates = new Dictionary<string, double>();
        using StreamReader reader = RealData.OpenText("rates_tbill13w_fedfunds.csv.gz");
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            string[] cell = line.Split(',');
            if (cell[2].Length > 0)
                rates[cell[0]] = -Math.Log(1 - (0.01 * double.Parse(cell[2]) * 91 / 360)) * 365 / 91;
        }

        return rates;
    }

    private static double Number(string text) => text.Length == 0 ? double.NaN : double.Parse(text);
}
