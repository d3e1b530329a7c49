using ResearchLab.Basics;
using ResearchLab.Statistics;

namespace ResearchLab.Runner.Commands;

/// <summary>Whether numbers can be the returns they are taken for: what the name and the values of a column tell.</summary>
internal static class StatsChecks
{
    /// <summary>With fewer rows no asymptotic error, interval or probability is given.</summary>
    public const int FewestRows = 10;

    /// <summary>Yearly size of returns from which they are rather per cent: a volatility of some 130%.</summary>
    private const double MostSpread = 0.9;

    /// <summary>Yearly mean of returns from which they are rather per cent, when there are enough of them.</summary>
    private const double MostMean = 5;

    /// <summary>Refuses a series that holds no returns or leaves open what it holds, unless <c>--as</c> says it.</summary>
    /// <param name="file">The file, for its name, wishes and notes.</param>
    /// <param name="name">Name of the series.</param>
    /// <param name="returns">Its values, as wished.</param>
    /// <param name="periods">Periods a year.</param>
    /// <exception cref="DataUnusableException">They are no returns, or one loses more than everything.</exception>
    public static void Returns(StatsFile file, string name, double[] returns, double periods)
    {
        string insist = $"if they are returns as fractions, with {StatsArguments.Typed(name, StatsKind.Returns)}";
        Shape(file, name, returns);
        bool told = file.Wishes.Contains(name);
        double size = StatsShape.Middle(returns) * Math.Sqrt(periods), mean = returns.Average() * periods;
        if (!told)
        {
            if (StatsNames.Kind(name) is StatsKind.Percent or StatsKind.BasisPoints && !file.PerCentSigns.Contains(name) && (size > 0.5 || Math.Abs(mean) > 1))
            {
                throw new DataUnusableException(
                    $"Column '{name}' in '{file.Name}' is named for another unit, and its values are about {StatsShape.Middle(returns):0.####} a period. " +
                    $"Read it with {StatsArguments.Typed(name, StatsNames.Kind(name)!.Value)}, or, {insist}.");
            }

            if (StatsShape.AreLevels(returns, periods))
            {
                (StatsKind first, StatsKind second) = StatsShape.AreGross(returns) ? (StatsKind.Gross, StatsKind.Levels) : (StatsKind.Levels, StatsKind.Gross);
                throw new DataUnusableException($"Column '{name}' in '{file.Name}' holds "
                    + $"{(first == StatsKind.Gross ? "growth factors" : "levels such as prices or values")}, not returns: all {returns.Length} are above 0, "
                    + $"from {returns.Min():0.######} to {returns.Max():0.######}. " +
                    (first == StatsKind.Gross || StatsShape.AreGross(returns) || returns.Max() < 3
                        ? $"Read {(first == StatsKind.Gross ? "factors" : "levels")} with {StatsArguments.Typed(name, first)}, "
                            + $"or {(first == StatsKind.Gross ? "levels" : "growth factors")} with {StatsArguments.Typed(name, second)}."
                        : $"Read them as levels with {StatsArguments.Typed(name, first)}, or choose other columns."));
            }
        }

        int lost = Array.FindIndex(returns, value => value < -1);
        if (lost >= 0)
            throw new DataUnusableException($"Column '{name}' in '{file.Name}' has a return of {returns[lost]:0.######}, which loses more than everything. "
                + $"{Unit(file, name, returns, periods)}");
        if (file.Wishes[name].Contains(StatsKind.Returns))
            return;
        if (size > MostSpread || (returns.Length >= 60 && Math.Abs(mean) > MostMean))
        {
            string found = $"about {StatsShape.Middle(returns):0.####} a period, as fractions {100 * StatsShape.Middle(returns):0.##}%";
            if (!told)
                throw new DataUnusableException(
                    $"Values of column '{name}' in '{file.Name}' are {found}. {Unit(file, name, returns, periods)[..^1]}, or, {insist}.");
            file.Notes.Add($"returns of column '{name}' are {found}, as it was said to be read");
        }
        else if (Array.FindIndex(returns, value => value > 9) is >= 0 and int leap)
        {
            file.Notes.Add($"column '{name}' has a return of {100 * returns[leap]:0}%; see whether its unit changes there");
        }

        if (Array.IndexOf(returns, -1) >= 0)
            file.Notes.Add($"column '{name}' has a return of −1: everything was lost, and what follows compounds nothing");
    }

