namespace ResearchLab.Statistics;

/// <summary>How often the strategy that was best on one half of the sessions is no better than the median on the other half.</summary>
/// <param name="Probability">Probability of backtest overfitting: share of the splits with a logit at or below 0. About ½ when nothing but luck is
/// picked.</param>
/// <param name="Logits">ln(ω / (1 − ω)) of each split, ω being the relative rank out of sample of the one best in sample.</param>
/// <param name="Slope">Slope of its measure out of sample on that in sample over the splits; below 0, a better backtest promises less.</param>
/// <param name="Intercept">Intercept of that line.</param>
/// <param name="ProbabilityOfLoss">Share of the splits where its measure out of sample is below 0.</param>
/// <param name="InSample">Its measure in sample, a value a split.</param>
/// <param name="OutOfSample">Its measure out of sample, a value a split.</param>
/// <param name="Strategies">Number of strategies.</param>
/// <param name="Blocks">Number of blocks the sessions were cut into.</param>
public sealed record OverfittingResult(
    double Probability, double[] Logits, double Slope, double Intercept, double ProbabilityOfLoss, double[] InSample, double[] OutOfSample,
    int Strategies, int Blocks);
