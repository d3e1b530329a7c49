using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using ResearchLab.Journal;
using ResearchLab.Statistics;

namespace ResearchLab.Models;

/// <summary>
/// Every specification that was tried, the poor and the forgotten too: what the best of them must be measured against. There is no way to
/// take a trial out.
/// </summary>
/// <param name="journal">Journal with the trials.</param>
public sealed class TrialLedger(JournalStore journal)
{
    /// <summary>Writes a trial down and returns its id; the same result of the same specification is written once.</summary>
    /// <param name="trial">What was tried.</param>
    /// <param name="runId">Run that tried it; null outside runs.</param>
    /// <exception cref="ArgumentException">A name is empty, sessions and returns differ in number, or a return is not finite.</exception>
    /// <exception cref="JournalException">The journal cannot be used.</exception>
    public string Record(Trial trial, string? runId = null) => Record([trial], runId)[0];

    /// <summary>Writes many trials down in one transaction, such as a generation of an evolution, and returns their ids.</summary>
    /// <param name="trials">What was tried.</param>
    /// <param name="runId">Run that tried it; null outside runs.</param>
    /// <exception cref="ArgumentException">As for one; then none is written.</exception>
    /// <exception cref="JournalException">The journal cannot be used.</exception>
    public IReadOnlyList<string> Record(IReadOnlyList<Trial> trials, string? runId = null)
    {
        ArgumentNullException.ThrowIfNull(trials);
        foreach (Trial trial in trials)
            Check(trial);
        return journal.RecordTrials([.. trials.Select(trial => (trial.Kind, Spec(trial.Search, trial.Specification), Results(trial)))], runId);
    }

    private static void Check(Trial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        foreach (string text in (string[])[trial.Search, trial.Kind, trial.SplitId])
            ArgumentException.ThrowIfNullOrWhiteSpace(text, nameof(trial));
        if (trial.Kind == JournalStore.HoldoutOpening)
            throw new ArgumentException($"'{trial.Kind}' is no kind of trial. Open a holdout with SealedHoldout.Open.", nameof(trial));
        if (trial.Sessions.Length != trial.Returns.Length)
            throw new ArgumentException($"A trial of '{trial.Search}' has {trial.Sessions.Length} sessions but {trial.Returns.Length} returns.", nameof(trial));
        int wrong = Array.FindIndex(trial.Returns, value => !double.IsFinite(value));
        if (wrong >= 0)
            throw new ArgumentException(
                Invariant($"A trial of '{trial.Search}' has return {trial.Returns[wrong]} at {trial.Sessions[wrong]:yyyy-MM-dd}. Record 0 where it stays out."),
                nameof(trial));
    }

    /// <summary>The specification of a trial as JSON with its search, in one spelling whatever the order of the names.</summary>
    /// <param name="search">What it competes for.</param>
    /// <param name="specification">What was chosen, name by name.</param>
    public static string Spec(string search, IReadOnlyDictionary<string, string> specification)
    {
        ArgumentNullException.ThrowIfNull(specification);
        return Json(writer =>
        {
            writer.WriteString("search", search);
            writer.WriteStartObject("specification");
            foreach ((string name, string value) in specification.OrderBy(entry => entry.Key, StringComparer.Ordinal))
                writer.WriteString(name, value);
            writer.WriteEndObject();
        });
    }

    /// <summary>The trials of a search, oldest first; of the same specification the newest result.</summary>
    /// <exception cref="JournalException">The journal cannot be used.</exception>
    public IReadOnlyList<LedgerTrial> Trials(string search)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(search);
        return [.. journal.FindTrialsOf(search).GroupBy(trial => trial.SpecJson).Select(same => Read(same.Last())).OrderBy(trial => trial.RecordedAt)
            .ThenBy(trial => trial.Id, StringComparer.Ordinal)];
    }

    /// <summary>Number of different specifications of a search so far: one more is what the context of the next one's metrics states.</summary>
    public int Count(string search)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(search);
        return journal.CountTrialsOf(search);
    }

    /// <summary>What is left of the best trial of a search once all of them are counted.</summary>
    /// <param name="search">The search.</param>
    /// <param name="options">How to resample; null takes automatic stationary blocks, 1,000 resamples and seed 1.</param>
    /// <param name="blocks">Blocks of the probability of overfitting.</param>
    /// <param name="threads">Threads; their number does not change the result.</param>
    /// <returns>Null when fewer than two trials have returns on at least two sessions a block in common.</returns>
    /// <exception cref="JournalException">The journal cannot be used.</exception>
    public SearchAudit? Audit(string search, BootstrapOptions? options = null, int blocks = 16, int threads = 1)
    {
        IReadOnlyList<LedgerTrial> all = Trials(search);
        LedgerTrial[] moving = [.. all.Where(trial => trial.Returns.Length > 0)];
        return SearchAudit.Of(search, all.Count, moving, options, blocks, threads);
    }

    private static string Results(Trial trial)
    {
        SharpeEstimate sharpe = SharpeRatio.Estimate(trial.Returns);
        return Json(writer =>
        {
            writer.WriteString("split", trial.SplitId);
            writer.WriteNumber("periods", trial.Returns.Length);
            foreach ((string name, double value) in ((string, double)[])[("mean", Performance.Mean(trial.Returns)), ("sharpe", sharpe.PerPeriod),
                ("skewness", sharpe.Skewness), ("kurtosis", sharpe.Kurtosis)])
            {
                if (double.IsFinite(value))
                    writer.WriteNumber(name, value);
                else
                    writer.WriteNull(name);
            }

            int[] days = Array.ConvertAll(trial.Sessions, session => session.DayNumber);
            writer.WriteBase64String("sessions", MemoryMarshal.AsBytes(days.AsSpan()));
            writer.WriteBase64String("returns", MemoryMarshal.AsBytes(trial.Returns.AsSpan()));
        });
    }

    private static LedgerTrial Read(TrialRecord trial)
    {
        using JsonDocument metrics = JsonDocument.Parse(trial.MetricsJson);
        JsonElement root = metrics.RootElement;
        bool has = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("sessions", out _) && root.TryGetProperty("returns", out _);
        int[] days = has ? MemoryMarshal.Cast<byte, int>(root.GetProperty("sessions").GetBytesFromBase64()).ToArray() : [];
        double[] returns = has ? MemoryMarshal.Cast<byte, double>(root.GetProperty("returns").GetBytesFromBase64()).ToArray() : [];
        string? split = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("split", out JsonElement id) ? id.GetString() : null;
        return new LedgerTrial(trial.Id, trial.Kind, trial.SpecJson, split, Array.ConvertAll(days, DateOnly.FromDayNumber), returns, trial.RecordedAt);
    }

    private static string Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
