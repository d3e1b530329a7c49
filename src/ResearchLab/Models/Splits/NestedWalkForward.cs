using ResearchLab.Basics;

namespace ResearchLab.Models;

/// <summary>
/// Walk-forward with a walk-forward inside each fit: hyperparameters are chosen on the inner folds only, so that the outer test blocks see
/// one choice a fold and their figures need no correction for the search. All numbers index the rows that were split.
/// </summary>
/// <param name="Id">Such as <c>nest-wf6-3f2a91c0-77b0c2d1</c>: the outer split and a hash of the inner ones.</param>
/// <param name="Outer">Folds that are reported.</param>
/// <param name="Inner">For each outer fold the folds to tune on: all of their rows are among its <see cref="WalkForwardFold.Fit"/>.</param>
public sealed record NestedWalkForward(string Id, WalkForward Outer, IReadOnlyList<WalkForward> Inner)
{
    /// <summary>Splits rows.</summary>
    /// <param name="rows">Rows, ascending by session.</param>
    /// <param name="outer">How to split for the report.</param>
    /// <param name="inner">How to split each outer fit for tuning.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    /// <exception cref="UsageException">The embargo is shorter than the longest label.</exception>
    /// <exception cref="ArgumentException">Rows are not ascending, or too few for the folds.</exception>
    public static NestedWalkForward Split(LabelSpan[] rows, WalkForwardOptions outer, WalkForwardOptions inner)
    {
        ArgumentNullException.ThrowIfNull(rows);
        WalkForward reported = WalkForward.Split(rows, outer);
        WalkForward[] tuning = [.. reported.Folds.Select(fold => Within(rows, fold.Fit, inner))];
        return new NestedWalkForward($"nest-{reported.Id}-{WalkForward.ShortHash(string.Join(';', tuning.Select(split => split.Id)))}", reported, tuning);
    }

    private static WalkForward Within(LabelSpan[] rows, int[] fit, WalkForwardOptions options)
    {
        WalkForward split = WalkForward.Split([.. fit.Select(row => rows[row])], options);
        return split with
        {
            Folds = [.. split.Folds.Select(fold => new WalkForwardFold(Outside(fit, fold.Fit), Outside(fit, fold.Calibration), Outside(fit, fold.Test)))],
        };
    }

    private static int[] Outside(int[] fit, int[] rows) => Array.ConvertAll(rows, row => fit[row]);
}
