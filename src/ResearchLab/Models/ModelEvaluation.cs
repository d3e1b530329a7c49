namespace ResearchLab.Models;

/// <summary>What one policy earned on the out-of-sample sessions: returns on capital at risk after costs, a trade a session.</summary>
/// <param name="Policy">Such as <c>model</c>, <c>always_iron_condor</c>, <c>no_trade</c>, <c>textbook</c>, <c>random</c>.</param>
/// <param name="MeanReturn">Mean return on capital at risk per session; 0 where the policy stays out.</param>
/// <param name="Low">Lower end of its 95% block-bootstrap interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="DifferenceToModel">Mean of model minus this policy on the same sessions; 0 for the model itself.</param>
/// <param name="DifferenceLow">Lower end of the difference's 95% paired block-bootstrap interval.</param>
/// <param name="DifferenceHigh">Upper end.</param>
/// <param name="Trades">Sessions it traded.</param>
/// <param name="WinRate">Share of its trades with a profit; NaN without trades.</param>
/// <param name="Regret">Mean of the best structure's return minus this policy's.</param>
/// <param name="WorstMonth">Lowest calendar-month sum of returns.</param>
/// <param name="ExpectedShortfall95">Mean of the worst 5% of its session returns.</param>
/// <param name="PayoffRatio">Mean winning trade over the mean losing one; NaN without one of either.</param>
/// <param name="Drawdown">Deepest fall of the running sum of its returns from its highest point so far, at least 0.</param>
/// <param name="Turnover">Capital at risk opened and closed a year as a multiple of one trade's: 2 · 252 · trades / sessions.</param>
/// <param name="Context">Where it was measured; its baseline is what the best baseline policy earns on the same rows.</param>
/// <exception cref="ArgumentException">A part of the context is missing, or a value lies outside its interval.</exception>
public sealed record PolicyResult(
    string Policy, double MeanReturn, double Low, double High, double DifferenceToModel, double DifferenceLow, double DifferenceHigh,
    int Trades, double WinRate, double Regret, double WorstMonth, double ExpectedShortfall95, double PayoffRatio, double Drawdown, double Turnover,
    MetricContext Context)
{
    /// <summary>Lowest mean return over the corners of the chain model's error; NaN when none of its chains were modelled.</summary>
    public double LowEnd { get; init; } = double.NaN;

    /// <summary>Highest mean return over them; NaN likewise.</summary>
    public double HighEnd { get; init; } = double.NaN;

    /// <summary>Where it was measured.</summary>
    public MetricContext Context { get; } = Checked(Policy, (MeanReturn, Low, High), (DifferenceToModel, DifferenceLow, DifferenceHigh), Context);

    private static MetricContext Checked(
        string policy, (double Value, double Low, double High) mean, (double Value, double Low, double High) difference, MetricContext context)
    {
        MetricContext.RequireInside(policy, mean.Value, mean.Low, mean.High);
        MetricContext.RequireInside(policy, difference.Value, difference.Low, difference.High);
        return MetricContext.Require(policy, context);
    }
}

/// <summary>One row of a reliability table.</summary>
/// <param name="MeanConfidence">Mean calibrated probability of the predicted class in the bin.</param>
/// <param name="Accuracy">Share of the bin's rows where it was right.</param>
/// <param name="Count">Rows in the bin.</param>
public readonly record struct ReliabilityBin(double MeanConfidence, double Accuracy, int Count);

/// <summary>Out-of-sample evaluation of a structure picker.</summary>
/// <param name="Metrics">accuracy, log_loss, brier, ece, balanced_accuracy.</param>
/// <param name="Policies">The model and every baseline on the same rows.</param>
/// <param name="Reliability">Calibration table of the predicted class.</param>
/// <param name="HasEdge">Whether the model beats every baseline with the whole interval of the difference above 0.</param>
/// <param name="Verdict">One plain sentence that says so, whatever the answer is.</param>
public sealed record ModelEvaluation(
    IReadOnlyList<Metric> Metrics, IReadOnlyList<PolicyResult> Policies, IReadOnlyList<ReliabilityBin> Reliability, bool HasEdge, string Verdict);

/// <summary>What is stored with a trained model; the booster's text lies beside it.</summary>
/// <param name="Id">Such as <c>SPY-2023-12-29-3f2a91c0</c>: symbol, last session of knowledge, hash of all that made it.</param>
/// <param name="Symbol">Symbol it was trained for.</param>
/// <param name="KnownThrough">Session as of which it was trained: no label of its training rows ends later.</param>
/// <param name="FeatureSetVersion">Feature set it reads.</param>
/// <param name="Snapshot">Snapshot id of the data.</param>
/// <param name="CodeVersion">Code that trained it.</param>
/// <param name="Seed">Seed.</param>
/// <param name="Parameters">LightGBM parameters as given to it.</param>
/// <param name="TrainingRows">Rows the final model was fitted on.</param>
/// <param name="Temperature">Calibration: probabilities are softmax(raw / temperature), with one training row of unknown class added.</param>
/// <param name="Evaluation">Walk-forward evaluation.</param>
/// <param name="Calibration">Method of calibration: <c>temperature</c> or <c>isotonic</c>.</param>
/// <param name="ClassBalance">How much rare classes were lifted in the fit, in [0, 1]; probabilities are corrected for it.</param>
/// <param name="Tuning">How its parameters were searched for; null when they were given.</param>
public sealed record ModelCard(
    string Id, string Symbol, DateOnly KnownThrough, int FeatureSetVersion, string Snapshot, string CodeVersion, ulong Seed,
    string Parameters, int TrainingRows, double Temperature, ModelEvaluation Evaluation, string Calibration = "temperature", double ClassBalance = 0,
    TuningSummary? Tuning = null)
{
    /// <summary>The card as JSON, as it stands in <c>card.json</c>.</summary>
    public string ToJson() => System.Text.Json.JsonSerializer.Serialize(this, ModelJson.Default.ModelCard);
}

/// <summary>How hyperparameters were searched for.</summary>
/// <param name="Candidates">Settings tried in each window.</param>
/// <param name="Trials">Different specifications tried in all windows together: settings at each number of rounds.</param>
/// <param name="ByFold">Parameters that each fold of the walk-forward chose inside its own window.</param>
public sealed record TuningSummary(int Candidates, int Trials, IReadOnlyList<string> ByFold);

/// <summary>What past sessions most like today's led to, for one structure.</summary>
/// <param name="Structure">The structure looked up.</param>
/// <param name="Count">Similar sessions with a known outcome.</param>
/// <param name="EffectiveCount">After the overlap of their labels is taken out.</param>
/// <param name="WeightedWinRate">Similarity-weighted share of them with a profit; NaN when there are none.</param>
/// <param name="LowerBound">Lower bound of the 80% beta-binomial interval of that rate.</param>
/// <param name="BaseRate">Share of all known sessions with a profit for that structure.</param>
/// <param name="Sessions">The similar sessions, most similar first, at most 20.</param>
public sealed record SimilarStates(
    Options.Structure Structure, int Count, double EffectiveCount, double WeightedWinRate, double LowerBound, double BaseRate,
    IReadOnlyList<DateOnly> Sessions)
{
    /// <summary>As the limits look at it.</summary>
    /// <param name="hasSkill">Whether the search has shown skill over the base rate.</param>
    public Risk.SimilarRecord ToRecord(bool hasSkill) => new(Count, EffectiveCount, WeightedWinRate, LowerBound, BaseRate, hasSkill);
}
