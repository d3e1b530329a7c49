using ResearchLab.Agents;
using ResearchLab.Backtesting;
using ResearchLab.Daily;
using ResearchLab.Journal;

namespace ResearchLab.Tests.Agents;

/// <summary>The desk on paper: what its journal says is what an evaluation of the same sessions says, and no end of a process changes it.</summary>
[Trait("Tier", "full")]
public sealed class PaperDeskTests(PaperDeskFixture desk, ITestOutputHelper output) : IClassFixture<PaperDeskFixture>
{
    private JournalStore Journal => desk.Lab.Journal;

    [Fact]
    public void Desk_SessionBySession_IsTheWalkWithTheModelsInForce_ToTheCent()
    {
        ChampionWalk walk = desk.Lab.Daily.Champions("SMH", PaperDeskFixture.First, PaperDeskFixture.Last, cancellation: TestContext.Current.CancellationToken);
        IReadOnlyList<PortfolioSnapshotRecord> snapshots = Journal.FindSnapshots(LabDesk.PaperAccount);
        Assert.Equal(walk.Sessions, snapshots.Select(one => one.Session));
        for (int i = 0; i < walk.Equity.Count; i++)
            Assert.Equal(walk.Equity[i], snapshots[i].Equity, 0.005);
        output.WriteLine($"{walk.Trades.Count} trades, equity {walk.Equity[^1]:0.00}");
        Assert.True(walk.Trades.Count(trade => trade.Outcome.IsComplete) >= 1, $"{walk.Trades.Count} trades");
        Assert.Equal(
            walk.Trades.Where(trade => trade.Outcome.IsComplete).OrderBy(trade => trade.Outcome.Exit).ThenBy(trade => trade.Outcome.Entry)
                .Select(trade => (trade.Outcome.Entry, trade.Outcome.Exit, Math.Round(trade.Profit, 2))),
            Journal.FindOutcomes(LabDesk.PaperAccount).Select(trade => (trade.Opened, trade.Closed, Math.Round(trade.Profit, 2))));
    }

    [Fact]
    public void Positions_HaveTheirFillsAndMarks_AndMarksAddUp()
    {
        IReadOnlyList<PositionRecord> positions = Journal.FindAccountPositions(LabDesk.PaperAccount);
        Assert.NotEmpty(positions);
        foreach (PositionRecord position in positions)
        {
            OrderRecord order = Journal.FindOrder(position.Id)!;
            Assert.Equal(OrderState.Filled, order.State);
            Assert.Equal(
                [OrderState.Submitted, OrderState.Acknowledged, OrderState.Filled], Journal.FindOrderEvents(order.Id).Select(one => one.State));
            Assert.Single(Journal.FindFills(order.Id));
            IReadOnlyList<PositionMarkRecord> marks = Journal.FindMarks(position.Id);
            Assert.All(marks, mark => Assert.Equal(mark.Profit, mark.FromPrice + mark.FromVolatility + mark.FromTime + mark.FromCosts, 0.001));
            Assert.Equal(desk.Lab.Calendar.CountSessions(position.Opened, position.Closed ?? PaperDeskFixture.Last) + 1, marks.Count);
            if (position.Profit is { } profit)
                Assert.Equal(profit, marks[^1].Profit, 0.001);
        }
    }

    [Fact]
    public void Book_OfTheDailyRun_IsTheDesks()
    {
        LabRun later = desk.Runs.Values.First(run => Journal.FindAccountPositions(LabDesk.PaperAccount).Any(one => one.Opened <= run.Recommendation.Session)
            && run.Recommendation.Checks.Count > 0);
        Assert.DoesNotContain(later.Recommendation.Checks, check => check.NoBook);
    }

