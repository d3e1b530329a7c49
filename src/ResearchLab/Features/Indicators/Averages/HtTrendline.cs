using System.Numerics.Tensors;
using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Instantaneous trendline by Hilbert transform (Ehlers, 2001).</summary>
public static class HtTrendline
{
    /// <summary>
    /// Mean of the price over one dominant cycle, smoothed 4:3:2:1 over four sessions; the price itself before the twelfth session.
    /// After a missing value it starts afresh.
    /// </summary>
    /// <remarks>TA-Lib HT_TRENDLINE skips 63 sessions of settling; until then values lean on the start.</remarks>
    /// <param name="values">Prices, usually (high + low) / 2.</param>
    /// <param name="cycle">Receives the dominant cycle in sessions, whole; NaN for the first 7.</param>
    /// <param name="trendline">Receives the trendline.</param>
    /// <param name="smooth">Receives the price smoothed 4:3:2:1; NaN for the first 6.</param>
    /// <exception cref="ArgumentException">A destination is too short.</exception>
    public static void Compute(ReadOnlySpan<double> values, Span<double> cycle, Span<double> trendline, Span<double> smooth)
    {
        int rows = values.Length;
        ColumnChecks.Outputs(rows, cycle.Length, trendline.Length, smooth.Length);
        cycle[..rows].Fill(double.NaN);
        trendline[..rows].Fill(double.NaN);
        smooth[..rows].Fill(double.NaN);
        for (Range run = default; CompleteRuns.Next(values, ref run);)
            Run(values[run], cycle[run], trendline[run], smooth[run]);
    }

    private static void Run(ReadOnlySpan<double> values, Span<double> cycle, Span<double> trendline, Span<double> smooth)
    {
        const int Settled = 11;
        int rows = values.Length;
        using var period = new Scratch(rows);
        using var inPhase = new Scratch(rows);
        using var quadrature = new Scratch(rows);
        using var trend = new Scratch(rows);
        HilbertCycle.Compute(values, period.Span, inPhase.Span, quadrature.Span);
        double smoothPeriod = 0;
        for (int i = 0; i < rows; i++)
        {
            trendline[i] = values[i];
            if (i < HilbertCycle.FirstRow)
                continue;
            smoothPeriod = (0.33 * period.Span[i]) + (0.67 * smoothPeriod);
            int sessions = Math.Min((int)(smoothPeriod + 0.5), i + 1);
            trend.Span[i] = sessions > 0 ? TensorPrimitives.Sum(values.Slice(i - sessions + 1, sessions)) / sessions : values[i];
            cycle[i] = sessions > 0 ? sessions : double.NaN;
            smooth[i] = HilbertCycle.Smooth(values, i);
            if (i >= Settled)
                trendline[i] = HilbertCycle.Smooth(trend.Span, i);
        }
    }
}
