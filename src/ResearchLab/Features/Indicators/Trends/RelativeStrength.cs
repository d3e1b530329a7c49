namespace ResearchLab.Features;

/// <summary>Price relative to another price.</summary>
public static class RelativeStrength
{
    /// <summary>value / base, and the return of the value − the return of the base over <paramref name="window"/> sessions.</summary>
    /// <param name="values">Prices.</param>
    /// <param name="basePrices">Prices compared with, as many.</param>
    /// <param name="window">Sessions back, at least 1; usually 20.</param>
    /// <param name="ratio">Receives the ratio; NaN where a price is missing.</param>
    /// <param name="excess">Receives a fraction; NaN for the first <paramref name="window"/> sessions.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    /// <exception cref="ArgumentException">The columns differ in length or a destination is too short.</exception>
    public static void Compute(ReadOnlySpan<double> values, ReadOnlySpan<double> basePrices, int window, Span<double> ratio, Span<double> excess)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        ColumnChecks.Inputs(values.Length, basePrices.Length);
        ColumnChecks.Outputs(values.Length, ratio.Length, excess.Length);
        for (int i = 0; i < values.Length; i++)
        {
            int earlier = i - window;
            ratio[i] = Ratio.Of(values[i], basePrices[i]);
            excess[i] = earlier < 0 ? double.NaN : Ratio.Of(values[i], values[earlier]) - Ratio.Of(basePrices[i], basePrices[earlier]);
        }
    }
}
