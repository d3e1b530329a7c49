using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Volatility from open, high, low and close that is independent of drift and counts overnight gaps.</summary>
public static class YangZhang
{
    /// <summary>
    /// √(252 · (overnight + k · open-to-close + (1 − k) · Rogers–Satchell)), where the first two are sample variances of
    /// ln(open/previous close) and ln(close/open) and k = 0.34 / (1.34 + (n + 1)/(n − 1)): a fraction a √year.
    /// </summary>
    /// <remarks>Yang and Zhang (2000), "Drift-Independent Volatility Estimation Based on High, Low, Open, and Close Prices", J. Business 73(3).</remarks>
    /// <param name="open">Opens.</param>
    /// <param name="high">Highs.</param>
    /// <param name="low">Lows.</param>
    /// <param name="close">Closes.</param>
    /// <param name="window">Sessions n, at least 2.</param>
    /// <param name="destination">Receives one value a session; NaN for the first <paramref name="window"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 2.</exception>
    /// <exception cref="ArgumentException">The columns differ in length.</exception>
    public static void Compute(
        ReadOnlySpan<double> open, ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close,
        int window, Span<double> destination)
    {
        int rows = close.Length;
        Rolling.Require(window, 2, rows, destination.Length);
        Rolling.RequireSameLength(rows, open.Length, nameof(open));
        Rolling.RequireSameLength(rows, high.Length, nameof(high));
        Rolling.RequireSameLength(rows, low.Length, nameof(low));
        using var part = new Scratch(rows);
        using var body = new Scratch(rows);
        using var moved = new Scratch(rows);
        double n = window, k = 0.34 / (1.34 + ((n + 1) / (n - 1)));
        Ratio.Log(close, open, body.Span);

        // Rogers–Satchell with u = ln(high/open), d = ln(low/open), c = ln(close/open): u(u − c) + d(d − c).
        Ratio.Log(high, open, part.Span);
        Ratio.Log(low, open, moved.Span);
        for (int i = 0; i < rows; i++)
        {
            double u = part.Span[i], d = moved.Span[i], c = body.Span[i];
            part.Span[i] = (u * (u - c)) + (d * (d - c));
        }

        Rolling.Mean(part.Span, window, destination);
        Rolling.Variance(body.Span, window, sample: true, moved.Span);
        for (int i = 0; i < rows; i++)
            destination[i] = ((1 - k) * destination[i]) + (k * moved.Span[i]);
        LogReturn.Between(open, close, 1, part.Span);
        Rolling.Variance(part.Span, window, sample: true, moved.Span);
        for (int i = 0; i < rows; i++)
            destination[i] += moved.Span[i];
        Annual.VolatilityOfVariance(destination[..rows]);
    }
}
