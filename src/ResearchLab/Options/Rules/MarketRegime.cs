namespace ResearchLab.Options;

/// <summary>State of the market at a close, from features of that close and of those before it.</summary>
/// <remarks>
/// A state is left later than it is entered, so that a market at a bound does not change it from day to day: the trend turns once the close is 1% on the
/// other side of its 200-session average; volatility is stressed above 80% of the last year's closes of its index and calm again below half of them.
/// </remarks>
/// <param name="Trend">Direction.</param>
/// <param name="Volatility">Calm or stressed.</param>
public readonly record struct MarketRegime(TrendRegime Trend, VolatilityRegime Volatility)
{
    private const double TrendBand = 0.01, StressedAbove = 0.8, CalmBelow = 0.5;

    /// <summary>The regime of each session; one never depends on a later one.</summary>
    /// <param name="closeToSma200">Close over its 200-session average less 1; NaN when unknown.</param>
    /// <param name="volatilityRank252">Share of the last year's closes of the volatility index at or below this one, in [0, 1]; NaN when unknown.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static MarketRegime[] Of(ReadOnlySpan<double> closeToSma200, ReadOnlySpan<double> volatilityRank252)
    {
        if (closeToSma200.Length != volatilityRank252.Length)
            throw new ArgumentException(
                $"{closeToSma200.Length} sessions of the trend but {volatilityRank252.Length} of volatility. Pass columns of the same sessions.",
                nameof(volatilityRank252));
        var regimes = new MarketRegime[closeToSma200.Length];
        var (trend, volatility) = (TrendRegime.Unknown, VolatilityRegime.Unknown);
        for (int i = 0; i < regimes.Length; i++)
        {
            double above = closeToSma200[i], rank = volatilityRank252[i];
            double turnsAt = trend switch { TrendRegime.Up => -TrendBand, TrendRegime.Down => TrendBand, _ => 0 };
            if (!double.IsNaN(above))
                trend = above >= turnsAt ? TrendRegime.Up : TrendRegime.Down;
            if (!double.IsNaN(rank))
                volatility = rank > (volatility == VolatilityRegime.Stressed ? CalmBelow : StressedAbove) ? VolatilityRegime.Stressed : VolatilityRegime.Calm;
            regimes[i] = new MarketRegime(double.IsNaN(above) ? TrendRegime.Unknown : trend, double.IsNaN(rank) ? VolatilityRegime.Unknown : volatility);
        }

        return regimes;
    }

    /// <summary>Whether another regime is a different one; what is unknown of either differs from nothing.</summary>
    public bool DiffersFrom(MarketRegime other) =>
        (Trend != other.Trend && Trend != TrendRegime.Unknown && other.Trend != TrendRegime.Unknown)
        || (Volatility != other.Volatility && Volatility != VolatilityRegime.Unknown && other.Volatility != VolatilityRegime.Unknown);

    /// <summary>Such as <c>uptrend, calm</c>.</summary>
    public override string ToString() => $"{TrendWord}, {VolatilityWord}";

    private string TrendWord => Trend switch
    {
        TrendRegime.Up => "uptrend",
        TrendRegime.Down => "downtrend",
        TrendRegime.Unknown => "trend unknown",
        _ => throw new InvalidOperationException(Invariant($"There is no trend {(int)Trend}.")),
    };

    private string VolatilityWord => Volatility switch
    {
        VolatilityRegime.Calm => "calm",
        VolatilityRegime.Stressed => "stressed",
        VolatilityRegime.Unknown => "volatility unknown",
        _ => throw new InvalidOperationException(Invariant($"There is no volatility {(int)Volatility}.")),
    };
}
