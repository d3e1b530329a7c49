using ResearchLab.Options;
using ResearchLab.Statistics;

namespace ResearchLab.Models;

/// <summary>How good the probabilities of the twelve classes are.</summary>
/// <remarks>
/// Brier (1950), Monthly Weather Review 78, 1–3, in its original form over all classes, in [0, 2]; expected calibration error
/// after Guo et al. (2017) over ten equal bins of the predicted class's probability.
/// </remarks>
internal static class ProbabilityMetrics
{
    private const int Classes = Structures.ClassCount;
    private const int Bins = 10;

    /// <summary>accuracy, log_loss, brier, ece and balanced_accuracy (mean share found of each class that occurs) with 95% intervals.</summary>
    /// <param name="truth">True class of each row.</param>
    /// <param name="probabilities">Predicted, row-major.</param>
    /// <param name="shares">Class shares of the training rows of each row, row-major: the baseline.</param>
    /// <param name="context">Makes the context from the number of rows and the baseline's value.</param>
    /// <param name="bootstrap">How to resample.</param>
    public static IReadOnlyList<Metric> Measure(
        Structure[] truth, double[] probabilities, double[] shares, Func<int, double, MetricContext> context, BootstrapOptions bootstrap)
    {
        int n = truth.Length;
        Rows model = new(truth, probabilities), baseline = new(truth, shares);
        double accuracy = model.Right.Average();
        MetricContext accuracyContext = context(n, baseline.Right.Average());
        double effective = accuracyContext.EffectiveSamples;
        Interval wilson = Proportion.Wilson(Math.Min(accuracy * effective, effective), effective).Including(accuracy);
        double[][] means = BlockBootstrap.Means([model.LogLoss, model.Brier], bootstrap);
        var errors = new double[bootstrap.Resamples];
        var balanced = new double[bootstrap.Resamples];
        BlockBootstrap.ForEach(n, bootstrap, (resample, picked) =>
        {
            errors[resample] = model.CalibrationError(picked);
            balanced[resample] = model.BalancedAccuracy(picked);
        });
        int[] all = [.. Enumerable.Range(0, n)];
        return
        [
            new Metric("accuracy", accuracy, wilson.Low, wilson.High, accuracyContext),
            WithInterval("log_loss", model.LogLoss.Average(), means[0], context(n, baseline.LogLoss.Average())),
            WithInterval("brier", model.Brier.Average(), means[1], context(n, baseline.Brier.Average())),
            WithInterval("ece", model.CalibrationError(all), errors, context(n, baseline.CalibrationError(all))),
            WithInterval("balanced_accuracy", model.BalancedAccuracy(all), balanced, context(n, baseline.BalancedAccuracy(all))),
        ];
    }

    /// <summary>Reliability table of the predicted class; bins without rows are left out.</summary>
    public static IReadOnlyList<ReliabilityBin> Reliability(Structure[] truth, double[] probabilities)
    {
        var rows = new Rows(truth, probabilities);
        return [.. Enumerable.Range(0, truth.Length).GroupBy(i => Bin(rows.Confidence[i])).OrderBy(bin => bin.Key)
            .Select(bin => new ReliabilityBin(bin.Average(i => rows.Confidence[i]), bin.Average(i => rows.Right[i]), bin.Count()))];
    }

    private static Metric WithInterval(string name, double value, double[] resampled, MetricContext context)
    {
        Interval interval = BlockBootstrap.Percentile(resampled).Including(value);
        return new Metric(name, value, interval.Low, interval.High, context);
    }

    private static int Bin(double confidence) => Math.Min((int)(confidence * Bins), Bins - 1);

    private sealed class Rows
    {
        public Rows(Structure[] truth, double[] probabilities)
        {
            int n = truth.Length;
            Truth = truth;
            (Right, Confidence, LogLoss, Brier) = (new double[n], new double[n], new double[n], new double[n]);
            for (int i = 0; i < n; i++)
            {
                ReadOnlySpan<double> row = probabilities.AsSpan(i * Classes, Classes);
                Structure pick = Policies.Likeliest(row);
                Confidence[i] = row[(int)pick];
                Right[i] = pick == truth[i] ? 1 : 0;
                LogLoss[i] = -Math.Log(Math.Max(row[(int)truth[i]], double.Epsilon));
                for (int c = 0; c < Classes; c++)
                {
                    double miss = row[c] - ((int)truth[i] == c ? 1 : 0);
                    Brier[i] += miss * miss;
                }
            }
        }

        public Structure[] Truth { get; }

        public double[] Right { get; }

        public double[] Confidence { get; }

        public double[] LogLoss { get; }

        public double[] Brier { get; }

        public double BalancedAccuracy(int[] picked)
        {
            Span<int> count = stackalloc int[Classes], found = stackalloc int[Classes];
            count.Clear();
            found.Clear();
            foreach (int row in picked)
            {
                count[(int)Truth[row]]++;
                found[(int)Truth[row]] += (int)Right[row];
            }

            double sum = 0;
            int occurring = 0;
            for (int c = 0; c < Classes; c++)
            {
                if (count[c] == 0)
                    continue;
                occurring++;
                sum += (double)found[c] / count[c];
            }

            return sum / occurring;
        }

        public double CalibrationError(int[] picked)
        {
            Span<double> gap = stackalloc double[Bins];
            gap.Clear();
            foreach (int row in picked)
                gap[Bin(Confidence[row])] += Confidence[row] - Right[row];
            double error = 0;
            foreach (double value in gap)
                error += Math.Abs(value);
            return error / picked.Length;
        }
    }
}
