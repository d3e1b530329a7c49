using ResearchLab.Daily;
using ResearchLab.Journal;
using ResearchLab.Tests.Lake;

namespace ResearchLab.Tests.Daily;

/// <summary>Steps in order, each done once for its key, whatever stops the walk.</summary>
public sealed class FlowTests : IDisposable
{
    private static readonly FlowKey s_key = new("test", "SPY", new DateOnly(2024, 1, 5), "c0ffee");
    private readonly string _folder = Directory.CreateTempSubdirectory("researchlab-flow-").FullName;
    private readonly ManualClock _clock = new(new DateTimeOffset(2024, 1, 6, 0, 0, 0, TimeSpan.Zero));
    private readonly JournalStore _journal;

    public FlowTests() => _journal = JournalStore.Embedded(Path.Combine(_folder, "journal.duckdb"), _clock);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static FlowStep<List<string>> Step(string name, Func<List<string>, string?, StepOutcome> run, string[]? inputs = null, bool keeps = false) =>
        new(name, $"does {name}", inputs ?? [], [name], (seen, said) =>
        {
            seen.Add(name);
            return run(seen, said);
        })
        { Keeps = keeps };

    private static FlowStep<List<string>> Kept(string name) =>
        Step(name, (_, said) => said is null ? new StepOutcome("{\"made\":1}") : new StepOutcome(said, Reused: true), keeps: true);

    private IReadOnlyList<StepRun> Walk(Flow<List<string>> flow, string run, List<string>? seen = null) => flow.Walk(seen ?? [], s_key, run, _journal, _clock);

    [Fact]
    public void Step_ThatReadsWhatNothingMakes_IsRefused()
    {
        Assert.Contains("'b' of flow 'test' reads 'c'",
            Assert.Throws<ArgumentException>(() => new Flow<List<string>>("test", ["a"], [Step("b", (_, _) => new("{}"), ["a", "c"])])).Message);
        Assert.Contains("two steps 'b'", Assert.Throws<ArgumentException>(() => new Flow<List<string>>("test", [], [Kept("b"), Kept("b")])).Message);
    }

    [Fact]
    public void Walk_Again_ReusesWhatIsKept_AndComparesWhatIsComputed()
    {
        int number = 1;
        var flow = new Flow<List<string>>("test", [], [Kept("kept"), Step("pure", (_, _) => new("{\"x\":1}")),
            Step("moves", (_, _) => new($"{{\"x\":{number++}}}")), Kept("last")]);
        Assert.Equal([StepState.Done, StepState.Done, StepState.Done, StepState.Done], Walk(flow, "run1").Select(step => step.State));
        IReadOnlyList<StepRun> again = Walk(flow, "run2");
        Assert.Equal([StepState.Reused, StepState.Same, StepState.Changed, StepState.Reused], again.Select(step => step.State));
        Assert.All(again, step => Assert.Equal("run1", step.FirstRun));
        // What was written down first stays.
        Assert.Equal("{\"x\":1}", _journal.FindSteps(s_key).Single(step => step.Key.Step == "moves").OutputJson);
    }

    [Fact]
    public void Walk_ThatFailsInAStep_HasWrittenDownThoseBefore_AndGoesOnThere()
    {
        bool broken = true;
        var flow = new Flow<List<string>>("test", [],
            [Kept("a"), Step("b", (_, _) => new("{}")), Step("c", (_, said) => broken ? throw new IOException("no") : new("{}")), Kept("d")]);
        Assert.Throws<IOException>(() => Walk(flow, "run1"));
        Assert.Equal(["a", "b"], _journal.FindSteps(s_key).Select(step => step.Key.Step).Order(StringComparer.Ordinal));
        broken = false;
        Assert.Equal([("a", "run1"), ("b", "run1"), ("c", "run2"), ("d", "run2")], Walk(flow, "run2").Select(step => (step.Name, step.FirstRun)));
    }

    [Fact]
    public void Step_DoneInPart_IsDoneAgain()
    {
        bool all = false;
        var flow = new Flow<List<string>>("test", [],
            [Step("source", (_, said) => said is null ? new("{}") { Failures = all ? [] : ["no answer"] } : new(said, Reused: true), keeps: true)]);
        StepRun part = Walk(flow, "run1")[0];
        Assert.Equal((StepState.Partial, "no answer"), (part.State, Assert.Single(part.Failures)));
        all = true;
        Assert.Equal((StepState.Done, "run2"), (Walk(flow, "run2")[0].State, Walk(flow, "run3")[0].FirstRun));
        Assert.Equal(StepState.Reused, Walk(flow, "run4")[0].State);
    }

    [Fact]
    public void Observer_HearsOfEachStepTwice_AndCancellationStopsBetweenSteps()
    {
        using var stop = new CancellationTokenSource();
        var heard = new Heard();
        var flow = new Flow<List<string>>("test", [], [Kept("a"), Step("b", (_, _) => { stop.Cancel(); return new("{}"); }), Kept("c")]);
        Assert.Throws<OperationCanceledException>(() => flow.Walk([], s_key, "run1", _journal, _clock, heard, stop.Token));
        Assert.Equal([("a", StepState.Running), ("a", StepState.Done), ("b", StepState.Running), ("b", StepState.Done)], heard.Steps);
        Assert.Equal(["a", "b"], _journal.FindSteps(s_key).Select(step => step.Key.Step).Order(StringComparer.Ordinal));
    }

    private sealed class Heard : IProgress<StepRun>
    {
        public List<(string, StepState)> Steps { get; } = [];

        public void Report(StepRun value) => Steps.Add((value.Name, value.State));
    }
}
