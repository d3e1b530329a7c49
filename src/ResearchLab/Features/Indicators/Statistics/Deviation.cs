using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Standard deviation over a window, and what is measured with it.</summary>
public static class Deviation
{
    /// <summary>Population standard deviation (TA-Lib STDDEV), mean, and (value − mean) / deviation.</summary>
    /// <param name="values">Prices or any column.</param>
    /// <param name="window">Sessions, at least 2; usually 14.</param>
    /// <param name="deviation">Receives units of the values; NaN for the first <paramref name="window"/> − 1 sessions.</param>
    /// <param name="mean">Receives units of the values; NaN likewise.</param>
    /// <param name="score">Receives deviations from the mean; NaN likewise and where nothing moved.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 2.</exception>
    /// <exception cref="ArgumentException">A destination is too short.</exception>
    public static void Compute(ReadOnlySpan<double> values, int window, Span<double> deviation, Span<double> mean, Span<double> score)
    {
        ColumnChecks.Outputs(values.Length, deviation.Length, mean.Length, score.Length);
        Rolling.Require(window, 2, values.Length, deviation.Length);
        Rolling.StandardDeviation(values, window, sample: false, deviation);
        Rolling.Mean(values, window, mean);
        for (int i = 0; i < values.Length; i++)
            score[i] = Ratio.Of(values[i] - mean[i], deviation[i]);
    }

    /// <summary>How far the values of the window are from its mean: mean absolute, mean squared and mean absolute relative deviation.</summary>
    /// <param name="values">Prices.</param>
    /// <param name="window">Sessions, at least 1; usually 20.</param>
    /// <param name="mean">Receives the mean; NaN for the first <paramref name="window"/> − 1 sessions.</param>
    /// <param name="absolute">Receives mean |value − mean|; NaN likewise.</param>
    /// <param name="squared">Receives mean (value − mean)²; NaN likewise.</param>
    /// <param name="relative">Receives mean |value − mean| / value, a fraction; NaN likewise.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    /// <exception cref="ArgumentException">A destination is too short.</exception>
    public static void Analyse(
        ReadOnlySpan<double> values, int window, Span<double> mean, Span<double> absolute, Span<double> squared, Span<double> relative)
    {
        int rows = values.Length;
        ColumnChecks.Outputs(rows, mean.Length, absolute.Length, squared.Length, relative.Length);
        Rolling.Mean(values, window, mean);
        Rolling.MeanAbsoluteDeviation(values, window, absolute);
        Rolling.Variance(values, window, sample: false, squared);
        relative[..rows].Fill(double.NaN);
        for (int i = window - 1; i < rows; i++)
        {
            double sum = 0;
            foreach (double value in values.Slice(i - window + 1, window))
                sum += Math.Abs(value - mean[i]) / value;
            relative[i] = Ratio.Of(sum, window);
        }
    }
}
