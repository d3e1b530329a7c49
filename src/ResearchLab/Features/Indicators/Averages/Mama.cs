using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>MESA adaptive moving average (Ehlers, 2001).</summary>
public static class Mama
{
    /// <summary>
    /// An EMA whose factor is <paramref name="fastLimit"/> / phase change in degrees, at least <paramref name="slowLimit"/>, and a
    /// follower (FAMA) with half of it; both seeded at the sixth session with the mean so far. After a missing value afresh.
    /// </summary>
    /// <remarks>TA-Lib MAMA smooths the price first and skips 32 sessions; values differ slightly throughout.</remarks>
    /// <param name="values">Prices, usually (high + low) / 2.</param>
    /// <param name="fastLimit">Largest factor, usually 0.5.</param>
    /// <param name="slowLimit">Smallest factor, usually 0.05, below <paramref name="fastLimit"/>.</param>
    /// <param name="mama">Receives the average; NaN for the first 5 sessions.</param>
    /// <param name="fama">Receives the follower; NaN likewise.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="slowLimit"/> is not positive or not below <paramref name="fastLimit"/>.</exception>
    /// <exception cref="ArgumentException">A destination is too short.</exception>
    public static void Compute(ReadOnlySpan<double> values, double fastLimit, double slowLimit, Span<double> mama, Span<double> fama)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(slowLimit);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(fastLimit, slowLimit);
        ColumnChecks.Outputs(values.Length, mama.Length, fama.Length);
        mama[..values.Length].Fill(double.NaN);
        fama[..values.Length].Fill(double.NaN);
        for (Range run = default; CompleteRuns.Next(values, ref run);)
            Run(values[run], fastLimit, slowLimit, mama[run], fama[run]);
    }

    private static void Run(ReadOnlySpan<double> values, double fastLimit, double slowLimit, Span<double> mama, Span<double> fama)
    {
        const int Seed = HilbertCycle.FirstRow;
        int rows = values.Length;
        if (rows < Seed)
            return;
        using var period = new Scratch(rows);
        using var inPhase = new Scratch(rows);
        using var quadrature = new Scratch(rows);
        HilbertCycle.Compute(values, period.Span, inPhase.Span, quadrature.Span);
        double average = 0, previous = 0;
        foreach (double value in values[..Seed])
            average += value / Seed;
        double follower = mama[Seed - 1] = fama[Seed - 1] = average;
        for (int i = Seed; i < rows; i++)
        {
            double phase = inPhase.Span[i] != 0 ? Math.Atan(quadrature.Span[i] / inPhase.Span[i]) * 180 / Math.PI : 0;
            double factor = Math.Max(fastLimit / Math.Max(previous - phase, 1), slowLimit);
            previous = phase;
            mama[i] = average += factor * (values[i] - average);
            fama[i] = follower += factor / 2 * (average - follower);
        }
    }
}
