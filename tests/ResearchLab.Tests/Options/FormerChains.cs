using ResearchLab.Options;

namespace ResearchLab.Tests.Options;

/// <summary>
/// Expiries of three SPY chains as the lab modelled them before its chain model was fitted to observed chains (commit 5581e93), in spy-modelled-before.csv.
/// </summary>
internal static class FormerChains
{
    /// <summary>The chain of a session; quotes of a model that is not known any more.</summary>
    public static OptionChain Of(DateOnly session)
    {
        using Stream stream = typeof(FormerChains).Assembly.GetManifestResourceStream("spy-modelled-before.csv")!;
        using var reader = new StreamReader(stream);
        string[][] rows = [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(','))
            .Where(cell => DateOnly.Parse(cell[0]) == session)];
        double[] Column(int index) => [.. rows.Select(cell => double.Parse(cell[index]))];
        return new OptionChain
        {
            Underlying = "SPY",
            Session = session,
            Spot = double.Parse(rows[0][1]),
            RatePerYear = double.Parse(rows[0][2]),
            Origin = ChainOrigin.Modelled,
            Contracts = [.. rows.Select(cell => new OptionContract(DateOnly.Parse(cell[3]), double.Parse(cell[4]),
                cell[5] == "C" ? OptionRight.Call : OptionRight.Put))],
            Bid = Column(6),
            Ask = Column(7),
            Volume = [.. rows.Select(_ => double.NaN)],
            OpenInterest = [.. rows.Select(_ => double.NaN)],
            ImpliedVol = Column(8),
            Delta = Column(9),
        };
    }
}
