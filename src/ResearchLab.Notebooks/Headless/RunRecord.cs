using System.Text.Json;
using System.Text.Json.Nodes;
using ResearchLab.Lake;

namespace ResearchLab.Notebooks.Headless;

/// <summary>What a notebook that ran headless was run with and from: kept in the notebook's metadata and shown at the foot of its page.</summary>
public sealed record RunRecord
{
    private const string Key = "researchlab";

    /// <summary>How it ended.</summary>
    public RunStatus Status { get; init; }

    /// <summary>When it began, UTC.</summary>
    public DateTimeOffset Started { get; init; }

    /// <summary>When it was last saved, UTC.</summary>
    public DateTimeOffset Saved { get; init; }

    /// <summary>Commit of the code, with a mark when the checkout was changed.</summary>
    public string Code { get; init; } = "";

    /// <summary>Versions of what it ran on, by name.</summary>
    public IReadOnlyDictionary<string, string> Versions { get; init; } = new Dictionary<string, string>();

    /// <summary>Parameters that were set, as C# expressions.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>What was read of the lakes.</summary>
    public IReadOnlyList<LakeRead> Data { get; init; } = [];

    /// <summary>Named metrics.</summary>
    public IReadOnlyList<ReportMetric> Metrics { get; init; } = [];

    /// <summary>What is too old; null when nothing is.</summary>
    public string? Stale { get; init; }

    /// <summary>Reads the record of a notebook; null when it was not run headless, or the record is not one.</summary>
    public static RunRecord? Of(NotebookFile notebook)
    {
        ArgumentNullException.ThrowIfNull(notebook);
        try
        {
            return notebook.Metadata[Key].Deserialize(RecordJson.Default.RunRecord);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The notebook with this record.</summary>
    public NotebookFile In(NotebookFile notebook)
    {
        ArgumentNullException.ThrowIfNull(notebook);
        var metadata = (JsonObject)notebook.Metadata.DeepClone();
        metadata[Key] = JsonSerializer.SerializeToNode(this, RecordJson.Default.RunRecord);
        return notebook with { Metadata = metadata };
    }

    /// <summary>Names and values for the foot of a page.</summary>
    public IReadOnlyList<(string Name, string Value)> Stamp()
    {
        const int MostReads = 8;
        List<(string, string)> stamp =
        [
            ("Run", Invariant($"{Started.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z, {(Saved - Started).TotalSeconds:0.0} s, {Words(Status)}")),
            ("Code", Code),
            ("Parameters", Parameters.Count == 0 ? "as the notebook has them" : string.Join(", ", Parameters.Select(pair => $"{pair.Key} = {pair.Value}"))),
            ("Versions", string.Join(", ", Versions.Select(pair => $"{pair.Key} {pair.Value}"))),
        ];
        foreach (LakeRead read in Data.Take(MostReads))
            stamp.Add(("Data", $"{string.Join(", ", read.Datasets)} {AsOf(read.Known)}, snapshot {read.SnapshotId}"));
        if (Data.Count > MostReads)
            stamp.Add(("Data", Invariant($"and {Data.Count - MostReads} more reads, listed in the notebook's metadata")));
        foreach (ReportMetric metric in Metrics)
            stamp.Add(("Metric", Invariant($"{metric.Name} = {metric.Value:R} (± {metric.Tolerance:R})")));
        return stamp;
    }

    // The end of time stands for no limit: such reads ask what is there already.
    private static string AsOf(DateTimeOffset known) =>
        known.Year == DateTimeOffset.MaxValue.Year ? "whatever is recorded" : Invariant($"as of {known.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z");

    /// <summary>How a run ended, in words.</summary>
    public static string Words(RunStatus status) => status switch
    {
        RunStatus.Done => "every cell ran",
        RunStatus.Failed => "a cell failed",
        RunStatus.TimedOut => "timed out",
        RunStatus.Died => "the process died",
        RunStatus.Stopped => "stopped",
        _ => "unfinished",
    };
}
