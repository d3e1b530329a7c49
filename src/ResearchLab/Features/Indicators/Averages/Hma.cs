using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Hull moving average (Hull, 2005).</summary>
public static class Hma
{
    /// <summary>WMA over ⌊√window⌋ of 2·WMA(window / 2) − WMA(window); both divisions round down.</summary>
    /// <remarks>Some libraries round the half and the root to the nearest instead.</remarks>
    /// <param name="values">Prices or any column.</param>
    /// <param name="window">Nominal window, at least 2.</param>
    /// <param name="destination">Receives one value a session; NaN for the first window + ⌊√window⌋ − 2. Not the input.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 2.</exception>
    public static void Compute(ReadOnlySpan<double> values, int window, Span<double> destination)
    {
        Rolling.Require(window, 2, values.Length, destination.Length);
        using var raw = new Scratch(values.Length);
        using var slow = new Scratch(values.Length);
        Wma.Compute(values, window / 2, raw.Span);
        Wma.Compute(values, window, slow.Span);
        for (int i = 0; i < values.Length; i++)
            raw.Span[i] = (2 * raw.Span[i]) - slow.Span[i];
        Wma.Compute(raw.Span, (int)Math.Sqrt(window), destination);
    }
}
