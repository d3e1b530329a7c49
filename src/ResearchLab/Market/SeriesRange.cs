using System.Globalization;
using ResearchLab.Lake;

namespace ResearchLab.Market;

/// <summary>What the values of series with a known meaning can be, in the unit they are stored in.</summary>
internal static class SeriesRange
{
    private const double LowestRate = -0.05, HighestRate = 0.5;

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
        rate ? (LowestRate, HighestRate) : s_points.TryGetValue(name, out (double Low, double High) range) ? range : null;

    /// <summary>Marks values outside the range of their series.</summary>
    /// <exception cref="CsvIngestException">Half of the values of a series lie outside: they are in another unit.</exception>
    public static void Check(string file, IReadOnlyList<string> names, double[] values, QualityReason[] reasons, bool rates, SeriesUnit? unit)
    {
        foreach (string name in names.Distinct())
        {
            if (Of(name, rates) is not { } range)
                continue;
            int[] rows = [.. Enumerable.Range(0, values.Length).Where(row => names[row] == name && reasons[row] == QualityReason.None)];
            int[] outside = [.. rows.Where(row => !(values[row] >= range.Low && values[row] <= range.High))];
            if (outside.Length * 2 > rows.Length)
                throw new CsvIngestException(InAnotherUnit(file, name, values[outside[outside.Length / 2]], range, rates, unit));
            foreach (int row in outside)
                reasons[row] = QualityReason.Implausible;
        }
    }

    private static string InAnotherUnit(string file, string name, double value, (double Low, double High) range, bool rate, SeriesUnit? unit)
    {
        string shown = rate ? (value * 100).ToString("0.##", CultureInfo.InvariantCulture) + " % a year" : value.ToString("0.####", CultureInfo.InvariantCulture) + " points";
        string bounds = rate
            ? FormattableString.Invariant($"{range.Low * 100:0} % to {range.High * 100:0} %")
            : FormattableString.Invariant($"{range.Low:0} to {range.High:0} points");
        string remedy = rate
            ? value > range.High && unit != SeriesUnit.Percent ? "Say --unit percent" : "Correct the file: neither unit fits"
            : value * 100 >= range.Low && value * 100 <= range.High && unit is null or SeriesUnit.AsIs ? "Say --unit fraction"
            : unit == SeriesUnit.Percent ? "Leave --unit out"
            : "Name the right column with --series " + name + "=COLUMN";
        return $"{file}: {name} would be {shown}, where {bounds} can be. {remedy}.";
    }
}
