using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ResearchLab.Models;

/// <summary>One step of a walk-forward; the numbers index the rows that were split.</summary>
/// <param name="Fit">Rows to fit on, the oldest.</param>
/// <param name="Calibration">Later rows to calibrate the probabilities on.</param>
/// <param name="Test">Rows to predict, later still; empty in the split that makes the final model.</param>
public sealed record WalkForwardFold(int[] Fit, int[] Calibration, int[] Test);

/// <summary>How rows are split in time.</summary>
/// <param name="Folds">Number of consecutive test blocks, at least 1.</param>
/// <param name="FirstTestFraction">Share of the rows before the first test block, in (0, 1).</param>
/// <param name="CalibrationFraction">Share of each training window that calibrates: its last rows, in (0, 0.5].</param>
/// <param name="EmbargoSessions">Sessions between the end of a training label and the first test session; null takes the longest label.</param>
/// <param name="MinimumFitRows">Fewest rows of a fit.</param>
public sealed record WalkForwardOptions(
    int Folds = 6, double FirstTestFraction = 0.4, double CalibrationFraction = 0.2, int? EmbargoSessions = null, int MinimumFitRows = 200);

/// <summary>
/// Expanding walk-forward. A row may train a fold only when its label ends more than the embargo before the first session
/// that is calibrated or tested on, so no part of its path is shared.
/// </summary>
/// <param name="Id">Such as <c>wf6-3f2a91c0</c>: the number of folds and a hash of all boundaries and options.</param>
/// <param name="EmbargoSessions">The embargo used.</param>
/// <param name="Folds">Folds, oldest first.</param>
/// <remarks>López de Prado (2018), "Advances in Financial Machine Learning", Wiley, sections 7.4.1 (purging) and 7.4.2 (embargo).</remarks>
public sealed record WalkForward(string Id, int EmbargoSessions, IReadOnlyList<WalkForwardFold> Folds)
{
    /// <summary>Splits rows.</summary>
    /// <param name="rows">Rows, ascending by session.</param>
    /// <param name="options">How to split.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range, or the embargo is shorter than the longest label.</exception>
    /// <exception cref="ArgumentException">Rows are not ascending, or too few for the folds.</exception>
    public static WalkForward Split(LabelSpan[] rows, WalkForwardOptions options)
    {
        int embargo = CheckedEmbargo(rows, options);
        int firstTest = (int)(rows.Length * options.FirstTestFraction);
        var folds = new List<WalkForwardFold>(options.Folds);
        for (int fold = 0; fold < options.Folds; fold++)
        {
            int from = firstTest + (int)((long)(rows.Length - firstTest) * fold / options.Folds);
            int to = firstTest + (int)((long)(rows.Length - firstTest) * (fold + 1) / options.Folds);
            if (to == from)
                throw TooFew(rows.Length, options);
            int[] window = EndingBefore(rows, from, rows[from].Position - embargo);
            folds.Add(WithCalibration(rows, window, [.. Enumerable.Range(from, to - from)], embargo, options));
        }

        return new WalkForward(Identify(rows, folds, embargo, options), embargo, folds);
    }

    /// <summary>Splits all rows into a fit and a later calibration part, without a test block.</summary>
    /// <exception cref="ArgumentException">Rows are not ascending, or too few.</exception>
    public static WalkForwardFold FitAndCalibration(LabelSpan[] rows, WalkForwardOptions options)
    {
        int embargo = CheckedEmbargo(rows, options);
        return WithCalibration(rows, [.. Enumerable.Range(0, rows.Length)], [], embargo, options);
    }

    private static WalkForwardFold WithCalibration(LabelSpan[] rows, int[] window, int[] test, int embargo, WalkForwardOptions options)
    {
        int calibrationRows = (int)Math.Ceiling(window.Length * options.CalibrationFraction);
        int[] calibration = window[(window.Length - calibrationRows)..];
        int[] fit = calibration.Length == 0 ? [] : EndingBefore(rows, calibration[0], rows[calibration[0]].Position - embargo);
        return fit.Length >= options.MinimumFitRows ? new WalkForwardFold(fit, calibration, test) : throw TooFew(rows.Length, options);
    }

    /// <summary>Rows before <paramref name="count"/> whose label ends before <paramref name="position"/>.</summary>
    private static int[] EndingBefore(LabelSpan[] rows, int count, int position) =>
        [.. Enumerable.Range(0, count).Where(row => rows[row].EndPosition < position)];

    private static int CheckedEmbargo(LabelSpan[] rows, WalkForwardOptions options)
    {
        if (options.Folds < 1 || options.MinimumFitRows < 1)
            throw new ArgumentOutOfRangeException(nameof(options), options, "Folds and MinimumFitRows must be at least 1.");
        if (!(options.FirstTestFraction is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(options), options.FirstTestFraction, "FirstTestFraction must be in (0, 1).");
        if (!(options.CalibrationFraction is > 0 and <= 0.5))
            throw new ArgumentOutOfRangeException(nameof(options), options.CalibrationFraction, "CalibrationFraction must be in (0, 0.5].");
        int longest = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            if (i > 0 && rows[i].Position <= rows[i - 1].Position)
                throw new ArgumentException($"Row {i} ({rows[i].Session:yyyy-MM-dd}) does not come after row {i - 1}. Sort the rows by session.", nameof(rows));
            longest = Math.Max(longest, rows[i].Length);
        }

        if (options.EmbargoSessions < longest)
            throw new ArgumentOutOfRangeException(nameof(options), options.EmbargoSessions, $"The embargo must be at least the longest label, {longest} sessions.");
        return options.EmbargoSessions ?? longest;
    }

    private static ArgumentException TooFew(int rows, WalkForwardOptions options) => new(
        $"{rows} rows with known outcomes are too few for {options.Folds} folds with at least {options.MinimumFitRows} rows to fit on after purging. Use a longer history or fewer folds.",
        nameof(rows));

    private static string Identify(LabelSpan[] rows, List<WalkForwardFold> folds, int embargo, WalkForwardOptions options)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"walk-forward;rows={rows.Length};embargo={embargo};calibration={options.CalibrationFraction:R}");
        foreach (WalkForwardFold fold in folds)
        {
            foreach (int[] part in (int[][])[fold.Fit, fold.Calibration, fold.Test])
                text.Append(CultureInfo.InvariantCulture, $";{rows[part[0]].Session:yyyy-MM-dd}..{rows[part[^1]].Session:yyyy-MM-dd}×{part.Length}");
        }

        return $"wf{folds.Count}-{ShortHash(text.ToString())}";
    }

    internal static string ShortHash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8];
}
