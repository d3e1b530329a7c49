namespace ResearchLab.Features;

/// <content>Volatility.</content>
public static partial class IndicatorCatalog
{
    private static IndicatorDefinition[] Volatilities()
    {
        const IndicatorGroup Group = IndicatorGroup.Volatility;
        return
        [
            New("tr", Group, "True range", "Wilder (1978), " + TaLib, [], [Price("tr", p => 1)], (q, p, o) => Atr.TrueRange(q.High, q.Low, q.Close, o[0]),
                aliases: ["true-range"]),
            New("atr", Group, "Average true range, true range, and the average in percent of the close", "Wilder (1978), " + TaLib, [Window(14)],
                [Price("tr", p => 1), Price("atr", p => p[0]), Number("atrp", p => p[0])], (q, p, o) =>
            {
                Atr.TrueRange(q.High, q.Low, q.Close, o[0]);
                Atr.Compute(q.High, q.Low, q.Close, p[0], o[1]);
                for (int i = 0; i < q.Close.Length; i++)
                    o[2][i] = Ratio.Of(100 * o[1][i], q.Close[i]);
            }),
            New("bb", Group, "Bollinger bands, %B, z-score and width", "Bollinger (2001), " + TaLib,
                [Window(20, 2), Factor("deviations", 2, 0.01, 100, "Standard deviations from the middle")],
                [Price("sma", p => p[0] - 1), Price("upperBand", p => p[0] - 1), Price("lowerBand", p => p[0] - 1), Number("percentB", p => p[0] - 1),
                    Number("zScore", p => p[0] - 1), Number("width", p => p[0] - 1)],
                    (q, p, o) => Bollinger.Compute(q.Close, p[0], p.Number(1), o[0], o[1], o[2], o[3], o[4], o[5]), aliases: ["bollinger", "bbands"]),
            New("stdev", Group, "Population standard deviation, mean and z-score of the close", TaLib + " STDDEV", [Window(14, 2)],
                [Price("stdDev", p => p[0] - 1), Price("mean", p => p[0] - 1), Number("zScore", p => p[0] - 1)],
                (q, p, o) => Deviation.Compute(q.Close, p[0], o[0], o[1], o[2]), aliases: ["stddev"]),
            New("chop", Group, "Choppiness index", "Dreiss", [Window(14, 2)], [Number("chop", p => p[0])],
                (q, p, o) => Choppiness.Compute(q.High, q.Low, q.Close, p[0], o[0]), aliases: ["choppiness"]),
            New("ulcer", Group, "Ulcer index; ui is the same by its short name", "Martin (1987)", [Window(14)],
                [Number("ulcerIndex", p => p[0] - 1), Number("ui", p => p[0] - 1)], (q, p, o) =>
            {
                Ulcer.Compute(q.Close, p[0], o[0]);
                o[0].CopyTo(o[1], 0);
            }),
            New("hv", Group, "Sample standard deviation of log returns, annualised", "definition", [Window(21, 2)], [Number("hv", p => p[0])], (q, p, o) =>
            {
                var returns = new double[q.Close.Length];
                LogReturn.Compute(q.Close, 1, returns);
                HistoricalVolatility.Compute(returns, p[0], o[0]);
            }, aliases: ["historical-volatility"]),
            New("parkinson", Group, "Volatility from high and low, annualised", "Parkinson (1980)", [Window(21)], [Number("parkinson", p => p[0] - 1)],
                (q, p, o) => Parkinson.Compute(q.High, q.Low, p[0], o[0])),
            New("garman-klass", Group, "Volatility from open, high, low and close, annualised", "Garman and Klass (1980)", [Window(21)],
                [Number("garmanKlass", p => p[0] - 1)], (q, p, o) => GarmanKlass.Compute(q.Open, q.High, q.Low, q.Close, p[0], o[0])),
            New("yang-zhang", Group, "Volatility with overnight gaps, drift-free, annualised", "Yang and Zhang (2000)", [Window(21, 2)],
                [Number("yangZhang", p => p[0])], (q, p, o) => YangZhang.Compute(q.Open, q.High, q.Low, q.Close, p[0], o[0])),
        ];
    }
}
