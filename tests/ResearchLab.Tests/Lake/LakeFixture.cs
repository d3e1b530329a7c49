using ResearchLab.Columns;
using ResearchLab.Lake;

namespace ResearchLab.Tests.Lake;

/// <summary>A lake in a folder of its own with a clock the test moves.</summary>
internal sealed class LakeFixture : IDisposable
{
    public LakeFixture(string? start = null)
    {
        Clock = new ManualClock(At(start ?? "2024-03-01"));
        Folder = Directory.CreateTempSubdirectory("researchlab-lake-").FullName;
        Lake = new DataLake(Path.Combine(Folder, "lake"), Clock);
    }

    public string Folder { get; }

    public ManualClock Clock { get; }

    public DataLake Lake { get; }

    public static DateTimeOffset At(string date) => new(DateOnly.Parse(date).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    public static Frame Values(string name, params (string Date, double Value)[] values) => new(
        new Column<string>("name", [.. values.Select(_ => name)]),
        new Column<DateOnly>("session", [.. values.Select(v => DateOnly.Parse(v.Date))]),
        new Column<double>("value", [.. values.Select(v => v.Value)]),
        new Column<DateTimeOffset>("known_at", [.. values.Select(v => At(v.Date).AddHours(21.5))]));

    public string[] DataFiles() => Directory.Exists(Lake.Root)
        ? [.. Directory.EnumerateFiles(Lake.Root, "*.parquet", SearchOption.AllDirectories).Order(StringComparer.Ordinal)]
        : [];

    public string Write(string name, string text)
    {
        string path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

internal sealed class ManualClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
