using ResearchLab.Desk;

namespace ResearchLab.Runner.Commands;

/// <summary>Whether numbers can be what they are taken for: returns as fractions, forecasts of a loss in the unit of the returns.</summary>
internal static class StatsChecks
{
    /// <summary>With fewer rows no asymptotic error, interval or probability is given.</summary>
    public const int FewestRows = 10;

    /// <summary>Yearly spread of returns from which they are rather per cent: a year of 200%.</summary>
    private const double MostSpread = 2;

    /// <summary>Refuses a series that holds no returns, and notes what may be per cent.</summary>
    /// <param name="file">The file, for its name and notes.</param>
    /// <param name="name">Name of the series.</param>
    /// <param name="returns">Its values.</param>
    /// <param name="periods">Periods a year.</param>
    /// <exception cref="DataUnusableException">They are levels, or one loses more than everything.</exception>
    public static void Returns(StatsFile file, string name, double[] returns, double periods)
    {
        if (AreLevels(returns, periods))
        {
            throw new DataUnusableException($"Column '{name}' in '{file.Name}' holds levels such as prices or values, not returns: all {returns.Length} are above 0, from {returns.Min():0.######} to {returns.Max():0.######}. " +
                $"Read them as levels with --levels {name}, or choose other columns.");
        }

        int lost = Array.FindIndex(returns, value => value < -1);
        if (lost >= 0)
        {
            throw new DataUnusableException($"Column '{name}' in '{file.Name}' has a return of {returns[lost]:0.######}, which loses more than everything. " +
                (returns[lost] < -100 ? "It is no per cent either: divide profits by the capital, or choose other columns." : $"Give fractions (-0.013 for −1.3%), or read it as per cent with --percent {name}."));
        }

        double spread = Middle(returns) * Math.Sqrt(periods);
        if (spread > MostSpread)
            file.Notes.Add($"returns of column '{name}' are about {Middle(returns):0.###} a period, as fractions {100 * Middle(returns):0.#}%; if they are per cent, give --percent {name}");
        else if (Array.IndexOf(returns, -1) >= 0)
            file.Notes.Add($"column '{name}' has a return of −1: everything was lost, and what follows compounds nothing");
    }

    /// <summary>Notes that a series is too short for what is left out of its statistics.</summary>
    /// <returns>Whether it is.</returns>
    public static bool AreFew(int rows, List<string> notes, string of)
    {
        if (rows >= FewestRows)
            return false;
        notes.Add($"{of} has {rows} row{(rows == 1 ? "" : "s")}; errors, intervals, probabilities and what is annualised from autocorrelation hold for {FewestRows} and more, and are left out");
        return true;
    }

    /// <summary>Refuses forecasts of the other sign, and notes forecasts that seem to be in another unit than the returns.</summary>
    /// <param name="file">The file.</param>
    /// <param name="returned">Name of the returns.</param>
    /// <param name="returns">The returns.</param>
    /// <param name="forecast">Name of the forecasts.</param>
    /// <param name="losses">The forecasts, positive for a loss.</param>
    /// <param name="turned">Whether their sign was turned on demand.</param>
    /// <exception cref="DataUnusableException">None forecasts a loss.</exception>
    public static void Forecasts(StatsFile file, string returned, double[] returns, string forecast, double[] losses, bool turned)
    {
        int negative = losses.Count(loss => loss < 0);
        if (negative > 0 && losses.All(loss => loss <= 0))
        {
            throw new DataUnusableException(turned
                ? $"Forecasts of column '{forecast}' in '{file.Name}' are positive, so they are losses already. Leave --negative out."
                : $"Forecasts of column '{forecast}' in '{file.Name}' are negative: value at risk as a return, where a positive loss is expected. Turn them with --negative.");
        }

        if (negative > 0)
            file.Notes.Add($"{negative} of {losses.Length} forecasts of column '{forecast}' are below 0: they forecast a gain even in the worst case");
        double ratio = Middle(losses) / Middle(returns);
        // A forecast is some three times the usual return; a hundred times is another unit.
        if (ratio > 30 || ratio < 1 / 30.0)
        {
            (string percent, string fraction) = ratio > 30 ? (forecast, returned) : (returned, forecast);
            file.Notes.Add($"forecasts of column '{forecast}' are about {ratio:0.###} times the returns of '{returned}'; if '{percent}' is per cent and '{fraction}' a fraction, give --percent {percent}");
        }
    }

    /// <summary>Values that never fall to 0 and either are far from any return or would earn more than five times their worth a year without a loss.</summary>
    private static bool AreLevels(double[] values, double periods)
    {
        if (values.Length < 3 || values.Min() <= 0)
            return false;
        return values.Min() > (periods <= 4 ? 0.5 : 0.2) || (values.Length >= 20 && values.Average() * periods > 5);
    }

    private static double Middle(double[] values)
    {
        double[] sizes = [.. values.Select(Math.Abs).Where(size => size > 0).Order()];
        return sizes.Length == 0 ? 0 : sizes[sizes.Length / 2];
    }
}
