using System.Text.Json;

namespace ResearchLab.Notebooks.Headless;

/// <summary>What the process that runs a notebook says as it goes on, a line each.</summary>
/// <param name="Cell">Position of the cell in the notebook.</param>
/// <param name="Number">Number of the cell among the code cells, from 1; 0 while the cells are compiled.</param>
/// <param name="Of">Code cells in all.</param>
/// <param name="Ended">Whether the cell has ended.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Error">Why it failed, in full; null when it did not.</param>
public sealed record HeadlessEvent(int Cell, int Number, int Of, bool Ended, double Seconds = 0, string? Error = null)
{
    /// <summary>Start of a line that is an event: what native code prints does not begin like that.</summary>
    private const string Mark = "\u001eresearchlab ", Exit = "\u001eresearchlab-exit ";

    /// <summary>The event as a line.</summary>
    public string ToLine() => Mark + JsonSerializer.Serialize(this, RecordJson.Default.HeadlessEvent);

    /// <summary>What the process says when a cell ends it, as a line.</summary>
    public static string ExitLine(int code) => $"{Exit}{code.ToString(System.Globalization.CultureInfo.InvariantCulture)}";

    /// <summary>The exit code with which a cell ended the process; null when the line does not say so.</summary>
    public static int? ExitCodeOf(string line)
    {
        int at = line.IndexOf(Exit, StringComparison.Ordinal);
        return at >= 0 && int.TryParse(line.AsSpan(at + Exit.Length), System.Globalization.NumberStyles.AllowLeadingSign,
            System.Globalization.CultureInfo.InvariantCulture, out int code) ? code : null;
    }

    /// <summary>Reads a line; null when it is no event.</summary>
    public static HeadlessEvent? TryParse(string line)
    {
        int at = line.IndexOf(Mark, StringComparison.Ordinal);
        try
        {
            return at < 0 ? null : JsonSerializer.Deserialize(line.AsSpan(at + Mark.Length), RecordJson.Default.HeadlessEvent);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
