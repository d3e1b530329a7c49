using ResearchLab.Basics;
using ResearchLab.Journal;
using ResearchLab.Models;
using ResearchLab.Tests.Lake;

namespace ResearchLab.Tests.Models;

public sealed class SealedHoldoutTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("holdout").FullName;
    private readonly ManualClock _clock = new(new DateTimeOffset(2024, 2, 16, 22, 0, 0, TimeSpan.Zero));
    private readonly LabelSpan[] _rows = LabelRows.Random(600, 20, 8);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Seal_AnyDate_KeepsResearchApart()
    {
        for (int cut = 60; cut < 600; cut += 47)
        {
            SealedHoldout holdout = SealedHoldout.Seal("structure SPY", _rows, _rows[cut].Session);
            int[] opened = holdout.Open(Journal($"{cut}"), "test", "c0de").Rows;
            Assert.Equal(Enumerable.Range(cut, 600 - cut), opened);
            Assert.Equal(holdout.Count, opened.Length);
            Assert.True(LabelRows.Apart(_rows, holdout.Research, opened, holdout.EmbargoSessions));
            Assert.True(holdout.Research.Length >= cut - (2 * holdout.EmbargoSessions) - 2);
        }
    }

    [Fact]
    public void Id_LaterSessions_Stays()
    {
        DateOnly from = _rows[400].Session;
        string id = SealedHoldout.Seal("a", _rows, from, 20).Id;
        Assert.Equal(id, SealedHoldout.Seal("a", _rows[..500], from, 20).Id);
        Assert.NotEqual(id, SealedHoldout.Seal("b", _rows, from, 20).Id);
        Assert.NotEqual(id, SealedHoldout.Seal("a", _rows, from, 25).Id);
        Assert.NotEqual(id, SealedHoldout.Seal("a", _rows, from.AddDays(9), 20).Id);
    }

    [Fact]
    public void Open_FirstTime_IsRecordedBeforeTheRowsAreGiven()
    {
        JournalStore journal = Journal("one");
        SealedHoldout holdout = SealedHoldout.Seal("structure SPY", _rows, _rows[400].Session);
        HoldoutOpening opening = holdout.Open(journal, "is the \"picker\" better?", "c0de");
        Assert.Equal((holdout.Id, 1, _clock.Now), (opening.HoldoutId, opening.Times, opening.OpenedAt));
        TrialRecord trial = Assert.Single(journal.FindTrials(JournalStore.HoldoutOpening));
        Assert.Equal(_clock.Now, trial.RecordedAt);
        Assert.Contains(holdout.Id, trial.SpecJson);
        Assert.Contains("\"rows\":200", trial.SpecJson);
        // It is no specification that was tried.
        Assert.Equal(0, journal.CountTrials());
    }

    [Fact]
    public void Open_AgainOrUnderAnotherDate_IsRefusedUnlessAsked()
    {
        JournalStore journal = Journal("two");
        SealedHoldout.Seal("SPY", _rows, _rows[400].Session).Open(journal, "the first look", "c0de");
        _clock.Now += TimeSpan.FromDays(3);
        SealedHoldout shifted = SealedHoldout.Seal("SPY", _rows, _rows[450].Session);
        HoldoutOpenedException refused = Assert.Throws<HoldoutOpenedException>(() => shifted.Open(journal, "another", "c0de"));
        Assert.Contains("2024-02-16 22:00", refused.Message);
        Assert.Contains("the first look", refused.Message);
        Assert.Single(journal.FindTrials(JournalStore.HoldoutOpening));
        Assert.Equal(2, shifted.Open(journal, "another", "c0de", again: true).Times);
        Assert.Equal(3, SealedHoldout.Seal("SPY", _rows, _rows[420].Session).Open(journal, "a third", "c0de", again: true).Times);
        // Another name, or sessions that came later, are another holdout.
        Assert.Equal(1, SealedHoldout.Seal("QQQ", _rows, _rows[400].Session).Open(journal, "another", "c0de").Times);
        JournalStore later = Journal("later");
        SealedHoldout.Seal("SPY", _rows[..500], _rows[400].Session).Open(later, "the first look", "c0de");
        Assert.Equal(1, SealedHoldout.Seal("SPY", _rows, _rows[500].Session).Open(later, "new sessions", "c0de").Times);
    }

    [Fact]
    public void Open_ManyAtOnce_OnlyOneIsTheFirst()
    {
        JournalStore journal = Journal("race");
        SealedHoldout holdout = SealedHoldout.Seal("SPY", _rows, _rows[400].Session);
        int opened = 0, refused = 0;
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 4 }, _ =>
        {
            try
            {
                Assert.Equal(1, holdout.Open(journal, "race", "c0de").Times);
                Interlocked.Increment(ref opened);
            }
            catch (HoldoutOpenedException)
            {
                Interlocked.Increment(ref refused);
            }
        });
        Assert.Equal((1, 7), (opened, refused));
    }

    [Fact]
    public void Seal_NothingOnASide_IsRefused()
    {
        Assert.Throws<UsageException>(() => SealedHoldout.Seal("a", _rows, _rows[0].Session));
        Assert.Throws<UsageException>(() => SealedHoldout.Seal("a", _rows, _rows[^1].Session.AddDays(1)));
        Assert.Throws<ArgumentException>(() => SealedHoldout.Seal(" ", _rows, _rows[400].Session));
        Assert.Throws<UsageException>(() => SealedHoldout.Seal("a", _rows, _rows[400].Session, 3));
        Assert.Throws<ArgumentException>(() => SealedHoldout.Seal("a", _rows, _rows[400].Session).Open(Journal("x"), "", "c0de"));
    }

    private JournalStore Journal(string name) => JournalStore.Embedded(Path.Combine(_folder, $"{name}.duckdb"), _clock);
}
