using System.Globalization;
using ResearchLab.Columns;
using ResearchLab.Lake;

namespace ResearchLab.Market;

/// <summary>What the values of series with a known meaning can be, in the unit they are stored in.</summary>
internal static class SeriesRange
{
    private const double LowestRate = -0.05, HighestRate = 0.5;
    private const int LastingRun = 5, CalmWindow = 40, FewestLevels = 10;

    // The VIX never closed above 82.69, nor above 55 for longer than six weeks (2008).
    private const double LastingVix = 55, MiddleVix = 75;
    private static readonly string[] s_vix = ["vix", "vix3m", "vxv", "vix6m", "vix1y"];

    // Bills of three months yielded 17.3 % at most (1980), fed funds 22.4 % (1981).
    private static readonly Dictionary<string, double> s_highestRates = new(StringComparer.Ordinal) { ["tbill_13w"] = 0.18, ["fed_funds"] = 0.25 };

    private static readonly Dictionary<string, (double Low, double High)> s_points = new(StringComparer.Ordinal)
    {
        ["vix"] = (5, 200),
        ["vix9d"] = (3, 300),
        ["vix3m"] = (5, 200),
        ["vix6m"] = (5, 200),
        ["vix1y"] = (5, 200),
        ["vxv"] = (5, 200),
        ["vxn"] = (5, 200),
        ["rvx"] = (5, 200),
        ["vxd"] = (5, 200),
        ["ovx"] = (5, 500),
        ["gvz"] = (3, 200),
        ["vvix"] = (30, 400),
        ["skew"] = (80, 250),
    };

    /// <summary>The range of a series; null when its name says nothing of it.</summary>
    public static (double Low, double High)? Of(string name, bool rate) =>
        rate ? (LowestRate, s_highestRates.GetValueOrDefault(name, HighestRate)) : s_points.TryGetValue(name, out (double Low, double High) range)
            ? range
            : null;

    /// <summary>Marks values outside the range of their series.</summary>
    /// <param name="file">Name of the file, for messages.</param>
    /// <param name="names">Series of each row.</param>
    /// <param name="values">Value of each row, in the unit it is stored in.</param>
    /// <param name="reasons">One a row.</param>
    /// <param name="rates">Whether they are rates.</param>
    /// <param name="unit">The unit that was said.</param>
    /// <param name="columnOf">The column a series was read from; null when it is not one of its own.</param>
    /// <exception cref="CsvIngestException">Half of the values of a series, or some days running, lie outside: they are in another unit, or of another
    /// series.</exception>
    public static void Check(string file, IReadOnlyList<string> names, double[] values, QualityReason[] reasons, bool rates, SeriesUnit? unit,
        Func<string, string?> columnOf)
    {
        foreach (string name in names.Distinct())
        {
            if (Of(name, rates) is not { } range)
                continue;
            int[] rows = [.. Enumerable.Range(0, values.Length).Where(row => names[row] == name && reasons[row] == QualityReason.None)];
            int[] outside = [.. rows.Where(row => !(values[row] >= range.Low && values[row] <= range.High))];
            if (outside.Length * 2 > rows.Length)
                throw new CsvIngestException(InAnotherUnit(file, name, values[outside[outside.Length / 2]], range, rates, unit));
            if (Lasting(rows, row => !(values[row] >= range.Low && values[row] <= range.High), LastingRun) is >= 0 and var lasting)
                throw new CsvIngestException(TooFar(file, name, values[lasting], outside.Length, range, rates));
            if (!rates && Array.IndexOf(s_vix, name) >= 0 && IsOfAnotherIndex(rows, values))
                throw new CsvIngestException($"{file}: {name} would be {values[rows[rows.Length / 2]].ToString("0.##", CultureInfo.InvariantCulture)} points "
                    + "in the middle and high throughout, as no such index ever was for so long. If it is the VVIX, "
                    + $"say {(columnOf(name) is { } column ? $"--series {ShellText.Word($"vvix={column}")}" : "--series vvix=COLUMN")}; "
                    + $"otherwise write its values in points of the {name.ToUpperInvariant()}.");
            foreach (int row in outside)
                reasons[row] = QualityReason.Implausible;
        }
    }

    /// <summary>First row of a run of so many that are all of a kind; −1 when there is none.</summary>
    private static int Lasting(int[] rows, Func<int, bool> isOne, int length)
    {
        int run = 0;
        foreach (int row in rows)
        {
            run = isOne(row) ? run + 1 : 0;
            if (run == length)
                return row;
        }

        return -1;
    }

    private static bool IsOfAnotherIndex(int[] rows, double[] values)
    {
        double[] sorted = [.. rows.Select(row => values[row]).Order()];
        return (rows.Length >= FewestLevels && sorted[sorted.Length / 2] > MiddleVix) || Lasting(rows, row => values[row] > LastingVix, CalmWindow) >= 0;
    }

    private static string TooFar(string file, string name, double value, int outside, (double Low, double High) range, bool rate)
    {
        string shown = rate ? Invariant($"{value * 100:0.##} % a year") : Invariant($"{value:0.##} points");
        string bounds = rate ? Invariant($"{range.Low * 100:0} % to {range.High * 100:0} %") : Invariant($"{range.Low:0} to {range.High:0} points");
        string remedy = rate
            ? "Where it is an index of ten times the yield (as that of Cboe), divide its values by 10"
            : "Where it is written ten times too high, divide its values by 10";
        return Invariant($"{file}: {name} would be {shown}, and so for days running ({outside} values outside {bounds}), so all of it is in another unit. ")
            + Invariant($"{remedy}, or give the right file.");
    }

    private static string InAnotherUnit(string file, string name, double value, (double Low, double High) range, bool rate, SeriesUnit? unit)
    {
        string shown = rate ? (value * 100).ToString("0.##", CultureInfo.InvariantCulture)
            + " % a year" : value.ToString("0.####", CultureInfo.InvariantCulture) + " points";
        string bounds = rate
            ? Invariant($"{range.Low * 100:0} % to {range.High * 100:0} %")
            : Invariant($"{range.Low:0} to {range.High:0} points");
        string remedy = rate
            ? value > range.High && value * 0.01 <= range.High && unit != SeriesUnit.Percent
                ? "Say --unit percent"
                : value > range.High
                    ? "Divide its values by 10 where it is an index of ten times the yield, or correct the file: neither unit fits"
                    : "Correct the file: neither unit fits"
            : value * 100 >= range.Low && value * 100 <= range.High && unit is null or SeriesUnit.AsIs ? "Say --unit fraction"
            : unit == SeriesUnit.Percent ? "Leave --unit out"
            : "Name the right column with --series " + name + "=COLUMN";
        return $"{file}: {name} would be {shown}, where {bounds} can be. {remedy}.";
    }
}
