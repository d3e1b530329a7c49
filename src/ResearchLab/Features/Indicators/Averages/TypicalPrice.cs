using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Typical price of a session.</summary>
public static class TypicalPrice
{
    /// <summary>(high + low + close) / 3.</summary>
    /// <param name="high">Highs.</param>
    /// <param name="low">Lows.</param>
    /// <param name="close">Closes.</param>
    /// <param name="destination">Receives price units.</param>
    /// <exception cref="ArgumentException">The columns differ in length.</exception>
    public static void Compute(ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, Span<double> destination)
    {
        Rolling.Require(1, 1, close.Length, destination.Length);
        Rolling.RequireSameLength(close.Length, high.Length, nameof(high));
        Rolling.RequireSameLength(close.Length, low.Length, nameof(low));
        for (int i = 0; i < close.Length; i++)
            destination[i] = (high[i] + low[i] + close[i]) / 3;
    }
}
