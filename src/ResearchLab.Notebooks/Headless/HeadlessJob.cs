using System.Text.Json;

namespace ResearchLab.Notebooks.Headless;

/// <summary>What the process that runs a notebook is told.</summary>
public sealed record HeadlessJob
{
    /// <summary>The notebook with its parameters injected.</summary>
    public required string Notebook { get; init; }

    /// <summary>Where the notebook with outputs is written after each cell.</summary>
    public required string Output { get; init; }

    /// <summary>Parameters that were set, as C# expressions.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>The instant against which the age of data is measured; null for the clock's.</summary>
    public DateTimeOffset? Now { get; init; }

    /// <summary>Commit of the code.</summary>
    public string Code { get; init; } = "";

    /// <summary>Reads a job.</summary>
    /// <exception cref="FormatException">The text is no job.</exception>
    public static HeadlessJob Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, RecordJson.Default.HeadlessJob) ?? throw new FormatException("The job is empty.");
        }
        catch (JsonException error)
        {
            throw new FormatException($"The job is not one: {error.Message}", error);
        }
    }

    /// <summary>The job as one line.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, RecordJson.Default.HeadlessJob);
}