    /// <summary>Refuses what no unit mends: values that follow from the ones before, two scales in one column, names of something else.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">Name of the series: returns or profits.</param>
    /// <param name="values">Its values, as wished.</param>
    /// <exception cref="DataUnusableException">They are no returns or profits of single periods.</exception>
    public static void Shape(StatsFile file, string name, double[] values)
    {
        StatsKind[] wishes = [.. file.Wishes[name]];
        if (wishes.Contains(StatsKind.Returns))
            return;
        string insist = StatsArguments.Typed(name, StatsKind.Returns);
        if (!wishes.Any(IsShape))
        {
            if (StatsNames.Never(name) is { } word)
                throw new DataUnusableException($"Column '{name}' in '{file.Name}' is named for a {word}, which is no return of a period. "
                    + $"Choose other columns, or, if it is one, say {insist}.");
            if (StatsNames.Kind(name) is { } kind && IsShape(kind))
                throw new DataUnusableException($"Column '{name}' in '{file.Name}' is named for {InWords(kind)}, not returns. "
                    + $"Read it with {StatsArguments.Typed(name, kind)}, or, if it holds returns, with {insist}.");
            // A riskless rate of a period moves as slowly as any, and is a return.
            if (!(StatsShape.AreLevels(values, 252) || (values.Min() >= 0 && values.Average() < 0.01)) && StatsShape.AreSlow(values))
            {
                throw new DataUnusableException(values.Max() <= 0
                    ? $"Column '{name}' in '{file.Name}' is never above 0 and follows from row to row, as drawdowns do, not returns. Choose other columns, "
                        + $"or, if it holds returns, say {insist}."
                    : $"Column '{name}' in '{file.Name}' follows from row to row (autocorrelation {Autocorrelation(values):0.00}), "
                        + "as cumulative returns and yields do, not returns of single periods. " +
                      $"Read returns since the first row with {StatsArguments.Typed(name, StatsKind.Cumulative)}, those since the year began with "
                      + $"{StatsArguments.Typed(name, StatsKind.YearToDate)}, and returns of a period with {insist}.");
            }
            if (StatsShape.Overlap(values, StatsNames.IsOfSeveral(name) ? 2 : 3) is > 1 and int span)
            {
                throw new DataUnusableException($"Column '{name}' in '{file.Name}' holds returns that overlap: its autocorrelation falls evenly to nothing "
                    + $"over {span} rows, as that of returns of {span} rows taken at each row does. " +
                    $"Give the return of each row, or keep one row of {span}, or, if they are returns of one row each, say {insist}.");
            }
        }

        bool mixed = StatsShape.AreOfTwoScales(values);
        if (StatsShape.OtherScaleFrom(values) is >= 0 and int row)
        {
            throw new DataUnusableException($"Column '{name}' in '{file.Name}' changes its unit near row {row + 1}: "
                + $"values are about {StatsShape.Middle(values.AsSpan(0, row)):0.#####} before and {StatsShape.Middle(values.AsSpan(row)):0.#####} after. " +
                $"Write it in one unit, or, if it is in one, say {insist}.");
        }

        if (mixed)
            throw new DataUnusableException($"Column '{name}' in '{file.Name}' mixes two units: one value in ten is a hundred times as large as another in "
                + $"ten. Write it in one unit, or, if it is in one, say {insist}.");
    }

    /// <summary>Notes that a series is too short for what is left out of its statistics.</summary>
    /// <returns>Whether it is.</returns>
    public static bool AreFew(int rows, List<string> notes, string of)
    {
        if (rows >= FewestRows)
            return false;
        notes.Add($"{of} has {rows} row{(rows == 1 ? "" : "s")}; errors, intervals, probabilities and what is annualised from autocorrelation hold for "
            + $"{FewestRows} and more, and are left out");
        return true;
    }

    /// <summary>The remedy for values too large to be fractions: the smallest unit in which they can be returns.</summary>
    private static string Unit(StatsFile file, string name, double[] values, double periods)
    {
        bool Fits(double unit) => StatsShape.Middle(values) / unit * Math.Sqrt(periods) <= MostSpread && values.Min() / unit >= -1;
        string percent = StatsArguments.Typed(name, StatsKind.Percent), points = StatsArguments.Typed(name, StatsKind.BasisPoints);
        if (file.Wishes.Contains(name))
            return "It is not what it was said to be: say another kind, or mend the file.";
        return Fits(100) ? $"Give fractions (-0.013 for −1.3%), or read it as per cent with {percent}."
            : Fits(10_000) ? $"It is no per cent either: read basis points with {points}, and divide profits by the capital."
            : "It is no per cent either: divide profits by the capital, or choose other columns.";
    }

    private static bool IsShape(StatsKind kind) => kind is not (StatsKind.Returns or StatsKind.Percent or StatsKind.BasisPoints);

    private static string InWords(StatsKind kind) => kind switch
    {
        StatsKind.Log => "logarithms of growth",
        StatsKind.Losses => "losses of positive sign",
        StatsKind.YearToDate => "returns since the year began",
        _ => "returns since the first row",
    };

    private static double Autocorrelation(double[] values)
    {
        double[] covariance = Moments.Autocovariances(values, 1);
        return covariance[1] / covariance[0];
    }
}
