namespace ResearchLab.LightGbm;

/// <summary>One finished boosting round.</summary>
/// <param name="Round">1 for the first.</param>
/// <param name="Rounds">Rounds asked for.</param>
/// <param name="ValidationLoss">Measure of the first validation set; NaN without one.</param>
public readonly record struct TrainingRound(int Round, int Rounds, double ValidationLoss);
