using ResearchLab.Basics;

namespace ResearchLab.Models;

/// <summary>The same features and labels through three ways of splitting: what of a result is leak.</summary>
/// <param name="Shuffled">Naive cross-validation: rows dealt at random, so that neighbours who share weeks of path sit on both sides.</param>
/// <param name="Unpurged">Walk-forward without purge: the last training labels reach into the test block.</param>
/// <param name="Purged">Walk-forward with purge and embargo: what the platform reports.</param>
public sealed record LeakReport(LeakMeasure Shuffled, LeakMeasure Unpurged, LeakMeasure Purged)
{
    /// <summary>Features too good to be true; see <see cref="LeakSuspects"/>.</summary>
    public IReadOnlyList<LeakSuspect> Suspects { get; init; } = [];

    /// <summary>
    /// Features of a file that alone tell the label better than what is known beforehand does, see <see cref="LeakColumns"/>; null where they were not looked
    /// at.
    /// </summary>
    public IReadOnlyList<LeakColumn>? Columns { get; init; }

    /// <summary>Share of the test rows in their commonest class, what a model that knows nothing reaches; NaN where labels are no classes.</summary>
    public double Majority { get; init; } = double.NaN;

    /// <summary>
    /// Accuracy of the shuffled split less that of the purged one, on the same rows, with its 95% block-bootstrap interval: a paired difference, which
    /// two intervals that overlap say nothing about. NaN where it was not measured.
    /// </summary>
    public LeakDifference Difference { get; init; } = new(double.NaN, double.NaN, double.NaN);

    /// <summary>Accuracy of a model that knows nothing, NaN where it is not known: what the claims of a split are measured from.</summary>
    internal double Chance { get; init; } = double.NaN;

    /// <summary>One plain sentence.</summary>
    public string Verdict
    {
        get
        {
            string both =
                $"shuffled cross-validation claims {Display.Percent(Shuffled.Accuracy)} accuracy, purged walk-forward {Display.Percent(Purged.Accuracy)}";
            string difference = double.IsNaN(Difference.Mean)
                ? ""
                : $", {Display.Percent(Difference.Mean)} less on the same rows (95% {Display.Percent(Difference.Low)} to {Display.Percent(Difference.High)})";
            bool splits = double.IsNaN(Difference.Mean) ? Shuffled.Low > Purged.High : Difference.Low > 0;
            string suspected = Columns is { Count: > 0 } ? $" {LeakColumns.InWords(Columns)}" : "";
            // What is left of the claim above chance; where more than half is, there is something beside the leak.
            bool stays = Purged.Accuracy - Chance > (Shuffled.Accuracy - Chance) / 2;
            return (splits, suspected.Length) switch
            {
                (true, 0) when stays => $"A part is invented: {both}{difference}; most of it stays.",
                (true, _) when !stays => $"Leak: {both}{difference}.{suspected}",
                (true, _) => $"Leak suspected: {both}{difference}; most of it stays under honest splitting.{suspected}",
                (false, > 0) => $"Leak suspected: {both}{difference}; splitting does not find it.{suspected}",
                _ => $"No leak was found: {both}{difference}{(Columns is null ? "" : "; no column tells too much by itself")}. "
                    + "That none is found is no proof that there is none.",
            };
        }
    }
}
