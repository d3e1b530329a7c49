using ResearchLab.Basics;

namespace ResearchLab.Runner.Commands;

/// <summary>Numbers of a kind that was named, as returns.</summary>
internal static class StatsConversion
{
    /// <summary>Values of a column as returns in fractions; NaN where the first row has none or a value is missing.</summary>
    /// <param name="file">Name of the file.</param>
    /// <param name="column">Name of the column.</param>
    /// <param name="values">Its values.</param>
    /// <param name="kinds">What they are, units first; none leaves them as they are.</param>
    /// <param name="times">Time of each row; null without dates.</param>
    /// <exception cref="DataUnusableException">A level or factor is not above 0, or a return of the year has no date.</exception>
    public static double[] Returns(string file, string column, double[] values, IEnumerable<StatsKind> kinds, DateTime[]? times)
    {
        foreach (StatsKind kind in kinds)
        {
            values = kind switch
            {
                StatsKind.Percent => Array.ConvertAll(values, value => value / 100),
                StatsKind.BasisPoints => Array.ConvertAll(values, value => value / 10_000),
                StatsKind.Log => Array.ConvertAll(values, value => Math.Exp(value) - 1),
                StatsKind.Losses => Array.ConvertAll(values, value => -value),
                StatsKind.Gross => Array.ConvertAll(Above(values, 0, kind), value => value - 1),
                StatsKind.Levels => Steps(Above(values, 0, kind), _ => double.NaN),
                StatsKind.Cumulative => Steps(Above(Array.ConvertAll(values, value => 1 + value), 0, kind), row => row == 0 ? 1 : double.NaN),
                StatsKind.YearToDate when times is null => throw new DataUnusableException(
                    $"Column '{column}' in '{file}' is said to hold returns since the year began, but no column has dates. Add a column of dates."),
                StatsKind.YearToDate => Steps(Above(Array.ConvertAll(values, value => 1 + value), 0, kind),
                    row => row > 0 && times[row].Year != times[row - 1].Year ? 1 : double.NaN),
                _ => values,
            };
        }

        return values;

        double[] Above(double[] levels, double least, StatsKind kind)
        {
            int bad = Array.FindIndex(levels, level => level <= least);
            return bad < 0 ? levels : throw new DataUnusableException(kind is StatsKind.Levels or StatsKind.Gross
                ? $"Row {bad + 1} of column '{column}' in '{file}' is {levels[bad]:0.######}; a level must be above 0 to have a return. "
                    + $"Leave {StatsArguments.Typed(column, kind)} out, or mend the row."
                : $"Row {bad + 1} of column '{column}' in '{file}' is {levels[bad] - 1:0.######}, which loses everything or more. "
                    + $"Say {StatsArguments.Typed(column, StatsKind.Percent)} too if it is per cent, or mend the row.");
        }
    }

    /// <summary>Growth from row to row, or from a level of its own where a row has one.</summary>
    private static double[] Steps(double[] levels, Func<int, double> ownBase) =>
        [.. levels.Select((level, row) => double.IsFinite(ownBase(row)) ? (level / ownBase(row)) - 1 : row == 0 ? double.NaN : (level / levels[row - 1]) - 1)];
}
