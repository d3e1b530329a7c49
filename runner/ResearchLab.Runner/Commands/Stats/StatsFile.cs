using ResearchLab.Basics;

namespace ResearchLab.Runner.Commands;

/// <summary>Series of a CSV file: numbers by column, and the first column of dates when there is one.</summary>
/// <param name="Name">Name of the file.</param>
/// <param name="Times">Time of each row, ascending; null without dates.</param>
/// <param name="Columns">Numeric columns in order; NaN where a value is missing.</param>
/// <param name="Notes">What a reader should know of how the file was read, a line each.</param>
internal sealed record StatsFile(string Name, DateTime[]? Times, IReadOnlyList<(string Name, double[] Values)> Columns, List<string> Notes)
{
    private static readonly ILookup<string, StatsKind> s_none = Array.Empty<string>().ToLookup(text => text, _ => StatsKind.Returns);

    /// <summary>What --as, --percent and --levels say of the columns.</summary>
    public ILookup<string, StatsKind> Wishes { get; private init; } = s_none;

    /// <summary>Columns whose cells carry a % sign, already read as fractions.</summary>
    public IReadOnlySet<string> PerCentSigns { get; private init; } = new HashSet<string>();

    /// <summary>Date of each row; null without dates.</summary>
    public DateOnly[]? Sessions { get; } = Times is null ? null : Array.ConvertAll(Times, DateOnly.FromDateTime);

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="wishes">What columns are said to hold; null when nothing is.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DataUnusableException">It is no CSV file, has no numeric column, or its dates do not ascend.</exception>
    /// <exception cref="UsageException">A column named is not there, or carries its unit and is given another.</exception>
    public static StatsFile Read(string path, ILookup<string, StatsKind>? wishes = null)
    {
        if (!File.Exists(path))
            throw new UsageException($"There is no file '{path}'. Give a CSV file with a header and a column of numbers a series.");
        string name = Path.GetFileName(path);
        var notes = new List<string>();
        StatsTable table = StatsSummaryRows.Without(StatsTable.Read(path, name), name, notes);
        if (!table.HasHeader)
            notes.Add($"'{name}' has no header, so its first row is read as data and the columns are called {string.Join(", ", table.Names)}");
        DateTime[]? times = null;
        var columns = new List<(string Name, double[] Values)>();
        var unread = new List<string>();
        var signs = new HashSet<string>(StringComparer.Ordinal);
        for (int column = 0; column < table.Names.Count; column++)
        {
            string[] cells = table.Cells[column];
            if (times is null && StatsDates.Of(cells, table.Names[column], name) is { } dates)
                times = dates;
            else if (StatsNumbers.Of(cells, table.Delimiter) is { } numbers)
            {
                if (column > 0 || !table.HasHeader || table.Names.Count == 1 || !IsIndex(table.Names[0], numbers))
                    columns.Add((table.Names[column], numbers));
                if (Array.Exists(cells, cell => cell.Contains('%')))
                    signs.Add(table.Names[column]);
            }
            else if (Array.Find(cells, cell => cell.Length > 0 && StatsNumbers.Of([cell], table.Delimiter) is null) is { } word)
                unread.Add($"'{table.Names[column]}' (such as '{word}')");
        }

        int rows = table.Cells.Count == 0 ? 0 : table.Cells[0].Length;
        if (columns.Count == 0 || rows == 0)
        {
            throw new DataUnusableException(
                $"'{name}' has {rows} rows and no column of numbers{(unread.Count > 0 ? $": not numbers are {string.Join(", ", unread.Take(3))}" : "")}. " +
                "Give a header and a column of numbers a series, such as 0.0016, 0.16% or, between semicolons, 0,0016.");
        }

        for (int row = 1; times is not null && row < times.Length; row++)
        {
            if (times[row] <= times[row - 1])
                throw new DataUnusableException(
                    $"Row {row + 1} of '{name}' ({Text(times[row])}) does not come after the row before it. Sort the rows by date and leave repeated ones "
                        + "out.");
        }

        wishes ??= s_none;
        (times, columns) = StatsWeekends.Without(times, columns, wishes, notes);
        var file = new StatsFile(name, times, columns, notes) { Wishes = wishes, PerCentSigns = signs };
        foreach (IGrouping<string, StatsKind> wish in file.Wishes)
        {
            _ = file.Raw(wish.Key);
            if (signs.Contains(wish.Key)
                && wish.FirstOrDefault(kind => kind is StatsKind.Percent or StatsKind.BasisPoints) is not StatsKind.Returns and var unit)
                throw new UsageException(
                    $"The cells of column '{wish.Key}' carry a % sign and are read as such. Leave {StatsArguments.Typed(wish.Key, unit)} out.");
        }

        return file;
    }

