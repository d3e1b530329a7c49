using System.Collections.Concurrent;
using ResearchLab.Backtesting;
using ResearchLab.Daily;
using ResearchLab.Market;
using ResearchLab.Models;

namespace ResearchLab.Tests.Daily;

/// <summary>
/// The whole desk on markets whose truth is known: where selling options is paid for beyond its costs it must trade and earn, where nothing is paid it must
/// claim nothing. One seed runs always; twenty when asked for, and what they gave stands in the reference.
/// </summary>
[Trait("Tier", "full")]
public sealed class DeskCanaryTests(ITestOutputHelper output) : IDisposable
{
    // The demo's spreads take more than its premium pays, so both markets trade for nothing: without costs to lose, claiming nothing on a fair one is the
    // harder part.
    private static readonly SimulatedMarketOptions s_paid = new(RiskPremium: 2, PlantedPremium: 4);
    private static readonly DateOnly s_session = new(2024, 3, 28);
    private readonly string _folder = Directory.CreateTempSubdirectory("researchlab-canary").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Walk_PlantedPremium_IsTradedAndEarns()
    {
        ArmResult desk = Walk(s_paid, 1).Arms[0];
        Assert.True(desk.Trades >= 30, $"{desk.Trades} trades");
        Assert.True(desk.MeanPerYear > 0, $"{desk.MeanPerYear:P2} a year");
    }

    [Fact]
    public void Walk_FairMarket_ClaimsNoEdge() => Assert.False(Walk(SimulatedMarketOptions.Fair, 1).HasEdge);

    [Fact(Explicit = true)]
    [Trait("Tier", "soak")]
    public void Walk_TwentySeeds_EarnsWhereItIsPaidAndClaimsNothingWhereItIsNot()
    {
        var earned = new ConcurrentBag<int>();
        var claimed = new ConcurrentBag<int>();
        Parallel.For(0, 40, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i =>
        {
            bool paid = i % 2 == 0;
            int seed = 1 + (i / 2);
            DeskEvaluation walk = Walk(paid ? s_paid : SimulatedMarketOptions.Fair, (ulong)seed);
            if (paid && walk.Arms[0].Trades >= 30 && walk.Arms[0].MeanPerYear > 0)
                earned.Add(seed);
            if (!paid && walk.HasEdge)
                claimed.Add(seed);
        });
        output.WriteLine($"earned on {earned.Count} of 20 with a planted premium, claimed an edge on {claimed.Count} of 20 without");
        Assert.True(earned.Count >= 18, $"earned on {earned.Count} of 20");
        Assert.True(claimed.Count <= 3, $"claimed an edge on {claimed.Count} of 20");
    }

    private DeskEvaluation Walk(SimulatedMarketOptions market, ulong seed)
    {
        string folder = Path.Combine(_folder, $"{(market == s_paid ? "paid" : "fair")}-{seed}");
        using var lab = Lab.OpenCanary(market, "SMH", seed,
            new LabOptions { Home = folder, DataFolder = folder, CodeVersion = "canary", Threads = 1, Costs = CostModel.Free });
        using TrainedModel model = lab.Models.Train("SMH", s_session, cancellation: TestContext.Current.CancellationToken);
        DeskEvaluation walk = lab.Daily.Evaluate(model, null, TestContext.Current.CancellationToken).Evaluation;
        output.WriteLine($"{Path.GetFileName(folder)}: {walk.Arms[0].Trades} trades, {walk.Arms[0].MeanPerYear:P2} a year, "
            + $"recommended {walk.Years.Sum(year => year.Recommended)} of {walk.Years.Sum(year => year.Decided)}; {walk.Verdict}");
        output.WriteLine($"   pickers {string.Join("; ", walk.Pickers.Select(choice => $"{choice.From:yyyy-MM-dd} {choice.Picker}"))}; "
            + $"stopped by {string.Join(", ", walk.StoppedBy.Take(4).Select(one => $"{one.Key} {one.Value}"))}");
        foreach (ArmResult arm in walk.Arms)
            output.WriteLine($"   {arm.Name,-30} {arm.Trades,5} {arm.MeanPerYear,9:P2} [{arm.Low:P2}, {arm.High:P2}]");
        return walk;
    }
}
