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
