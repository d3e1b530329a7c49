namespace ResearchLab.Statistics;

/// <summary>One fall from a peak of the equity and the way back; positions index the equity curve.</summary>
/// <param name="Peak">Position of the last peak before the fall.</param>
/// <param name="Trough">Position of the lowest equity.</param>
/// <param name="Recovery">First position at or above the peak again; null when it had not come by the end.</param>
/// <param name="Depth">Fall from peak to trough as a positive fraction of the peak.</param>
/// <param name="Duration">Periods from the peak to the recovery, or to the end of the curve.</param>
public readonly record struct DrawdownSpan(int Peak, int Trough, int? Recovery, double Depth, int Duration);
