using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Midpoint of a session's range.</summary>
internal static class Medians
{
    /// <summary>(high + low) / 2.</summary>
    public static void Compute(ReadOnlySpan<double> high, ReadOnlySpan<double> low, Span<double> destination)
    {
        ColumnChecks.Inputs(high.Length, low.Length);
        for (int i = 0; i < high.Length; i++)
            destination[i] = (high[i] + low[i]) / 2;
    }

    /// <summary>Middle of the highest high and the lowest low of the window.</summary>
    public static void OfRange(ReadOnlySpan<double> high, ReadOnlySpan<double> low, int window, Span<double> destination)
    {
        using var lowest = new Scratch(low.Length);
        Rolling.Max(high, window, destination);
        Rolling.Min(low, window, lowest.Span);
        for (int i = 0; i < high.Length; i++)
            destination[i] = (destination[i] + lowest.Span[i]) / 2;
    }

    /// <summary>Moves a column down by some rows, so that a row holds what was there that many rows earlier.</summary>
    public static void Delay(Span<double> values, int rows)
    {
        int moved = Math.Min(rows, values.Length);
        values[..^moved].CopyTo(values[moved..]);
        values[..moved].Fill(double.NaN);
    }
}
