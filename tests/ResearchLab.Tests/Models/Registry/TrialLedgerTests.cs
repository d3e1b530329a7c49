using System.Reflection;
using ResearchLab.Basics;
using ResearchLab.Journal;
using ResearchLab.Models;
using ResearchLab.Statistics;
using ResearchLab.Tests.Lake;

namespace ResearchLab.Tests.Models;

public sealed class TrialLedgerTests : IDisposable
{
    private static readonly DateOnly[] s_sessions = SyntheticMarket.Sessions(500);

    private readonly string _folder = Directory.CreateTempSubdirectory("ledger").FullName;
    private readonly ManualClock _clock = new(new DateTimeOffset(2024, 2, 16, 22, 0, 0, TimeSpan.Zero));
    private readonly JournalStore _journal;
    private readonly TrialLedger _ledger;

    public TrialLedgerTests()
    {
        _journal = JournalStore.Embedded(Path.Combine(_folder, "journal.duckdb"), _clock);
        _ledger = new TrialLedger(_journal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Record_Trial_ComesBackBitForBit()
    {
        double[] returns = Returns(1, 0.1);
        string id = _ledger.Record(new Trial("structure SPY", "sweep", Specification(31), "wf3-a", s_sessions, returns), "run1");
        LedgerTrial trial = Assert.Single(_ledger.Trials("structure SPY"));
        Assert.Equal((id, "sweep", "wf3-a", _clock.Now), (trial.Id, trial.Kind, trial.SplitId, trial.RecordedAt));
        Assert.Equal(returns, trial.Returns);
        Assert.Equal(s_sessions, trial.Sessions);
        Assert.Empty(_ledger.Trials("structure QQQ"));
    }

    [Fact]
    public void Record_SameSpecification_CountsOnceAndTheNewestResultHolds()
    {
        _ledger.Record(new Trial("s", "sweep", Specification(31), "wf3-a", s_sessions, Returns(1, 0)));
        _clock.Now += TimeSpan.FromHours(1);
        // The same choice in another order, on later data.
        var turned = new Dictionary<string, string>(StringComparer.Ordinal) { ["rounds"] = "60", ["leaves"] = "31" };
        _ledger.Record(new Trial("s", "sweep", turned, "wf3-b", s_sessions, Returns(2, 0)));
        _ledger.Record(new Trial("s", "evolution", Specification(15), "wf3-b", s_sessions, Returns(3, 0)));
        _ledger.Record(new Trial("other", "sweep", Specification(31), "wf3-b", s_sessions, Returns(3, 0)));
        Assert.Equal(2, _ledger.Count("s"));
        Assert.Equal(Returns(2, 0), _ledger.Trials("s").Single(trial => trial.SpecJson.Contains("\"31\"", StringComparison.Ordinal)).Returns);
        // Nothing written is ever lost.
        Assert.Equal(4, _journal.RecentTrials(100).Count);
        Assert.Equal(3, _journal.CountTrials());
    }

    [Fact]
    public void Ledger_HasNoWayToTakeATrialOut() =>
        Assert.DoesNotContain(typeof(TrialLedger).GetMethods().Concat(typeof(JournalStore).GetMethods()), method =>
            ((string[])["Delete", "Remove", "Clear", "Update"]).Any(word => method.Name.StartsWith(word, StringComparison.Ordinal)) && method is MethodInfo);

    [Fact]
    public void Audit_NothingButLuck_IsSeenThrough()
    {
        _ledger.Record(
            [.. Enumerable.Range(0, 40).Select(trial => new Trial("luck", "sweep", Specification(trial), "wf3-a", s_sessions, Returns((ulong)trial, 0)))]);
        SearchAudit audit = _ledger.Audit("luck", blocks: 10, threads: 2)!;
        Assert.Equal((40, 500), (audit.Trials, audit.Sessions));
        // The best looks good by itself, and is not once it is counted that it is the best of forty.
        Assert.True(SharpeRatio.Probabilistic(audit.Best.PerPeriod, 0, audit.Sessions, audit.Best.Skewness, audit.Best.Kurtosis) > 0.95);
        Assert.True(audit.DeflatedSharpe < 0.9, $"{audit.DeflatedSharpe}");
        Assert.True(audit.Ability.PValue > 0.1);
        Assert.InRange(audit.Overfitting.Probability, 0.2, 0.9);
        Assert.Empty(audit.BetterTrials);
        Assert.InRange(audit.IndependentTrials, 30, 40);
    }

    [Fact]
    public void Audit_OneWithSkill_IsFoundAndNamed()
    {
        string skilled = _ledger.Record([.. Enumerable.Range(0, 20).Select(trial =>
            new Trial("skill", "sweep", Specification(trial), "wf3-a", s_sessions, Returns((ulong)trial, trial == 7 ? 0.3 : 0)))])[7];
        // One that was tried without returns counts as a trial all the same, and one that never trades does no harm.
        _journal.RecordTrial("training", TrialLedger.Spec("skill", Specification(999)), "{}");
        _ledger.Record(new Trial("skill", "sweep", Specification(998), "wf3-a", s_sessions, new double[500]));
        SearchAudit audit = _ledger.Audit("skill", blocks: 10)!;
        Assert.Equal(22, audit.Trials);
        Assert.Equal(skilled, audit.BestTrial);
        Assert.True(audit.DeflatedSharpe > 0.95);
        Assert.True(audit.Ability.PValue < 0.01);
        Assert.Contains(skilled, audit.BetterTrials);
        Assert.True(audit.Overfitting.Probability < 0.05);
    }

    [Fact]
    public void Audit_SessionsInPart_UsesThoseInCommon()
    {
        _ledger.Record(new Trial("part", "sweep", Specification(1), "wf3-a", s_sessions[..400], Returns(1, 0)[..400]));
        _ledger.Record(new Trial("part", "sweep", Specification(2), "wf3-b", s_sessions[100..], Returns(2, 0)[100..]));
        SearchAudit audit = _ledger.Audit("part", blocks: 8)!;
        Assert.Equal(300, audit.Sessions);
        Assert.Equal(300, audit.Best.Count);
        Assert.Null(_ledger.Audit("nothing"));
        _ledger.Record(new Trial("part", "sweep", Specification(3), "wf3-c", s_sessions[395..], Returns(3, 0)[395..]));
        Assert.Null(_ledger.Audit("part", blocks: 8));
    }

    [Fact]
    public void Record_BadTrial_IsRefused()
    {
        var trial = new Trial("s", "sweep", Specification(1), "wf3-a", s_sessions, Returns(1, 0));
        Assert.Throws<ArgumentException>(() => _ledger.Record(trial with { Search = "" }));
        Assert.Throws<ArgumentException>(() => _ledger.Record(trial with { SplitId = "" }));
        Assert.Throws<ArgumentException>(() => _ledger.Record(trial with { Kind = JournalStore.HoldoutOpening }));
        Assert.Throws<ArgumentException>(() => _ledger.Record(trial with { Returns = [0.1] }));
        Assert.Throws<ArgumentException>(() => _ledger.Record(trial with { Sessions = s_sessions[..1], Returns = [double.NaN] }));
        Assert.Throws<ArgumentException>(() => _ledger.Record([trial, trial with { Search = "" }]));
        Assert.Empty(_journal.RecentTrials(10));
        Assert.Empty(_ledger.Record([]));
    }

    private static Dictionary<string, string> Specification(int leaves) => new(StringComparer.Ordinal) { ["leaves"] = $"{leaves}", ["rounds"] = "60" };

    private static double[] Returns(ulong seed, double mean)
    {
        var random = new Pcg32(seed, 6);
        return [.. Enumerable.Range(0, 500).Select(_ => mean + random.NextNormal())];
    }
}
