using ResearchLab.Backtesting;
using ResearchLab.Daily;
using ResearchLab.Journal;
using ResearchLab.Market;

namespace ResearchLab.Tests.Agents;

/// <summary>The desk on paper, session by session, on a simulated market where options are paid for, so that it trades.</summary>
[Trait("Tier", "full")]
public sealed class PaperDeskTests(ITestOutputHelper output) : IDisposable
{
    private static readonly SimulatedMarketOptions s_paid = new(RiskPremium: 2, PlantedPremium: 4);
    private readonly string _folder = Directory.CreateTempSubdirectory("researchlab-desk").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Desk_SessionBySession_IsTheWalkWithTheModelsInForce_ToTheCent()
    {
        using Lab lab = Open("one");
        DateOnly first = new(2024, 2, 1), last = new(2024, 5, 31);
        Walk(lab, first, last);
        ChampionWalk walk = lab.Daily.Champions("SMH", first, last, cancellation: TestContext.Current.CancellationToken);

        IReadOnlyList<PortfolioSnapshotRecord> snapshots = lab.Journal.FindSnapshots(LabDesk.PaperAccount);
        Assert.Equal(walk.Sessions, snapshots.Select(one => one.Session));
        for (int i = 0; i < walk.Equity.Count; i++)
            Assert.Equal(walk.Equity[i], snapshots[i].Equity, 0.005);
        output.WriteLine($"{walk.Trades.Count} trades, equity {walk.Equity[^1]:0.00}");
        Assert.True(walk.Trades.Count >= 5, $"{walk.Trades.Count} trades");

        IReadOnlyList<TradeOutcomeRecord> closed = lab.Journal.FindOutcomes(LabDesk.PaperAccount);
        Assert.Equal(
            walk.Trades.Where(trade => trade.Outcome.IsComplete).OrderBy(trade => trade.Outcome.Exit).ThenBy(trade => trade.Outcome.Entry)
                .Select(trade => (trade.Outcome.Entry, trade.Outcome.Exit, Math.Round(trade.Profit, 2))),
            closed.Select(trade => (trade.Opened, trade.Closed, Math.Round(trade.Profit, 2))));

        // Every position has its fills, every filled order its position, and the marks of a position add up to its profit.
        foreach (PositionRecord position in lab.Journal.FindAccountPositions(LabDesk.PaperAccount))
        {
            OrderRecord order = lab.Journal.FindOrder(position.Id)!;
            Assert.Equal(OrderState.Filled, order.State);
            Assert.Single(lab.Journal.FindFills(order.Id));
            IReadOnlyList<PositionMarkRecord> marks = lab.Journal.FindMarks(position.Id);
            Assert.All(marks, mark => Assert.Equal(mark.Profit, mark.FromPrice + mark.FromVolatility + mark.FromTime + mark.FromCosts, 0.001));
            Assert.Equal(lab.Calendar.CountSessions(position.Opened, position.Closed ?? last) + 1, marks.Count);
            if (position.Profit is { } profit)
                Assert.Equal(profit, marks[^1].Profit, 0.001);
        }
    }

    private Lab Open(string name)
    {
        string folder = Path.Combine(_folder, name);
        return Lab.OpenCanary(s_paid, "SMH", 1, new LabOptions { Home = folder, DataFolder = folder, CodeVersion = "desk", Costs = CostModel.Free });
    }

    private static void Walk(Lab lab, DateOnly first, DateOnly last)
    {
        foreach (DateOnly session in lab.Calendar.Sessions(first, last))
        {
            lab.Desk.Close(["SMH"], session, TestContext.Current.CancellationToken);
            lab.Desk.Enter([lab.Daily.Run("SMH", session, cancellation: TestContext.Current.CancellationToken)]);
        }
    }
}
