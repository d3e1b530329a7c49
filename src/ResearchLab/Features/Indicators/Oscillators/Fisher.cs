using System.Numerics.Tensors;

namespace ResearchLab.Features;

/// <summary>Fisher transform (Ehlers, 2002).</summary>
public static class Fisher
{
    /// <summary>
    /// ½·ln((1 + x)/(1 − x)) + half the previous value, x being the place of the price in its range smoothed by 0.33, held within
    /// ±0.999; the trigger is the previous value. Both start at 0 with the range of what there is; after a missing value afresh.
    /// </summary>
    /// <param name="values">Prices, usually (high + low) / 2.</param>
    /// <param name="window">Sessions in the range, at least 1; usually 10.</param>
    /// <param name="fisher">Receives the transform; 0 at the first session.</param>
    /// <param name="trigger">Receives the previous one; NaN at the first session.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    /// <exception cref="ArgumentException">A destination is too short.</exception>
    public static void Compute(ReadOnlySpan<double> values, int window, Span<double> fisher, Span<double> trigger)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        ColumnChecks.Outputs(values.Length, fisher.Length, trigger.Length);
        fisher[..values.Length].Fill(double.NaN);
        trigger[..values.Length].Fill(double.NaN);
        for (Range run = default; CompleteRuns.Next(values, ref run);)
            Run(values[run], window, fisher[run], trigger[run]);
    }

    private static void Run(ReadOnlySpan<double> values, int window, Span<double> fisher, Span<double> trigger)
    {
        double place = 0;
        fisher[0] = 0;
        for (int i = 1; i < values.Length; i++)
        {
            ReadOnlySpan<double> range = values[Math.Max(0, i - window + 1)..(i + 1)];
            double lowest = TensorPrimitives.Min(range), highest = TensorPrimitives.Max(range);
            place = highest == lowest ? 0 : (0.66 * (((values[i] - lowest) / (highest - lowest)) - 0.5)) + (0.67 * place);
            place = place > 0.99 ? 0.999 : place < -0.99 ? -0.999 : place;
            fisher[i] = (0.5 * Math.Log((1 + place) / (1 - place))) + (0.5 * fisher[i - 1]);
            trigger[i] = fisher[i - 1];
        }
    }
}
