using System.Runtime.CompilerServices;

namespace ResearchLab.Features;

/// <content>Candles and levels.</content>
public static partial class IndicatorCatalog
{
    private static IndicatorDefinition[] Patterns()
    {
        const IndicatorGroup Group = IndicatorGroup.Pattern;
        return
        [
            New("barpart", Group, "One part of the bar: 1 open, 2 high, 3 low, 4 close, 5 (h+l)/2, 6 (h+l+c)/3, 7 (o+c)/2, 8 (o+h+l+c)/4", "definition",
                [Window(4, 1, "part", "Which part, 1 to 8") with { Maximum = 8 }], [Price("value", p => 0)], BarPart),
            New("heikinashi", Group, "Heikin-ashi candles", "definition", [],
                [Price("open", p => 0), Price("high", p => 0), Price("low", p => 0), Price("close", p => 0), Shares("volume", p => 0)], (q, p, o) =>
            {
                HeikinAshi.Compute(q.Open, q.High, q.Low, q.Close, o[0], o[1], o[2], o[3]);
                q.Volume.CopyTo(o[4], 0);
            }, aliases: ["heikin-ashi"]),
            New("fractal", Group, "Fractals, at the session that completes them; charts draw them span sessions earlier", "Williams (1995)",
                [Window(2, 1, "span", "Sessions on either side")], [Price("fractalBear", p => 2 * p[0], sparse: true),
                    Price("fractalBull", p => 2 * p[0], sparse: true)], (q, p, o) => Fractal.Compute(q.High, q.Low, p[0], o[0], o[1])),
            New("doji", Group, "Doji candle: match 1 or 0, and the close of a match", "definition",
                [Factor("percent", 0.1, 0, 0.5, "Largest change from open to close in percent")],
                [Number("match", p => 0), Price("price", p => 0, sparse: true)], (q, p, o) => Candles.Doji(q.Open, q.Close, p.Number(0), o[0], o[1])),
            New("marubozu", Group, "Marubozu candle: match 100 up, −100 down or 0, and the close of a match", "definition",
                [Factor("percent", 95, 80, 100, "Least body in percent of the range")], [Number("match", p => 0), Price("price", p => 0, sparse: true)],
                (q, p, o) => Candles.Marubozu(q.Open, q.High, q.Low, q.Close, p.Number(0), o[0], o[1])),
            New("pivot-points", Group, "Pivot points of the previous month, or week", "floor traders",
                [Window(0, 0, "weekly", "1 for weeks, 0 for months") with { Maximum = 1 }], Levels(p => 1, sparse: true),
                (q, p, o) => Fill(o, levels => PivotPoints.Compute(q.Sessions, q.High, q.Low, q.Close, p[0] == 1, levels))),
            New("rolling-pivots", Group, "Pivot points of the sessions before this one", "floor traders",
                [Window(20), Window(0, 0, "offset", "Sessions skipped before this one")], Levels(p => p[0] + p[1], sparse: false),
                (q, p, o) => Fill(o, levels => PivotPoints.Roll(q.High, q.Low, q.Close, p[0], p[1], levels))),
        ];
    }

    private static IndicatorColumn[] Levels(
        Func<IndicatorArguments, int> warmUp, bool sparse, [CallerArgumentExpression(nameof(warmUp))] string formula = "") =>
        [.. new[] { "pp", "s1", "s2", "s3", "r1", "r2", "r3" }.Select(name => new IndicatorColumn(name, IndicatorUnit.Price, warmUp, formula, sparse))];

    private static void Fill(double[][] output, Action<PivotPoints.Levels[]> compute)
    {
        var levels = new PivotPoints.Levels[output[0].Length];
        compute(levels);
        for (int i = 0; i < levels.Length; i++)
        {
            (output[0][i], output[1][i], output[2][i], output[3][i]) = (levels[i].PivotPoint, levels[i].S1, levels[i].S2, levels[i].S3);
            (output[4][i], output[5][i], output[6][i]) = (levels[i].R1, levels[i].R2, levels[i].R3);
        }
    }

    private static void BarPart(IndicatorInput input, IndicatorArguments arguments, double[][] output)
    {
        for (int i = 0; i < input.Close.Length; i++)
        {
            double open = input.Open[i], high = input.High[i], low = input.Low[i], close = input.Close[i];
            output[0][i] = arguments[0] switch
            {
                1 => open,
                2 => high,
                3 => low,
                4 => close,
                5 => (high + low) / 2,
                6 => (high + low + close) / 3,
                7 => (open + close) / 2,
                _ => (open + high + low + close) / 4,
            };
        }
    }
}
