namespace ResearchLab.Lake;

/// <summary>What a file was taken for: everything about it that its rows alone do not say. Printed after every file that is accepted.</summary>
public sealed record FileReading
{
    /// <summary>What it holds, such as <c>daily bars</c>, <c>bars within sessions of 30m</c>, <c>option quotes</c>, <c>series</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Its symbol or the number of them, and where that was told from.</summary>
    public string? Symbol { get; init; }

    /// <summary>How its dates are written, such as <c>day first</c>.</summary>
    public string? Dates { get; init; }

    /// <summary>Zone of its times; null where it has none.</summary>
    public string? Zone { get; init; }

    /// <summary>Units of its numbers, such as <c>decimal comma</c> or <c>iv in percent</c>; null where they stand as they are stored.</summary>
    public string? Units { get; init; }

    /// <summary>How its prices are adjusted and how that is known; null where there are none.</summary>
    public string? Adjusted { get; init; }

    /// <summary>What else was told from the file.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Columns that were left out.</summary>
    public IReadOnlyList<string> NotUsed { get; init; } = [];

    /// <summary>The parts with their names, those without a value left out.</summary>
    public IEnumerable<(string Name, string Value)> Parts()
    {
        (string Name, string? Value)[] all = [("kind", Kind), ("symbol", Symbol), ("dates", Dates), ("zone", Zone), ("units", Units), ("adjusted", Adjusted)];
        foreach ((string name, string? value) in all)
        {
            if (value is not null)
                yield return (name, value);
        }
    }

    /// <summary>All of it in one line.</summary>
    public override string ToString()
    {
        IEnumerable<string> parts = Parts().Select(part => part.Name == "kind" ? part.Value : $"{part.Name} {part.Value}").Concat(Notes);
        string unused = NotUsed.Count == 0 ? "" : "; columns not used: " + string.Join(", ", NotUsed.Take(20))
            + (NotUsed.Count > 20 ? Invariant($" and {NotUsed.Count - 20} more") : "");
        return string.Join("; ", parts) + unused;
    }
}