    /// <summary>A session whose data never came: what is held stays as it was marked, no exit is decided, and the account goes on from there.</summary>
    [Fact]
    public void Close_OfASessionWithoutData_CarriesWhatIsHeld_AndSaysSo()
    {
        DateOnly opened = Journal.FindAccountPositions(LabDesk.PaperAccount)[0].Opened, hole = desk.Lab.Calendar.Next(opened);
        JournalStore journal = JournalStore.Embedded(desk.NewJournal(), TimeProvider.System);
        desk.Replay(journal, opened);
        DeskAccount account = DeskAccount.AsOf(journal, LabDesk.PaperAccount)!;
        double before = account.Equity;
        IReadOnlyList<DeskEvent> events = new SessionClose(journal, LabDesk.PaperAccount, hole, CostModel.Free, _ => null).Run(account, 0);
        Assert.Equal(before, account.Equity, 1e-9);
        DeskEvent carried = Assert.Single(events, one => one.Kind == DeskEventKind.QuoteCarried);
        Assert.Contains($"no quotes of {hole:yyyy-MM-dd}", carried.Text, StringComparison.Ordinal);
        Assert.Equal(2, journal.FindMarks(Assert.Single(journal.FindOpenPositions(LabDesk.PaperAccount)).Id).Count);

        desk.Replay(journal, desk.Lab.Calendar.Next(hole));
        // What the hole left out is in the next mark: the position is worth what its quotes say, as if there had been none.
        DateOnly after = desk.Lab.Calendar.Next(hole);
        string id = Journal.FindAccountPositions(LabDesk.PaperAccount)[0].Id;
        Assert.Equal(Journal.FindMarks(id).Single(mark => mark.Session == after).Profit, journal.FindMarks(id).Single(mark => mark.Session == after).Profit, 1e-9);
    }

    [Fact]
    public void Desk_EndedAtSomeCommits_GoesOn_AsIfItHadNotBeen() => EndAtCommits(rounds: 6, seed: 1);

    [Fact(Explicit = true)]
    [Trait("Tier", "soak")]
    public void Desk_EndedAtEveryCommit_GoesOn_AsIfItHadNotBeen() => EndAtCommits(rounds: int.MaxValue, seed: 2);

    // The process ends before a commit or right after it, wherever one is: what is replayed then must make what is missing, and nothing twice.
    private void EndAtCommits(int rounds, int seed)
    {
        DateOnly through = Journal.FindOutcomes(LabDesk.PaperAccount)[0].Closed;
        string undisturbed = desk.NewJournal();
        int commits = 0;
        JournalStore whole = JournalStore.Embedded(undisturbed, TimeProvider.System);
        whole.AtCommit = after => commits += after ? 0 : 1;
        desk.Replay(whole, through);
        whole.AtCommit = null;
        string expected = Content(whole);
        output.WriteLine($"{commits} commits through {through:yyyy-MM-dd}");

        var random = new Random(seed);
        int[] where = [.. Enumerable.Range(0, 2 * commits)];
        random.Shuffle(where);
        foreach (int end in where.Take(rounds))
        {
            string path = desk.NewJournal();
            JournalStore journal = JournalStore.Embedded(path, TimeProvider.System);
            int seen = 0;
            journal.AtCommit = _ =>
            {
                if (seen++ == end)
                    throw new OperationCanceledException("the process ends here");
            };
            Assert.Throws<OperationCanceledException>(() => desk.Replay(journal, through));
            JournalStore again = JournalStore.Embedded(path, TimeProvider.System);
            desk.Replay(again, through);
            Assert.Equal(expected, Content(again));
            File.Delete(path);
        }
    }

    // All that the desk wrote, but when it did.
    private static string Content(JournalStore journal)
    {
        IReadOnlyList<OrderRecord> orders = journal.FindAccountOrders(LabDesk.PaperAccount);
        return string.Join('\n',
            [
                .. journal.FindSnapshots(LabDesk.PaperAccount).Select(one => $"{one.Session:yyyy-MM-dd} {one.Equity:R} {one.Cash:R} {one.OpenRisk:R} {one.OpenPositions}"),
                .. orders.OrderBy(order => order.Id, StringComparer.Ordinal).Select(order =>
                    $"{order.Id} {order.Session:yyyy-MM-dd} {order.Action} {order.Units} {order.State} {order.PositionId} "
                    + string.Join(",", journal.FindOrderEvents(order.Id).Select(one => one.State)) + " "
                    + string.Join(",", journal.FindFills(order.Id).Select(fill => $"{fill.Id} {fill.Units} {fill.Price:R} {fill.Costs:R}"))),
                .. journal.FindAccountPositions(LabDesk.PaperAccount).OrderBy(one => one.Id, StringComparer.Ordinal).Select(one =>
                    $"{one.Id} {one.Opened:yyyy-MM-dd} {one.Closed:yyyy-MM-dd} {one.Profit:R} {one.ExitReason} {journal.FindMarks(one.Id).Sum(mark => mark.Profit):R}"),
                .. journal.FindOutcomes(LabDesk.PaperAccount).Select(one => $"{one.PositionId} {one.Profit:R} {one.Outcome:R}"),
                .. journal.FindDecisions(count: 10_000).Select(one => $"{one.Id} {one.Outcome}").Order(StringComparer.Ordinal),
            ]);
    }
}
