namespace ResearchLab.Models;

/// <summary>Calibration by one number: probabilities are softmax(raw / temperature).</summary>
/// <remarks>Guo, Pleiss, Sun and Weinberger (2017), "On Calibration of Modern Neural Networks", ICML.</remarks>
public static class TemperatureScaling
{
    /// <summary>Lowest temperature that is tried.</summary>
    public const double Lowest = 0.25;

    /// <summary>Highest temperature that is tried: nearly uniform probabilities.</summary>
    public const double Highest = 32;

    /// <summary>The temperature with the lowest weighted log loss.</summary>
    /// <param name="raw">Raw scores, row-major, <paramref name="classes"/> a row.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="labels">True class of each row.</param>
    /// <param name="weights">Positive weight of each row.</param>
    /// <returns>In [<see cref="Lowest"/>, <see cref="Highest"/>]; 1 when there are no rows.</returns>
    public static double Fit(ReadOnlySpan<double> raw, int classes, ReadOnlySpan<int> labels, ReadOnlySpan<double> weights)
    {
        if (labels.IsEmpty)
            return 1;
        // The loss is convex in 1 / temperature, so a golden-section search finds the one minimum.
        double low = 1 / Highest, high = 1 / Lowest;
        double ratio = (Math.Sqrt(5) - 1) / 2;
        double left = high - (ratio * (high - low)), right = low + (ratio * (high - low));
        double leftLoss = Loss(raw, classes, labels, weights, left), rightLoss = Loss(raw, classes, labels, weights, right);
        while (high - low > 1e-6)
        {
            if (leftLoss <= rightLoss)
            {
                (high, right, rightLoss) = (right, left, leftLoss);
                left = high - (ratio * (high - low));
                leftLoss = Loss(raw, classes, labels, weights, left);
            }
            else
            {
                (low, left, leftLoss) = (left, right, rightLoss);
                right = low + (ratio * (high - low));
                rightLoss = Loss(raw, classes, labels, weights, right);
            }
        }

        return 2 / (low + high);
    }

    /// <summary>Writes softmax(raw / temperature).</summary>
    public static void Apply(ReadOnlySpan<double> raw, double temperature, Span<double> probabilities)
    {
        double highest = double.NegativeInfinity, sum = 0;
        foreach (double score in raw)
            highest = Math.Max(highest, score);
        for (int i = 0; i < raw.Length; i++)
            sum += probabilities[i] = Math.Exp((raw[i] - highest) / temperature);
        for (int i = 0; i < raw.Length; i++)
            probabilities[i] /= sum;
    }

    private static double Loss(ReadOnlySpan<double> raw, int classes, ReadOnlySpan<int> labels, ReadOnlySpan<double> weights, double inverse)
    {
        double loss = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            ReadOnlySpan<double> scores = raw.Slice(row * classes, classes);
            double highest = double.NegativeInfinity, sum = 0;
            foreach (double score in scores)
                highest = Math.Max(highest, score);
            foreach (double score in scores)
                sum += Math.Exp((score - highest) * inverse);
            loss += weights[row] * (Math.Log(sum) - ((scores[labels[row]] - highest) * inverse));
        }

        return loss;
    }
}
