namespace ResearchLab.Statistics;

/// <summary>Measures of a series of periodic returns or of an equity curve.</summary>
public static class Performance
{
    /// <summary>Annualised Sharpe ratio: mean excess return over its sample standard deviation, times √periods.</summary>
    /// <param name="returns">Periodic returns as fractions.</param>
    /// <param name="riskFreePerPeriod">Risk-free return of one period.</param>
    /// <param name="periodsPerYear">252 for sessions.</param>
    /// <returns>NaN with fewer than two returns or without any variation.</returns>
    /// <remarks>Sharpe (1994), "The Sharpe Ratio", Journal of Portfolio Management 21(1), 49–58.</remarks>
    public static double Sharpe(ReadOnlySpan<double> returns, double riskFreePerPeriod = 0, double periodsPerYear = 252)
    {
        if (returns.Length < 2)
            return double.NaN;
        double mean = Mean(returns), squares = 0;
        foreach (double value in returns)
            squares += (value - mean) * (value - mean);
        double deviation = Math.Sqrt(squares / (returns.Length - 1));
        // A constant series leaves rounding noise, which must not become an enormous ratio.
        return deviation > 1e-14 * Math.Abs(mean) ? (mean - riskFreePerPeriod) / deviation * Math.Sqrt(periodsPerYear) : double.NaN;
    }

    /// <summary>Annualised Sortino ratio: mean return above the target over the downside deviation, times √periods.</summary>
    /// <param name="returns">Periodic returns as fractions.</param>
    /// <param name="targetPerPeriod">Return of one period that is not yet a loss.</param>
    /// <param name="periodsPerYear">252 for sessions.</param>
    /// <returns>NaN when empty or when no return is below the target.</returns>
    /// <remarks>
    /// Sortino and van der Meer (1991), "Downside Risk", Journal of Portfolio Management 17(4), 27–31: the downside deviation is
    /// √(mean of min(r − target, 0)²) over all returns, not over the losing ones alone.
    /// </remarks>
    public static double Sortino(ReadOnlySpan<double> returns, double targetPerPeriod = 0, double periodsPerYear = 252)
    {
        double squares = 0;
        foreach (double value in returns)
        {
            double below = Math.Min(value - targetPerPeriod, 0);
            squares += below * below;
        }

        return squares > 0 ? (Mean(returns) - targetPerPeriod) / Math.Sqrt(squares / returns.Length) * Math.Sqrt(periodsPerYear) : double.NaN;
    }

    /// <summary>Compound return of a year.</summary>
    /// <param name="returns">Periodic returns as fractions, each reinvested.</param>
    /// <param name="periodsPerYear">252 for sessions.</param>
    /// <returns>A fraction; −1 once the capital is lost, NaN when empty.</returns>
    public static double AnnualReturn(ReadOnlySpan<double> returns, double periodsPerYear = 252)
    {
        double growth = 1;
        foreach (double value in returns)
            growth = Math.Max(growth * (1 + value), 0);
        return returns.IsEmpty ? double.NaN : Math.Pow(growth, periodsPerYear / returns.Length) - 1;
    }

    /// <summary>Calmar ratio: compound return of a year over the maximum drawdown.</summary>
    /// <param name="returns">Periodic returns as fractions, each reinvested.</param>
    /// <param name="periodsPerYear">252 for sessions.</param>
    /// <returns>NaN when empty or when the equity never falls.</returns>
    /// <remarks>Young (1991), "Calmar Ratio: A Smoother Tool", Futures 20(1), 40; over the whole history instead of his 36 months.</remarks>
    public static double Calmar(ReadOnlySpan<double> returns, double periodsPerYear = 252)
    {
        double deepest = MaxDrawdown(Drawdown.Equity(returns));
        return deepest > 0 ? AnnualReturn(returns, periodsPerYear) / deepest : double.NaN;
    }

    /// <summary>Mean winning return over the mean losing one, as a positive number; returns of 0 count as neither.</summary>
    /// <returns>NaN without a win or without a loss.</returns>
    public static double PayoffRatio(ReadOnlySpan<double> returns)
    {
        (double gains, int wins, double losses, int losers) = Sides(returns);
        return wins > 0 && losers > 0 ? gains / wins / (losses / losers) : double.NaN;
    }

    /// <summary>Sum of the winning returns over the sum of the losing ones, as a positive number.</summary>
    /// <returns>NaN without a loss.</returns>
    public static double ProfitFactor(ReadOnlySpan<double> returns)
    {
        (double gains, _, double losses, int losers) = Sides(returns);
        return losers > 0 ? gains / losses : double.NaN;
    }

