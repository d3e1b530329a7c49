using System.Text.Json;
using ResearchLab.Basics;
using ResearchLab.Lake;

namespace ResearchLab.Market.Sources;

/// <summary>Sessions a vendor answered without, so that it is not asked for them each time: before the first trade, halts. One small file a symbol.</summary>
/// <param name="folder">Folder of the sources.</param>
internal sealed class AbsentSessions(string folder)
{
    public HashSet<DateOnly> Read(string source, SourceQuery query)
    {
        string path = PathOf(source, query);
        try
        {
            return File.Exists(path) ? [.. (JsonSerializer.Deserialize<DateOnly[][]>(File.ReadAllBytes(path)) ?? []).SelectMany(
                range => query.Calendar.Sessions(range[0], range[1]))] : [];
        }
        catch (Exception error) when (error is JsonException or IndexOutOfRangeException or ArgumentException)
        {
            AtomicFile.Delete(path);
            return [];
        }
    }

    public void Write(string source, SourceQuery query, IEnumerable<DateOnly> sessions)
    {
        List<DateOnly[]> ranges = [];
        foreach (DateOnly session in sessions.Order())
        {
            if (ranges.Count > 0 && query.Calendar.Next(ranges[^1][1]) == session)
                ranges[^1][1] = session;
            else
                ranges.Add([session, session]);
        }

        string path = PathOf(source, query);
        DurableFolders.CreateFolder(Path.GetDirectoryName(path)!);
        AtomicFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(ranges));
    }

    private string PathOf(string source, SourceQuery query) =>
        Path.Combine(folder, "absent", $"{source}-{query.Dataset}-{query.Interval}-{Uri.EscapeDataString(query.Symbol.ToUpperInvariant())}.json");
}
