namespace ResearchLab.LightGbm;

/// <summary>What a training measured.</summary>
/// <param name="Rounds">Rounds run, before early stopping threw the last ones away.</param>
/// <param name="BestRound">Rounds kept, those of a model it went on from included.</param>
/// <param name="ValidationLosses">
/// For each validation set the measure after each round: log loss, mean squared error, pinball loss, NDCG (higher is better), or an own metric.
/// </param>
public sealed record TrainingReport(int Rounds, int BestRound, IReadOnlyList<IReadOnlyList<double>> ValidationLosses);
