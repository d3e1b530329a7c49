using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Directional movement: +DI, −DI and ADX (Wilder, 1978).</summary>
public static class Dmi
{
    private const double RoundingShare = 1e-12;

    /// <summary>
    /// TA-Lib's PLUS_DI, MINUS_DI and ADX, all in 0 … 100. Movements and true range are seeded with the sum of the first
    /// <paramref name="window"/> − 1 and smoothed as sum − sum/window + new; ADX is seeded with the mean of the first
    /// <paramref name="window"/> directional indices. After a gap everything is seeded afresh.
    /// </summary>
    /// <remarks>
    /// Up and down movements that differ by less than 1e-12 of the price are equal but for rounding, and cancel as equal ones do.
    /// A session without any directional index (no movement at all) leaves ADX as it was, as in TA-Lib; a DI
    /// without true range is NaN (TA-Lib: 0).
    /// </remarks>
    /// <param name="high">Highs.</param>
    /// <param name="low">Lows.</param>
    /// <param name="close">Closes.</param>
    /// <param name="window">Nominal window, at least 2.</param>
    /// <param name="plusDi">Receives +DI; NaN for the first <paramref name="window"/> sessions.</param>
    /// <param name="minusDi">Receives −DI; NaN likewise.</param>
    /// <param name="adx">Receives ADX; NaN for the first 2·<paramref name="window"/> − 1 sessions.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 2.</exception>
    /// <exception cref="ArgumentException">The columns differ in length.</exception>
    public static void Compute(
        ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, int window,
        Span<double> plusDi, Span<double> minusDi, Span<double> adx)
    {
        int rows = close.Length;
        Rolling.Require(window, 2, rows, Math.Min(plusDi.Length, Math.Min(minusDi.Length, adx.Length)));
        using var ranges = new Scratch(rows);
        Atr.TrueRange(high, low, close, ranges.Span);
        double plus = 0, minus = 0, range = 0, trend = 0;
        int seen = 0;
        for (int i = 0; i < rows; i++)
        {
            plusDi[i] = minusDi[i] = adx[i] = double.NaN;
            if (double.IsNaN(ranges.Span[i]))
            {
                plus = minus = range = trend = 0;
                seen = 0;
                continue;
            }

            seen++;
            double up = high[i] - high[i - 1], down = low[i - 1] - low[i], keep = seen < window ? 1 : 1 - (1.0 / window);
            double rounding = RoundingShare * high[i];
            plus = (plus * keep) + (up > 0 && up - down > rounding ? up : 0);
            minus = (minus * keep) + (down > 0 && down - up > rounding ? down : 0);
            range = (range * keep) + ranges.Span[i];
            if (seen < window)
                continue;

            plusDi[i] = 100 * Ratio.Of(plus, range);
            minusDi[i] = 100 * Ratio.Of(minus, range);
            double index = 100 * Ratio.Of(Math.Abs(plus - minus), plus + minus);
            int indices = seen - window + 1;
            if (!double.IsNaN(index))
                trend = indices <= window ? trend + (index / window) : ((trend * (window - 1)) + index) / window;
            adx[i] = indices < window ? double.NaN : trend;
        }
    }
}
