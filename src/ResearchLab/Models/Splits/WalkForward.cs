using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ResearchLab.Basics;

namespace ResearchLab.Models;

/// <summary>
/// Walk-forward, expanding or rolling. A row may train a fold only when its label ends more than the embargo before the first session
/// that is calibrated or tested on, so no part of its path is shared.
/// </summary>
/// <param name="Id">Such as <c>wf6-3f2a91c0</c>, or <c>rw6-…</c> when rolling: the number of folds and a hash of all boundaries and options.</param>
/// <param name="EmbargoSessions">The embargo used.</param>
/// <param name="Folds">Folds, oldest first.</param>
/// <remarks>López de Prado (2018), "Advances in Financial Machine Learning", Wiley, sections 7.4.1 (purging) and 7.4.2 (embargo).</remarks>
public sealed record WalkForward(string Id, int EmbargoSessions, IReadOnlyList<WalkForwardFold> Folds)
{
    /// <summary>Splits rows.</summary>
    /// <param name="rows">Rows, ascending by session.</param>
    /// <param name="options">How to split.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    /// <exception cref="UsageException">The embargo is shorter than the longest label.</exception>
    /// <exception cref="ArgumentException">Rows are not ascending.</exception>
    /// <exception cref="DataUnusableException">They are too few for the folds.</exception>
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
            int[] window = EndingBefore(rows, 0, from, rows[from].Position, embargo, options.WindowSessions);
            folds.Add(WithCalibration(rows, window, [.. Enumerable.Range(from, to - from)], embargo, options));
        }

        return new WalkForward(Identify(rows, folds, embargo, options), embargo, folds);
    }

    /// <summary>Splits all rows into a fit and a later calibration part, without a test block.</summary>
    /// <exception cref="ArgumentException">Rows are not ascending.</exception>
    /// <exception cref="DataUnusableException">They are too few.</exception>
    public static WalkForwardFold FitAndCalibration(LabelSpan[] rows, WalkForwardOptions options)
    {
        int embargo = CheckedEmbargo(rows, options);
        int first = rows.Length == 0 ? 0 : FirstWithin(rows, rows.Length, rows[^1].Position + 1, options.WindowSessions);
        return WithCalibration(rows, [.. Enumerable.Range(first, rows.Length - first)], [], embargo, options);
    }

    private static WalkForwardFold WithCalibration(LabelSpan[] rows, int[] window, int[] test, int embargo, WalkForwardOptions options)
    {
        int calibrationRows = (int)Math.Ceiling(window.Length * options.CalibrationFraction);
        int[] calibration = window[(window.Length - calibrationRows)..];
        int[] fit = calibration.Length == 0 ? [] : EndingBefore(rows, window[0], calibration[0], rows[calibration[0]].Position, embargo, null);
        return fit.Length >= options.MinimumFitRows ? new WalkForwardFold(fit, calibration, test) : throw TooFew(rows.Length, options);
    }

    /// <summary>Rows from <paramref name="from"/> to before <paramref name="to"/> whose label ends more than the embargo before a session.</summary>
    private static int[] EndingBefore(LabelSpan[] rows, int from, int to, int position, int embargo, int? window)
    {
        int first = Math.Max(from, FirstWithin(rows, to, position, window));
        return [.. Enumerable.Range(first, Math.Max(to - first, 0)).Where(row => rows[row].EndPosition < position - embargo)];
    }

    /// <summary>First row before <paramref name="to"/> that lies in the window before a session.</summary>
    private static int FirstWithin(LabelSpan[] rows, int to, int position, int? window)
    {
        int first = 0;
        while (window is { } sessions && first < to && rows[first].Position < position - sessions)
            first++;
        return first;
    }

    private static int CheckedEmbargo(LabelSpan[] rows, WalkForwardOptions options)
    {
        if (options.Folds < 1 || options.MinimumFitRows < 1)
            throw new ArgumentOutOfRangeException(nameof(options), options, "Folds and MinimumFitRows must be at least 1.");
        if (!(options.FirstTestFraction is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(options), options.FirstTestFraction, "FirstTestFraction must be in (0, 1).");
        if (!(options.CalibrationFraction is > 0 and <= 0.5))
            throw new ArgumentOutOfRangeException(nameof(options), options.CalibrationFraction, "CalibrationFraction must be in (0, 0.5].");
        if (options.WindowSessions < 1)
            throw new ArgumentOutOfRangeException(nameof(options), options.WindowSessions, "WindowSessions must be at least 1, or null to expand.");
        return CheckedEmbargo(rows, options.EmbargoSessions);
    }

    /// <summary>The embargo asked for, or the longest label; rows must ascend and the embargo be no shorter than any label.</summary>
    internal static int CheckedEmbargo(LabelSpan[] rows, int? embargoSessions)
    {
        int longest = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            if (i > 0 && rows[i].Position <= rows[i - 1].Position)
                throw new ArgumentException(Invariant($"Row {i} ({rows[i].Session:yyyy-MM-dd}) does not come after row {i - 1}. Sort the rows by session."),
                    nameof(rows));
            longest = Math.Max(longest, rows[i].Length);
        }

        if (embargoSessions < longest)
            throw new UsageException(Invariant($"The embargo is {embargoSessions} sessions; it must be at least the longest label, {longest}."));
        return embargoSessions ?? longest;
    }

    private static DataUnusableException TooFew(int rows, WalkForwardOptions options) => new(
        Invariant($"{rows} rows with known outcomes are too few for {options.Folds} folds with at least {options.MinimumFitRows} rows to fit on after ")
            + Invariant($"purging{(options.WindowSessions is { } window ? Invariant($" within {window} sessions") : "")}. ")
            + Invariant($"Use a longer history{(options.WindowSessions is null ? "" : ", a longer window")} or fewer folds."));

    private static string Identify(LabelSpan[] rows, List<WalkForwardFold> folds, int embargo, WalkForwardOptions options)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"walk-forward;rows={rows.Length};embargo={embargo};calibration={options.CalibrationFraction:R}");
        if (options.WindowSessions is { } window)
            text.Append(CultureInfo.InvariantCulture, $";window={window}");
        foreach (WalkForwardFold fold in folds)
        {
            foreach (int[] part in (int[][])[fold.Fit, fold.Calibration, fold.Test])
                text.Append(CultureInfo.InvariantCulture, $";{rows[part[0]].Session:yyyy-MM-dd}..{rows[part[^1]].Session:yyyy-MM-dd}×{part.Length}");
        }

        return $"{(options.WindowSessions is null ? "wf" : "rw")}{folds.Count}-{ShortHash(text.ToString())}";
    }

    internal static string ShortHash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8];
}
