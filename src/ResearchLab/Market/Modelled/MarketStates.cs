namespace ResearchLab.Market;

/// <summary>The <see cref="MarketState"/> of every session of a history, from what was known at its close.</summary>
public static class MarketStates
{
    private const int ShortWindow = 21, LongWindow = 63;
    private static readonly double s_points = 100 * Math.Sqrt(252);

    /// <summary>
    /// The 30-day index in points that usually goes with realised volatilities, for sessions without one:
    /// ln VIX = 1.0219 + 0.3444 ln RV21 + 0.3780 ln RV63, least squares on S&amp;P 500 closes and VIX of 1990–2009. On 2010–2022, not used in the
    /// fit: 3% too high on average, residual 18%, mean absolute error 2.9 points.
    /// </summary>
    /// <param name="realised21">Root mean square of 21 log returns, annualised over 252 sessions, in points.</param>
    /// <param name="realised63">The same of 63.</param>
    public static double EstimateIndex(double realised21, double realised63) =>
        Math.Exp(1.0219 + (0.3444 * Math.Log(realised21)) + (0.3780 * Math.Log(realised63)));

    /// <summary>One state a bar; null where neither the index nor enough of the market's returns are known.</summary>
    /// <param name="bars">Bars whose sessions are wanted.</param>
    /// <param name="context">Market bars and indices. Before the 30-day index begins it is estimated from realised volatility (<see cref="EstimateIndex"/>);
    /// once it has begun, a session without it has no state, so that no series changes its source from one day to the next and back.</param>
    public static MarketState?[] Of(BarSeries bars, MarketContext context)
    {
        ArgumentNullException.ThrowIfNull(bars);
        ArgumentNullException.ThrowIfNull(context);
        double[] vix = context.Vix.AlignTo(bars.Sessions), vix3M = context.Vix3M.AlignTo(bars.Sessions);
        double[]? skew = context.Skew?.AlignTo(bars.Sessions);
        double[] market = Closes(bars, context), indices = new double[bars.Count];
        var states = new MarketState?[bars.Count];
        bool begun = false;
        for (int i = 0; i < states.Length; i++)
        {
            double realised = Deviation(market, i, ShortWindow);
            begun |= vix[i] > 0;
            indices[i] = vix[i] > 0 ? vix[i] : begun ? double.NaN : EstimateIndex(s_points * realised, s_points * Deviation(market, i, LongWindow));
            if (!(indices[i] > 0))
                continue;
            states[i] = new MarketState(
                indices[i], vix3M[i] > 0 ? vix3M[i] : double.NaN, skew?[i] ?? double.NaN, s_points / 100 * realised,
                i < ShortWindow ? double.NaN : Math.Log(market[i] / market[i - ShortWindow]), Calmest(indices, i));
        }

        return states;
    }

    /// <summary>Closes of the market at the sessions of <paramref name="bars"/>; NaN where it has none.</summary>
    internal static double[] Closes(BarSeries bars, MarketContext context) =>
        [.. bars.Sessions.Select(session => context.Market.IndexOf(session) is >= 0 and var row ? context.Market.Close[row] : double.NaN)];

    /// <summary>Root mean square of the last log returns; NaN when one is missing.</summary>
    internal static double Deviation(double[] close, int row, int window)
    {
        if (row < window)
            return double.NaN;
        double sum = 0;
        for (int i = row - window + 1; i <= row; i++)
        {
            double change = Math.Log(close[i] / close[i - 1]);
            sum += change * change;
        }

        return Math.Sqrt(sum / window);
    }

    private static double Calmest(double[] indices, int row)
    {
        double lowest = double.NaN;
        for (int i = Math.Max(0, row - ShortWindow); i <= row; i++)
            lowest = indices[i] > 0 && !(indices[i] >= lowest) ? indices[i] : lowest;
        return lowest;
    }
}
