namespace ResearchLab.Market;

/// <summary>Steps of the close at splits.</summary>
internal static class SplitSteps
{
    /// <summary>Splits below this, as a logarithm, are lost among returns.</summary>
    public const double Smallest = 0.3;

    private static readonly double[] s_ratios = [1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 30, 40, 50, 100];

    /// <summary>How far a return on the day of a split may lie from nothing, as a logarithm, for the split to be recognised.</summary>
    public static double Slack(double ratio) => Math.Min(Math.Abs(Math.Log(ratio)) / 2, 0.47);

    /// <summary>What the close does at a split; null where its ratio is too near 1 to tell.</summary>
    public static StepKind? KindOf(double before, double after, double ratio)
    {
        double step = Math.Log(after / before), size = Math.Log(ratio), slack = Slack(ratio);
        return Math.Abs(size) < Smallest ? null : Math.Abs(step + size) < slack ? StepKind.Raw : Math.Abs(step) < slack ? StepKind.Adjusted : StepKind.Neither;
    }

    /// <summary>The usual ratio nearest to one, 1% away at most; null when there is none.</summary>
    public static double? Nearest(double ratio)
    {
        double most = ratio < 1 ? 1 / ratio : ratio;
        double nearest = s_ratios.MinBy(usual => Math.Abs(Math.Log(usual / most)));
        return Math.Abs(Math.Log(nearest / most)) > 0.01 ? null : ratio < 1 ? 1 / nearest : nearest;
    }
}
