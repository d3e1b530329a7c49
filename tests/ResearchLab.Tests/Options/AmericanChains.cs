using ResearchLab.Options;
using ResearchLab.Tests.Shared;

namespace ResearchLab.Tests.Options;

/// <summary>Chains of American options: real ones of shares, and made ones whose volatilities, forward and premiums are known.</summary>
internal static class AmericanChains
{
    /// <summary>The 13-week bill as a continuous rate.</summary>
    public static double BillRate(DateOnly session) => session.Year switch { 2013 => 0.0005, 2014 => 0.0004, _ => 0.0020 };

    /// <summary>The full chains of Apple (2014, before and after its split) and Google (2015).</summary>
    public static IReadOnlyList<OptionChain> Real()
    {
        using StreamReader text = RealData.OpenText("options_AAPL_GOOG_lean_daily.csv.gz");
        text.ReadLine();
        var quotes = new Dictionary<(string, DateOnly, double), List<RawQuote>>();
        while (text.ReadLine() is { } line)
        {
            string[] cell = line.Split(',');
            if (cell[1] is not ("AAPL" or "GOOG"))
                continue;
            (string, DateOnly, double) chain = (cell[1], DateOnly.Parse(cell[0]), double.Parse(cell[2]));
            if (!quotes.TryGetValue(chain, out List<RawQuote>? rows))
                quotes[chain] = rows = [];
            rows.Add(new(new(DateOnly.Parse(cell[3]), double.Parse(cell[4]), cell[5] == "C" ? OptionRight.Call : OptionRight.Put), Number(cell[6]),
                Number(cell[7]), Number(cell[9]), Number(cell[10])));
        }

        return [.. quotes.Select(found => ChainBuilder.Build(found.Key.Item1, found.Key.Item2, found.Key.Item3, BillRate(found.Key.Item2), ChainOrigin.Observed,
            [.. found.Value]).Chain)];
    }

    /// <summary>The most active options of SPY in 2021, with a vendor's volatilities.</summary>
    public static IReadOnlyList<(OptionChain Chain, Dictionary<OptionContract, double> Published)> Funds()
    {
        using StreamReader text = RealData.OpenText("options_SPY_2021.csv.gz");
        text.ReadLine();
        var sessions = new SortedDictionary<DateOnly, (double Spot, List<RawQuote> Quotes, Dictionary<OptionContract, double> Published)>();
        while (text.ReadLine() is { } line)
        {
            string[] cell = line.Split(',');
            DateOnly session = DateOnly.Parse(cell[0]);
            if (!sessions.TryGetValue(session, out var day))
                sessions[session] = day = (double.Parse(cell[2]), [], []);
            var contract = new OptionContract(DateOnly.Parse(cell[3]), double.Parse(cell[4]), cell[5] == "C" ? OptionRight.Call : OptionRight.Put);
            day.Quotes.Add(new(contract, Number(cell[6]), Number(cell[7]), Number(cell[9]), Number(cell[10])));
            day.Published[contract] = Number(cell[11]);
        }

        return [.. sessions.Select(day =>
            (ChainBuilder.Build("SPY", day.Key, day.Value.Spot, 0.0005, ChainOrigin.Observed, [.. day.Value.Quotes]).Chain, day.Value.Published))];
    }

    /// <summary>A chain of exact American prices, each quoted a tenth of a cent wide.</summary>
    public static OptionChain Made(double rate, double yield, Func<double, double, double> vol, double spot = 100, double half = 0.0005, params int[] days)
    {
        DateOnly session = new(2019, 4, 1);
        var quotes = new List<RawQuote>();
        foreach (int life in days)
        {
            double years = life / 365.0;
            for (double strike = 0.6 * spot; strike <= 1.4001 * spot; strike += 0.025 * spot)
            {
                foreach (OptionRight right in new[] { OptionRight.Call, OptionRight.Put })
                {
                    double price = AmericanOption.HasTwoBoundaries(right, rate, yield)
                        ? BlackScholes.Price(right, spot, strike, vol(strike, years), years, rate, yield)
                        : AmericanOption.Price(right, spot, strike, vol(strike, years), years, rate, yield);
                    quotes.Add(new(new(session.AddDays(life), Math.Round(strike, 4), right), price - half, price + half, 10, 500));
                }
            }
        }

        return ChainBuilder.Build("AAPL", session, spot, rate, ChainOrigin.Observed, [.. quotes]).Chain;
    }

    private static double Number(string text) => text.Length == 0 ? double.NaN : double.Parse(text);
}