    /// <summary>Capital that changes hands in a year, buys and sells both counted, as a multiple of the capital.</summary>
    /// <param name="weights">Weights of the assets as fractions of the capital after each rebalancing, row by row.</param>
    /// <param name="assets">Assets of a row, at least 1; cash is left out.</param>
    /// <param name="periodsPerYear">Rebalancings of a year; 252 for one a session.</param>
    /// <returns>Σ|Δw| a period times <paramref name="periodsPerYear"/>; NaN with fewer than two rows.</returns>
    /// <exception cref="ArgumentException">The weights are not whole rows.</exception>
    public static double Turnover(ReadOnlySpan<double> weights, int assets = 1, double periodsPerYear = 252)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(assets, 1);
        if (weights.Length % assets != 0)
            throw new ArgumentException(Invariant($"{weights.Length} weights are not whole rows of {assets} assets."), nameof(weights));
        double traded = 0;
        for (int i = assets; i < weights.Length; i++)
            traded += Math.Abs(weights[i] - weights[i - assets]);
        int changes = (weights.Length / assets) - 1;
        return changes > 0 ? traded / changes * periodsPerYear : double.NaN;
    }

    /// <summary>Deepest fall from a peak as a positive fraction of the peak; 0 for a curve that never falls.</summary>
    /// <param name="equity">Equity after each period, starting with the initial equity; positive until ruin.</param>
    /// <returns>NaN when empty.</returns>
    public static double MaxDrawdown(ReadOnlySpan<double> equity)
    {
        if (equity.IsEmpty)
            return double.NaN;
        double peak = equity[0], deepest = 0;
        foreach (double value in equity)
        {
            peak = Math.Max(peak, value);
            deepest = Math.Max(deepest, 1 - (value / peak));
        }

        return deepest;
    }

    /// <summary>Mean of the worst share 1 − <paramref name="level"/> of the returns; the observation at the edge counts in part.</summary>
    /// <param name="returns">Periodic returns.</param>
    /// <param name="level">Confidence in (0, 1), such as 0.95.</param>
    /// <returns>A return, negative for a loss; NaN when empty.</returns>
    /// <remarks>Acerbi and Tasche (2002), "On the Coherence of Expected Shortfall", Journal of Banking and Finance 26, 1487–1503.</remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="level"/> is outside (0, 1).</exception>
    public static double ExpectedShortfall(ReadOnlySpan<double> returns, double level = 0.95)
    {
        if (!(level is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(level), level, Invariant($"Level {level} must be in (0, 1)."));
        if (returns.IsEmpty)
            return double.NaN;
        double[] sorted = returns.ToArray();
        Array.Sort(sorted);
        double tail = (1 - level) * sorted.Length, sum = 0;
        int whole = Math.Min((int)(tail + 1e-9), sorted.Length);
        for (int i = 0; i < whole; i++)
            sum += sorted[i];
        double part = Math.Max(tail - whole, 0);
        return (sum + (whole < sorted.Length ? part * sorted[whole] : 0)) / tail;
    }

    /// <summary>Lowest sum of returns over one calendar month.</summary>
    /// <param name="sessions">Session of each return, ascending.</param>
    /// <param name="returns">Returns that add up, such as log returns or returns on a fixed stake.</param>
    /// <returns>NaN when empty.</returns>
    /// <exception cref="ArgumentException">Lengths differ, or sessions do not ascend.</exception>
    public static double WorstMonth(ReadOnlySpan<DateOnly> sessions, ReadOnlySpan<double> returns)
    {
        if (sessions.Length != returns.Length)
            throw new ArgumentException($"There are {sessions.Length} sessions but {returns.Length} returns.", nameof(returns));
        double worst = double.PositiveInfinity, sum = 0;
        for (int i = 0; i < returns.Length; i++)
        {
            if (i > 0 && sessions[i] < sessions[i - 1])
                throw new ArgumentException(Invariant($"Session {sessions[i]:yyyy-MM-dd} comes after {sessions[i - 1]:yyyy-MM-dd}. Sort both by session."),
                    nameof(sessions));
            sum += returns[i];
            bool monthEnds = i == returns.Length - 1 || sessions[i + 1].Month != sessions[i].Month || sessions[i + 1].Year != sessions[i].Year;
            if (!monthEnds)
                continue;
            worst = Math.Min(worst, sum);
            sum = 0;
        }

        return returns.IsEmpty ? double.NaN : worst;
    }

    private static (double Gains, int Wins, double Losses, int Losers) Sides(ReadOnlySpan<double> returns)
    {
        double gains = 0, losses = 0;
        int wins = 0, losers = 0;
        foreach (double value in returns)
        {
            if (value > 0)
                (gains, wins) = (gains + value, wins + 1);
            else if (value < 0)
                (losses, losers) = (losses - value, losers + 1);
        }

        return (gains, wins, losses, losers);
    }

    internal static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
            sum += value;
        return sum / values.Length;
    }
}
