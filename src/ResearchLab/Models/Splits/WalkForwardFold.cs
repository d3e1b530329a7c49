namespace ResearchLab.Models;

/// <summary>One step of a walk-forward; the numbers index the rows that were split.</summary>
/// <param name="Fit">Rows to fit on, the oldest.</param>
/// <param name="Calibration">Later rows to calibrate the probabilities on.</param>
/// <param name="Test">Rows to predict, later still; empty in the split that makes the final model.</param>
public sealed record WalkForwardFold(int[] Fit, int[] Calibration, int[] Test);
