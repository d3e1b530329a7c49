using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Directional movement: +DI, −DI and ADX (Wilder, 1978).</summary>
public static class Dmi
{
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
        ColumnChecks.Inputs(rows, high.Length, low.Length);
        var state = new DmiStream(window, seedRanges: window - 1);
        for (int i = 0; i < rows; i++)
        {
            DmiValues values = state.Update(high[i], low[i], close[i]);
            plusDi[i] = values.PlusDi;
            minusDi[i] = values.MinusDi;
            adx[i] = values.Adx;
        }
    }

    /// <summary>The same with Wilder's own seed, the sum of the first <paramref name="window"/> movements, and with DX and ADXR.</summary>
    /// <remarks>
    /// The seeding of the published values this is tested with; the difference to TA-Lib's window − 1 movements decays as (1 − 1/window)ᵏ.
    /// ADXR is the mean of ADX and ADX of window − 1 sessions earlier (TA-Lib ADXR).
    /// </remarks>
    /// <param name="high">Highs.</param>
    /// <param name="low">Lows.</param>
    /// <param name="close">Closes.</param>
    /// <param name="window">Nominal window, at least 2; usually 14.</param>
    /// <param name="plusDi">Receives +DI; NaN for the first <paramref name="window"/> sessions.</param>
    /// <param name="minusDi">Receives −DI; NaN likewise.</param>
    /// <param name="index">Receives DX; NaN likewise and where there was no movement.</param>
    /// <param name="adx">Receives ADX; NaN for the first 2·window − 1.</param>
    /// <param name="rating">Receives ADXR; NaN for the first 3·window − 2.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 2.</exception>
    /// <exception cref="ArgumentException">The columns differ in length or a destination is too short.</exception>
    public static void Compute(
        ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, int window,
        Span<double> plusDi, Span<double> minusDi, Span<double> index, Span<double> adx, Span<double> rating)
    {
        int rows = close.Length;
        ColumnChecks.Inputs(rows, high.Length, low.Length);
        ColumnChecks.Outputs(rows, plusDi.Length, minusDi.Length, index.Length, adx.Length, rating.Length);
        var state = new DmiStream(window);
        for (int i = 0; i < rows; i++)
        {
            DmiValues values = state.Update(high[i], low[i], close[i]);
            (plusDi[i], minusDi[i], index[i], adx[i]) = (values.PlusDi, values.MinusDi, values.Dx, values.Adx);
            rating[i] = i < window ? double.NaN : (adx[i] + adx[i - window + 1]) / 2;
        }
    }
}
