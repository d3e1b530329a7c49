using System.Text;
using ResearchLab.Columns;

namespace ResearchLab.Lake;

/// <summary>The shape of one dataset of the lake. Every row also has known_at, recorded_at and source.</summary>
public sealed record DatasetSchema
{
    /// <summary>Columns every dataset has: when the world could know the row, when this lab wrote it, and where it came from.</summary>
    public static IReadOnlyList<LakeColumn> SystemColumns { get; } =
        [new("known_at", LakeType.Instant), new("recorded_at", LakeType.Instant), new("source", LakeType.Text)];

    /// <summary>Name of the dataset.</summary>
    public required string Name { get; init; }

    /// <summary>Raised when the columns of derived rows change: those of older versions are computed again, in a folder of their own.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Folder in the lake.</summary>
    public string FolderName => Version == 1 ? Name : Invariant($"{Name}-v{Version}");

    /// <summary>Columns without the three of the system.</summary>
    public required IReadOnlyList<LakeColumn> Columns { get; init; }

    /// <summary>Columns that name a row; never missing. Rows with the same key are versions of one row.</summary>
    public required IReadOnlyList<string> Key { get; init; }

    /// <summary>Key columns that choose the folder of a row.</summary>
    public required IReadOnlyList<string> PartitionBy { get; init; }

    /// <summary>Whether the year of the session chooses the folder too.</summary>
    public bool PartitionByYear { get; init; }

    /// <summary>Order of the rows in a file and of what is read: by session first, so that a reader skips the other row groups.</summary>
    public required IReadOnlyList<string> SortBy { get; init; }

    /// <summary>
    /// Whether rows are computed from other rows. A changed observation becomes known when it changes; a recomputed row stays known
    /// since its inputs were.
    /// </summary>
    public bool Derived { get; init; }

    /// <summary>Rows a row group, the unit a reader can skip.</summary>
    public int RowGroupRows { get; init; } = 20_480;

    /// <summary>All columns with those of the system.</summary>
    public IEnumerable<LakeColumn> AllColumns => Columns.Concat(SystemColumns.Where(system => Columns.All(column => column.Name != system.Name)));

    /// <summary>Columns that are neither key nor system: a change in one makes a revision.</summary>
    public IEnumerable<LakeColumn> Values => Columns.Where(column => !Key.Contains(column.Name) && SystemColumns.All(system => system.Name != column.Name));

    /// <summary>Whether a key column is named session.</summary>
    public bool HasSession => Key.Contains("session");

    /// <summary>The column named <paramref name="name"/>.</summary>
    /// <exception cref="KeyNotFoundException">There is none; the message names the nearest.</exception>
    public LakeColumn Column(string name) => AllColumns.FirstOrDefault(column => column.Name == name)
        ?? throw new KeyNotFoundException($"Dataset '{Name}': {FrameText.Missing(name, [.. AllColumns.Select(column => column.Name)])}");

    /// <summary>Folder name of a row: the partition values, escaped, and the year.</summary>
    internal string Folder(IEnumerable<string> values, int? year) =>
        string.Join('-', values.Select(Escape)) + (year is { } number ? Invariant($"-{number:0000}") : "");

    /// <summary>The value with every byte but letters, digits, dot, underscore and inner hyphens as %XX, so any symbol is a folder name.</summary>
    internal static string Escape(string value)
    {
        var text = new StringBuilder(value.Length);
        foreach (byte unit in Encoding.UTF8.GetBytes(value))
        {
            bool plain = char.IsAsciiLetterOrDigit((char)unit) || unit is (byte)'_' or (byte)'-' || (unit == '.' && text.Length > 0);
            text.Append(plain ? ((char)unit).ToString() : $"%{unit:X2}");
        }

        return text.Length == 0 ? "%" : text.ToString();
    }
}
