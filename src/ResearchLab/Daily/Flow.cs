using System.Diagnostics;
using ResearchLab.Journal;

namespace ResearchLab.Daily;

/// <summary>
/// A list of steps with declared inputs and outputs, walked in order. Each is keyed by flow, subject, session, step and configuration and written down when it
/// ends, so that a flow that was killed at any instant goes on where it stopped and makes nothing twice.
/// </summary>
/// <typeparam name="T">What travels through it.</typeparam>
public sealed class Flow<T>
{
    private const string Done = "done", Partial = "partial";

    /// <summary>A flow.</summary>
    /// <param name="name">Name in the journal, such as <c>daily</c>.</param>
    /// <param name="given">What is there before the first step.</param>
    /// <param name="steps">Its steps.</param>
    /// <exception cref="ArgumentException">A step reads what nothing before it makes, or two have one name.</exception>
    public Flow(string name, IReadOnlyList<string> given, IReadOnlyList<FlowStep<T>> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        var made = new HashSet<string>(given, StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (FlowStep<T> step in steps)
        {
            if (!names.Add(step.Name))
                throw new ArgumentException($"Flow '{name}' has two steps '{step.Name}'.", nameof(steps));
            if (step.Inputs.FirstOrDefault(input => !made.Contains(input)) is { } missing)
                throw new ArgumentException($"Step '{step.Name}' of flow '{name}' reads '{missing}', which nothing before it makes.", nameof(steps));
            made.UnionWith(step.Outputs);
        }

        (Name, Steps) = (name, steps);
    }

    /// <summary>Name in the journal.</summary>
    public string Name { get; }

    /// <summary>The steps, in order.</summary>
    public IReadOnlyList<FlowStep<T>> Steps { get; }

    /// <summary>Walks the steps. One that throws ends the walk; what was done before it is written down.</summary>
    /// <param name="context">What travels.</param>
    /// <param name="key">What it is for.</param>
    /// <param name="runId">Id of the run.</param>
    /// <param name="journal">Where steps are written down.</param>
    /// <param name="time">Clock of their times.</param>
    /// <param name="observer">Told of each step when it begins and when it ends; may be null.</param>
    /// <param name="cancellation">Stops between steps.</param>
    /// <returns>How each step went.</returns>
    public IReadOnlyList<StepRun> Walk(
        T context, FlowKey key, string runId, JournalStore journal, TimeProvider time, IProgress<StepRun>? observer = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(journal);
        ArgumentNullException.ThrowIfNull(time);
        Dictionary<string, StepRecord> before = journal.FindSteps(key).ToDictionary(step => step.Key.Step, StringComparer.Ordinal);
        var ended = new List<StepRun>(Steps.Count);
        // One transaction a step would take longer than most steps: those that keep nothing are written down with the next that does.
        var unwritten = new List<StepRecord>();
        void Write()
        {
            if (unwritten.Count > 0)
                journal.SaveSteps(unwritten);
            unwritten.Clear();
        }

        try
        {
            foreach (FlowStep<T> step in Steps)
            {
                cancellation.ThrowIfCancellationRequested();
                StepRecord? known = before.GetValueOrDefault(step.Name);
                string first = known?.RunId ?? runId;
                StepRun run = new(step.Name, StepState.Running, 0, "", first) { Meaning = step.Meaning, Inputs = step.Inputs, Outputs = step.Outputs };
                observer?.Report(run);
                DateTimeOffset started = time.GetUtcNow();
                var watch = Stopwatch.StartNew();
                string? said = known?.Status == Done ? known.OutputJson : null;
                StepOutcome outcome = step.Run(context, said);
                if (said is null)
                    unwritten.Add(new StepRecord(new StepKey(key, step.Name), runId, outcome.Failures.Count == 0 ? Done : Partial, outcome.OutputJson, started,
                        time.GetUtcNow()));
                if (step.Keeps)
                    Write();
                ended.Add(run with
                {
                    State = State(outcome, said),
                    Milliseconds = watch.Elapsed.TotalMilliseconds,
                    OutputJson = outcome.OutputJson,
                    Failures = outcome.Failures,
                    FirstRun = said is null ? runId : first
                });
                observer?.Report(ended[^1]);
            }
        }
        catch
        {
            try
            {
                Write();
            }
            catch (IOException)
            {
                // Why the step failed matters more than that the journal, often for the same reason, could not take down those before it.
            }

            throw;
        }

        Write();
        return ended;
    }

    private static StepState State(StepOutcome outcome, string? said) =>
        outcome.Failures.Count > 0 ? StepState.Partial
        : outcome.Reused ? StepState.Reused
        : said is null ? StepState.Done
        : said == outcome.OutputJson ? StepState.Same
        : StepState.Changed;
}
