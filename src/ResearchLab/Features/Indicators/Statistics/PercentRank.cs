using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Rank of a value among those before it.</summary>
public static class PercentRank
{
    /// <summary>100 · share of the <paramref name="window"/> earlier values that are below this one, in 0 … 100.</summary>
    /// <param name="values">Any column.</param>
    /// <param name="window">Earlier values, at least 1; usually 100.</param>
    /// <param name="destination">Receives one value a session; NaN for the first <paramref name="window"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    public static void Compute(ReadOnlySpan<double> values, int window, Span<double> destination)
    {
        Rolling.ShareBelow(values, window, 0, destination);
        for (int i = 0; i < values.Length; i++)
            destination[i] *= 100;
    }
}
