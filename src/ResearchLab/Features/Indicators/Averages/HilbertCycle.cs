using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Ehlers' dominant cycle by Hilbert transform and homodyne discriminator (Ehlers, 2001, "Rocket Science for Traders").</summary>
internal static class HilbertCycle
{
    /// <summary>First row with an estimate: the transform looks six rows back.</summary>
    public const int FirstRow = 6;

    /// <summary>Smoothed cycle period in sessions (6 … 50 once settled), in-phase and quadrature component; all 0 before <see cref="FirstRow"/>.</summary>
    public static void Compute(ReadOnlySpan<double> price, Span<double> period, Span<double> inPhase, Span<double> quadrature)
    {
        int rows = price.Length;
        using var smooth = new Scratch(rows);
        using var detrended = new Scratch(rows);
        smooth.Span.Clear();
        detrended.Span.Clear();
        period[..rows].Clear();
        inPhase[..rows].Clear();
        quadrature[..rows].Clear();
        double phaseI = 0, phaseQ = 0, real = 0, imaginary = 0;
        for (int i = FirstRow; i < rows; i++)
        {
            double gain = (0.075 * period[i - 1]) + 0.54;
            smooth.Span[i] = Smooth(price, i);
            detrended.Span[i] = Transform(smooth.Span, i) * gain;
            quadrature[i] = Transform(detrended.Span, i) * gain;
            inPhase[i] = detrended.Span[i - 3];

            // Advance both by 90°, then average the phasors over three bars.
            double i2 = (0.2 * (inPhase[i] - (Transform(quadrature, i) * gain))) + (0.8 * phaseI);
            double q2 = (0.2 * (quadrature[i] + (Transform(inPhase, i) * gain))) + (0.8 * phaseQ);
            real = (0.2 * ((i2 * phaseI) + (q2 * phaseQ))) + (0.8 * real);
            imaginary = (0.2 * ((i2 * phaseQ) - (q2 * phaseI))) + (0.8 * imaginary);
            (phaseI, phaseQ) = (i2, q2);

            double previous = period[i - 1], cycle = real != 0 && imaginary != 0 ? 2 * Math.PI / Math.Atan(imaginary / real) : 0;
            cycle = Math.Min(Math.Max(Math.Max(Math.Min(cycle, 1.5 * previous), 0.67 * previous), 6), 50);
            period[i] = (0.2 * cycle) + (0.8 * previous);
        }
    }

    /// <summary>Four-session weighted average, 4:3:2:1.</summary>
    public static double Smooth(ReadOnlySpan<double> values, int row) =>
        ((4 * values[row]) + (3 * values[row - 1]) + (2 * values[row - 2]) + values[row - 3]) / 10;

    private static double Transform(ReadOnlySpan<double> values, int row) =>
        (0.0962 * (values[row] - values[row - 6])) + (0.5769 * (values[row - 2] - values[row - 4]));
}
