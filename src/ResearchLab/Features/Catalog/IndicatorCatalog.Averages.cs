namespace ResearchLab.Features;

/// <content>Averages and lines through the price.</content>
public static partial class IndicatorCatalog
{
    private static IndicatorDefinition[] Averages()
    {
        const IndicatorGroup Group = IndicatorGroup.Average;
        return
        [
            New("sma", Group, "Simple moving average", TaLib, [Window(20)], [Price("sma", p => p[0] - 1)], (q, p, o) => Sma.Compute(q.Close, p[0], o[0])),
            New("ema", Group, "Exponential moving average, seeded with a mean", TaLib, [Window(20)], [Price("ema", p => p[0] - 1)],
                (q, p, o) => Ema.Compute(q.Close, p[0], o[0])),
            New("wma", Group, "Linearly weighted moving average", TaLib, [Window(14)], [Price("wma", p => p[0] - 1)],
                (q, p, o) => Wma.Compute(q.Close, p[0], o[0])),
            New("smma", Group, "Smoothed moving average, factor 1/window", "Wilder (1978)", [Window(20)], [Price("smma", p => p[0] - 1)],
                (q, p, o) => Smma.Compute(q.Close, p[0], o[0]), aliases: ["rma"]),
            New("dema", Group, "Double exponential moving average; TA-Lib seeds the second average later", "Mulloy (1994)", [Window(14)],
                [Price("dema", p => p[0] - 1)], (q, p, o) => Dema.Compute(q.Close, p[0], o[0])),
            New("tema", Group, "Triple exponential moving average; TA-Lib seeds the later averages later", "Mulloy (1994)", [Window(20)],
                [Price("tema", p => p[0] - 1)], (q, p, o) => Tema.Compute(q.Close, p[0], o[0])),
            New("t3", Group, "T3 moving average, started at the first value; TA-Lib seeds with means", "Tillson (1998)", [Window(5), Factor("factor", 0.7, 0, 1,
                "Volume factor: 0 a triple EMA, 1 a triple DEMA")], [Price("t3", p => 0)], (q, p, o) => T3.Compute(q.Close, p[0], p.Number(1), o[0])),
            New("hma", Group, "Hull moving average", "Hull (2005)", [Window(14, 2)], [Price("hma", p => p[0] + (int)Math.Sqrt(p[0]) - 2)],
                (q, p, o) => Hma.Compute(q.Close, p[0], o[0])),
            New("alma", Group, "Arnaud Legoux moving average, Gaussian weights", "Legoux and Kouzis-Loukas (2009)",
                [Window(9), Factor("offset", 0.85, 0, 1, "Place of the peak: 0 oldest, 1 newest"), Factor("sigma", 6, 0.01, 1000, "Sharpness")],
                [Price("alma", p => p[0] - 1)], (q, p, o) => Alma.Compute(q.Close, p[0], p.Number(1), p.Number(2), o[0])),
            New("kama", Group, "Kaufman's adaptive moving average and its efficiency ratio", "Kaufman (1995), " + TaLib, [Window(10), Fast(2), Slow(30)],
                [Number("er", p => p[0]), Price("kama", p => p[0] - 1)], (q, p, o) => Kama.Compute(q.Close, p[0], p[1], p[2], o[0], o[1])),
            New("mama", Group, "MESA adaptive moving average of the middle price and its follower", "Ehlers (2001)",
                [Factor("fastlimit", 0.5, 0.001, 0.99, "Largest factor"), Factor("slowlimit", 0.05, 0.0001, 0.98, "Smallest factor, below fastlimit")],
                [Price("mama", p => 5), Price("fama", p => 5)], (q, p, o) => OnMiddle(q, middle => Mama.Compute(middle, p.Number(0), p.Number(1), o[0], o[1]))),
            New("htl", Group, "Hilbert instantaneous trendline of the middle price", "Ehlers (2001)", [],
                [Number("dcPeriods", p => 7), Price("trendline", p => 0), Price("smoothPrice", p => 6)],
                (q, p, o) => OnMiddle(q, middle => HtTrendline.Compute(middle, o[0], o[1], o[2])), aliases: ["ht-trendline"]),
            New("epma", Group, "Endpoint moving average: end of the least-squares line", TaLib + " LINEARREG", [Window(10, 2)], [Price("epma", p => p[0] - 1)],
                (q, p, o) => Epma.Compute(q.Close, p[0], o[0]), aliases: ["linreg"]),
            New("vwma", Group, "Volume-weighted moving average of the close", "definition", [Window(14)], [Price("vwma", p => p[0] - 1)],
                (q, p, o) => Vwma.Compute(q.Close, q.Volume, p[0], o[0])),
            New("dynamic", Group, "McGinley dynamic", "McGinley (1990)", [Window(14), Factor("factor", 0.6, 0.01, 10, "k of the formula")],
                [Price("dynamic", p => 1)], (q, p, o) => McGinley.Compute(q.Close, p[0], p.Number(1), o[0]), aliases: ["mcginley"]),
            New("sma-analysis", Group, "Simple moving average and how far the closes are from it: mean absolute, squared and relative deviation", "definition",
                [Window(20)], [Price("sma", p => p[0] - 1), Price("mad", p => p[0] - 1), In(IndicatorUnit.PriceSquared, "mse", p => p[0] - 1),
                    Number("mape", p => p[0] - 1)], (q, p, o) => Deviation.Analyse(q.Close, p[0], o[0], o[1], o[2], o[3])),
            New("ma-env", Group, "Moving average envelope: SMA ± percent", "definition",
                [Window(20), Factor("percent", 2.5, 0.001, 100, "Distance in percent of the average")],
                [Price("centerline", p => p[0] - 1), Price("upperEnvelope", p => p[0] - 1), Price("lowerEnvelope", p => p[0] - 1)],
                (q, p, o) => MovingAverageEnvelope.Compute(q.Close, p[0], p.Number(1), o[0], o[1], o[2])),
            New("alligator", Group, "Alligator: delayed smoothed averages of the middle price", "Williams (1995)", [],
                [Price("jaw", p => 20), Price("teeth", p => 12), Price("lips", p => 7)], (q, p, o) => Alligator.Compute(q.High, q.Low, o[0], o[1], o[2])),
        ];
    }

    private static void OnMiddle(IndicatorInput input, Action<double[]> compute)
    {
        var middle = new double[input.Close.Length];
        Medians.Compute(input.High, input.Low, middle);
        compute(middle);
    }
}
