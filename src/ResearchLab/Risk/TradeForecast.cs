namespace ResearchLab.Risk;

/// <summary>What is expected of a proposed trade, from outcomes that had ended before.</summary>
/// <param name="WinProbability">Calibrated probability that it ends with a profit after costs under the exit rules; NaN without enough outcomes.</param>
/// <param name="ExpectedReturn">Expected return on capital at risk after costs and exits; NaN likewise.</param>
/// <param name="BreakEven">Win rate at which the structure neither makes nor loses: mean loss / (mean win + mean loss); NaN likewise.</param>
/// <param name="Effective">Effective number of the structure's outcomes behind it.</param>
public readonly record struct TradeForecast(double WinProbability, double ExpectedReturn, double BreakEven, double Effective)
{
    /// <summary>Of no trade: nothing is known.</summary>
    public static TradeForecast None { get; } = new(double.NaN, double.NaN, double.NaN, double.NaN);
}

/// <summary>What similar past sessions led to, as far as a limit looks at it.</summary>
/// <param name="Count">Similar sessions with a known outcome.</param>
/// <param name="EffectiveCount">After the overlap of their labels is taken out.</param>
/// <param name="WinRate">Weighted share of them with a profit; NaN when there are none.</param>
/// <param name="LowerBound">Lower bound of the 80% interval of that rate.</param>
/// <param name="BaseRate">Share of all known sessions with a profit.</param>
/// <param name="HasSkill">Whether the search has shown skill over the base rate out of sample; without it the limit does not act.</param>
public readonly record struct SimilarRecord(int Count, double EffectiveCount, double WinRate, double LowerBound, double BaseRate, bool HasSkill);
