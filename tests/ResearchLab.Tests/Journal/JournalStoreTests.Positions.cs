using ResearchLab.Journal;

namespace ResearchLab.Tests.Journal;

/// <content>Positions, marks, snapshots, and the sessions that have a finished run.</content>
public abstract partial class JournalStoreTests
{
    private static readonly DateTimeOffset s_close = new(2024, 2, 16, 21, 0, 0, TimeSpan.Zero);

    private static PositionMarkRecord Mark(string position = "p1", MarkKind kind = MarkKind.Close) =>
        new(position, s_session, kind, s_close, -270, 86.1, 40, 30, 20, -3.9, """{"spot": 499.5}""");

    private static PortfolioSnapshotRecord Snapshot(string account = "paper") =>
        new(account, s_session, 100_086.1, 100_356.1, 1140, 1, """{"var95": 0.01}""", default);

    [Fact]
    public void Session_RecordedAgain_KeepsTheFirst_AllOrNothing()
    {
        Send(Order());
        Store.RecordFill(Fill(), Position());
        Assert.Throws<ArgumentException>(() => Store.RecordSession(Snapshot(), [Mark(), Mark("p2")]));
        Assert.Throws<ArgumentException>(() => Store.RecordSession(Snapshot("live"), [Mark()]));
        Assert.Throws<ArgumentException>(() => Store.RecordSession(Snapshot(), [Mark() with { Session = s_session.AddDays(1) }]));
        Assert.Throws<ArgumentException>(() => Store.RecordSession(Snapshot(), [Mark() with { FromTime = double.NaN }]));
        Assert.Throws<ArgumentException>(() => Store.RecordSession(Snapshot() with { Equity = double.NaN }, []));
        Assert.Empty(Store.FindSnapshots("paper"));
        Assert.True(Store.RecordSession(Snapshot(), [Mark()]));
        Clock.Now += TimeSpan.FromHours(1);
        Assert.False(Store.RecordSession(Snapshot() with { Equity = 1 }, [Mark() with { Value = 1 }, Mark() with { MarkedAt = s_close.AddHours(1) }]));
        Assert.Equal(Mark(), Assert.Single(Store.FindMarks("p1")));
        Assert.Equal(Snapshot() with { RecordedAt = Clock.Now.AddHours(-1) }, Assert.Single(Store.FindSnapshots("paper")));
        Assert.True(Store.RecordSession(Snapshot() with { Session = s_session.AddDays(-1) }, []));
        Assert.Equal([s_session.AddDays(-1), s_session], Store.FindSnapshots("paper").Select(one => one.Session));
    }

    [Fact]
    public void Marks_WithinASession_StandBesideThoseOfTheClose()
    {
        Send(Order());
        Store.RecordFill(Fill(), Position());
        PositionMarkRecord noon = Mark(kind: MarkKind.Intraday) with { MarkedAt = s_close.AddHours(-4) }, atClose = Mark(kind: MarkKind.Intraday);
        Assert.Equal(2, Store.RecordMarks([noon, atClose]));
        Assert.Equal(0, Store.RecordMarks([noon with { Value = 1 }]));
        Store.RecordSession(Snapshot(), [Mark()]);
        Assert.Equal([noon, Mark(), atClose], Store.FindMarks("p1"));
        Assert.Equal([Mark()], Store.FindMarks("p1", MarkKind.Close));
        Assert.Throws<ArgumentException>(() => Store.RecordMarks([Mark("nothing")]));
    }

    [Fact]
    public void OpenPositions_AsOfASession_AreThoseHeldAtItsEnd()
    {
        Send(Order());
        Store.RecordFill(Fill(), Position());
        Send(Closing());
        Store.RecordFill(Fill("f2", 3, "o2", 0.6), Closed());
        Send(Order("o9", decision: "d9"));
        Store.RecordFill(Fill("f9", order: "o9"), Position(id: "p9") with { Opened = s_session.AddDays(3) });
        Assert.Equal(["p9"], Store.FindOpenPositions("paper").Select(one => one.Id));
        Assert.Empty(Store.FindOpenPositions("paper", s_session.AddDays(-1)));
        Assert.Equal(["p1"], Store.FindOpenPositions("paper", s_session).Select(one => one.Id));
        Assert.Equal(["p1", "p9"], Store.FindOpenPositions("paper", s_session.AddDays(3)).Select(one => one.Id));
        Assert.Equal(["p9"], Store.FindOpenPositions("paper", s_session.AddDays(4)).Select(one => one.Id));
        Assert.Empty(Store.FindOpenPositions("live"));
    }

    [Fact]
    public void SessionRuns_TellWhatIsFinished_AndWhyTheRestIsNot()
    {
        DateOnly first = s_session.AddDays(-3), second = s_session.AddDays(-2), third = s_session.AddDays(-1);
        void Run(DateOnly session, string? error, bool ends = true, string symbol = "SPY")
        {
            string run = Store.BeginRun(symbol, session, "c0ffee", "abc", 1);
            if (ends)
                Store.EndRun(run, error);
            Clock.Now += TimeSpan.FromMinutes(1);
        }

        DateTimeOffset start = Clock.Now;
        Run(first, "no data");
        Run(first, null);
        Run(second, "no data");
        Run(second, "disk full");
        Run(third, "no data");
        Run(third, null, ends: false);
        Run(s_session, null, symbol: "QQQ");
        Assert.Equal(
        [
            new SessionRuns(first, true, 2, "done", "no data", start.AddMinutes(1)),
            new SessionRuns(second, false, 2, "failed", "disk full", start.AddMinutes(3)),
            new SessionRuns(third, false, 2, "running", "no data", start.AddMinutes(5)),
        ], Store.FindSessionRuns("SPY", first, s_session));
        Assert.Equal([second], Store.FindSessionRuns("SPY", second, second).Select(runs => runs.Session));
        Assert.Empty(Store.FindSessionRuns("SPY", s_session, s_session.AddDays(9)));
        // A record that a later run could not add to does not undo it.
        Run(first, "late");
        Assert.Equal((true, 3, "failed", "late"),
            Store.FindSessionRuns("SPY", first, first).Select(runs => (runs.IsFinished, runs.Attempts, runs.Status, runs.Error)).Single());
    }
}
