namespace ResearchLab.Features;

/// <content>Statistics of prices and returns.</content>
public static partial class IndicatorCatalog
{
    private static IndicatorDefinition[] Statistics()
    {
        const IndicatorGroup Group = IndicatorGroup.Statistic;
        return
        [
            New("slope", Group, "Least-squares line through the closes: slope a session, intercept, standard deviation, R²", TaLib + " LINEARREG_SLOPE",
                [Window(14, 2)], [Price("slope", p => p[0] - 1), Price("intercept", p => p[0] - 1), Price("stdDev", p => p[0] - 1), Number("rSquared",
                    p => p[0] - 1)], (q, p, o) => LinearRegression.Compute(q.Close, p[0], o[0], o[1], o[2], o[3]), aliases: ["linear-regression"]),
            New("hurst", Group, "Hurst exponent of log returns by rescaled range, raw and corrected for finite length", "Peters (1994); Anis and Lloyd (1976)",
                [Window(100, 20)], [Number("hurstExponent", p => p[0]), Number("hurstExponentAL", p => p[0])],
                (q, p, o) => Hurst.Compute(q.Close, p[0], o[0], o[1])),
            New("corr", Group, "Correlation of closes with a second asset's, with variances and covariance", "Pearson", [Window(20, 2)],
                [In(IndicatorUnit.PriceSquared, "varianceA", p => p[0] - 1), In(IndicatorUnit.PriceSquared, "varianceB", p => p[0] - 1),
                    In(IndicatorUnit.PriceSquared, "covariance", p => p[0] - 1), Number("correlation", p => p[0] - 1), Number("rSquared", p => p[0] - 1)],
                    (q, p, o) => Correlation.Compute(q.Close, q.Other, p[0], o[0], o[1], o[2], o[3], o[4]), other: true, aliases: ["correlation"]),
            New("beta", Group, "Beta of returns on a second asset's, the market", "definition", [Window(50, 2)], [Number("returnsEval", p => 1),
                Number("returnsMrkt", p => 1), Number("beta", p => p[0])], (q, p, o) => Beta.Compute(q.Close, q.Other, p[0], o[0], o[1], o[2]), other: true),
            New("prs", Group, "Price relative to a second asset's, and excess return", "definition", [Window(20)], [Number("prs", p => 0),
                Number("prsPercent", p => p[0])], (q, p, o) => RelativeStrength.Compute(q.Close, q.Other, p[0], o[0], o[1]), other: true),
            New("percent-rank", Group, "Share of earlier closes below this one, in percent", "definition", [Window(100)], [Number("percentRank", p => p[0])],
                (q, p, o) => PercentRank.Compute(q.Close, p[0], o[0])),
            New("efficiency", Group, "Kaufman's efficiency ratio", "Kaufman (1995)", [Window(10)], [Number("er", p => p[0])],
                (q, p, o) => EfficiencyRatio.Compute(q.Close, p[0], o[0]), aliases: ["er"]),
            New("streak", Group, "Signed count of consecutive rising or falling closes", "Connors and Alvarez (2012)", [], [Number("streak", p => 1)],
                (q, p, o) => Streak.Compute(q.Close, o[0])),
            New("zscore", Group, "Sample z-score of the close", "definition", [Window(63, 2)], [Number("zScore", p => p[0] - 1)],
                (q, p, o) => ZScore.Compute(q.Close, p[0], o[0])),
            New("log-return", Group, "Log return", "definition", [Window(1)], [Number("logReturn", p => p[0])],
                (q, p, o) => LogReturn.Compute(q.Close, p[0], o[0])),
        ];
    }
}
