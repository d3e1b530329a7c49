namespace ResearchLab.Models;

/// <summary>How rows are split in time.</summary>
/// <param name="Folds">Number of consecutive test blocks, at least 1.</param>
/// <param name="FirstTestFraction">Share of the rows before the first test block, in (0, 1).</param>
/// <param name="CalibrationFraction">Share of each training window that calibrates: its last rows, in (0, 0.5].</param>
/// <param name="EmbargoSessions">Sessions between the end of a training label and the first test session; null takes the longest label.</param>
/// <param name="MinimumFitRows">Fewest rows of a fit.</param>
/// <param name="WindowSessions">
/// Rolling: sessions before the first test session that a training row may lie in, fit, calibration and purged rows together; null expands
/// from the first row.
/// </param>
public sealed record WalkForwardOptions(
    int Folds = 6, double FirstTestFraction = 0.4, double CalibrationFraction = 0.2, int? EmbargoSessions = null, int MinimumFitRows = 200,
    int? WindowSessions = null);
