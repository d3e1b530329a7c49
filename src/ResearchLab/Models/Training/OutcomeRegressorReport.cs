namespace ResearchLab.Models;

/// <summary>The picker against the rival design, on the same rows and folds.</summary>
/// <param name="Picker">The picker: the structure with the highest calibrated probability.</param>
/// <param name="Rival">The regressors: the structure with the highest predicted outcome; its difference is picker minus rival.</param>
/// <param name="Baseline">Name of the baseline that earned most.</param>
/// <param name="BaselineDifference">Mean of rival minus that baseline.</param>
/// <param name="BaselineLow">Lower end of its 95% paired block-bootstrap interval.</param>
/// <param name="BaselineHigh">Upper end.</param>
/// <param name="Verdict">One plain sentence.</param>
public sealed record OutcomeRegressorReport(
    PolicyResult Picker, PolicyResult Rival, string Baseline, double BaselineDifference, double BaselineLow, double BaselineHigh, string Verdict);