    /// <summary>The values of a column from its first to its last, all of them there, with their times. Levels become returns.</summary>
    public (double[] Values, DateTime[]? Times) Series(string column)
    {
        (double[][] values, DateTime[]? times) = Together([column]);
        return (values[0], times);
    }

    /// <summary>The values of several columns over the rows from the first to the last that has all of them.</summary>
    /// <exception cref="DataUnusableException">A row between has no value.</exception>
    /// <exception cref="UsageException">There is no such column.</exception>
    public (double[][] Values, DateTime[]? Times) Together(IReadOnlyList<string> columns)
    {
        double[][] values = [.. columns.Select(column => StatsConversion.Returns(Name, column, Raw(column), Wishes[column], Times))];
        int rows = values[0].Length, from = 0, to = rows;
        while (from < to && !Array.TrueForAll(values, column => double.IsFinite(column[from])))
            from++;
        while (to > from && !Array.TrueForAll(values, column => double.IsFinite(column[to - 1])))
            to--;
        string those = columns.Count == 1 ? $"column '{columns[0]}'" : $"columns {string.Join(", ", columns.Select(column => $"'{column}'"))}";
        if (to == from)
            throw new DataUnusableException($"No row of '{Name}' has a number in {those}. Give another column.");
        for (int i = 0; i < values.Length; i++)
        {
            int missing = Array.FindIndex(values[i], from, to - from, value => !double.IsFinite(value));
            if (missing >= 0)
                throw new DataUnusableException(
                    $"Row {missing + 1} of column '{columns[i]}' in '{Name}' has no number. Leave out rows without a value in all columns used.");
        }

        // The first level has no return; that is no gap of the file.
        int before = from - (columns.Any(column => Wishes[column].Any(kind => kind is StatsKind.Levels or StatsKind.YearToDate)) ? 1 : 0);
        if (before > 0 || to < rows)
        {
            string[] parts = [.. new[] { (before, "at the start"), (rows - to, "at the end") }.Where(part => part.Item1 > 0)
                .Select(part => $"{part.Item1} {part.Item2}")];
            Notes.Add($"rows of {those} without a number left out: {string.Join(", ", parts)}; measured are the {to - from} between");
        }

        return ([.. values.Select(column => column[from..to])], Times?[from..to]);
    }

    /// <summary>Writes the notes to standard error.</summary>
    public void PrintNotes() => Print(Notes);

    /// <summary>Writes lines to standard error, so that what is on standard output stays what was asked for.</summary>
    public static void Print(IReadOnlyList<string> notes)
    {
        foreach (string note in notes)
            Console.Error.WriteLine($"lab: {note}");
    }

    /// <summary>Whether the first column numbers the rows, as programs do without being asked.</summary>
    private static bool IsIndex(string name, double[] numbers) =>
        name is "column1" or "index" or "Unnamed: 0" && numbers.Length > 1
            && Enumerable.Range(1, numbers.Length - 1).All(row => numbers[row] == numbers[row - 1] + 1);

    private double[] Raw(string column)
    {
        foreach ((string name, double[] values) in Columns)
        {
            if (name == column)
                return values;
        }

        throw new UsageException($"'{Name}' has no column of numbers '{column}'. It has {string.Join(", ", Columns.Select(c => c.Name))}.");
    }

    private static string Text(DateTime time) => time.TimeOfDay == TimeSpan.Zero ? $"{time:yyyy-MM-dd}" : $"{time:yyyy-MM-dd HH:mm:ss}";
}
