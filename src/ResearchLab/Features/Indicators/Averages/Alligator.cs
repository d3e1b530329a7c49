using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Alligator (Williams, 1995, "Trading Chaos").</summary>
public static class Alligator
{
    /// <summary>One line: a smoothed moving average (<see cref="Smma"/>), drawn <paramref name="offset"/> sessions later.</summary>
    /// <param name="values">Prices, usually (high + low) / 2.</param>
    /// <param name="window">Window: 13 for the jaw, 8 for the teeth, 5 for the lips.</param>
    /// <param name="offset">Sessions of delay, at least 0: 8, 5 and 3.</param>
    /// <param name="destination">Receives price units; NaN for the first window + offset − 1 sessions.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1 or <paramref name="offset"/> negative.</exception>
    public static void Line(ReadOnlySpan<double> values, int window, int offset, Span<double> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        Smma.Compute(values, window, destination);
        Medians.Delay(destination[..values.Length], offset);
    }

    /// <summary>Jaw, teeth and lips with the usual windows and delays, of (high + low) / 2.</summary>
    /// <param name="high">Highs.</param>
    /// <param name="low">Lows.</param>
    /// <param name="jaw">Receives the slow line, 13 and 8; NaN for the first 20 sessions.</param>
    /// <param name="teeth">Receives the middle line, 8 and 5; NaN for the first 12.</param>
    /// <param name="lips">Receives the fast line, 5 and 3; NaN for the first 7.</param>
    /// <exception cref="ArgumentException">The columns differ in length or a destination is too short.</exception>
    public static void Compute(ReadOnlySpan<double> high, ReadOnlySpan<double> low, Span<double> jaw, Span<double> teeth, Span<double> lips)
    {
        using var middle = new Scratch(high.Length);
        Medians.Compute(high, low, middle.Span);
        Line(middle.Span, 13, 8, jaw);
        Line(middle.Span, 8, 5, teeth);
        Line(middle.Span, 5, 3, lips);
    }
}
