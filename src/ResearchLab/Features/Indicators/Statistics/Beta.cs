using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Sensitivity of an asset to a market.</summary>
public static class Beta
{
    /// <summary>Least-squares slope of the asset's 1-session simple returns on the market's over the window.</summary>
    /// <param name="close">Closes of the asset.</param>
    /// <param name="market">Closes of the market, as many.</param>
    /// <param name="window">Returns, at least 2; usually 50.</param>
    /// <param name="returns">Receives the asset's returns, fractions; NaN at the first session.</param>
    /// <param name="marketReturns">Receives the market's returns; NaN at the first session.</param>
    /// <param name="beta">Receives beta; NaN for the first <paramref name="window"/> sessions and where the market did not move.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 2.</exception>
    /// <exception cref="ArgumentException">The columns differ in length or a destination is too short.</exception>
    public static void Compute(
        ReadOnlySpan<double> close, ReadOnlySpan<double> market, int window, Span<double> returns, Span<double> marketReturns, Span<double> beta)
    {
        int rows = close.Length;
        ColumnChecks.Inputs(rows, market.Length);
        ColumnChecks.Outputs(rows, returns.Length, marketReturns.Length, beta.Length);
        for (int i = rows - 1; i >= 0; i--)
        {
            returns[i] = i == 0 ? double.NaN : Ratio.Of(close[i], close[i - 1]) - 1;
            marketReturns[i] = i == 0 ? double.NaN : Ratio.Of(market[i], market[i - 1]) - 1;
        }

        Rolling.Beta(returns[..rows], marketReturns[..rows], window, beta);
    }
}
