namespace ResearchLab.Features;

/// <content>Volume and flow.</content>
public static partial class IndicatorCatalog
{
    private static IndicatorDefinition[] Volumes()
    {
        const IndicatorGroup Group = IndicatorGroup.Volume;
        return
        [
            New("obv", Group, "On-balance volume, from 0; TA-Lib starts at the first volume", "Granville (1963)", [], [Shares("obv", p => 0)],
                (q, p, o) => Obv.Compute(q.Close, q.Volume, o[0])),
            New("adl", Group, "Accumulation/distribution line", "Chaikin, " + TaLib + " AD", [], [Number("moneyFlowMultiplier", p => 0),
                Shares("moneyFlowVolume", p => 0), Shares("adl", p => 0)], (q, p, o) => Adl.Compute(q.High, q.Low, q.Close, q.Volume, o[0], o[1], o[2])),
            New("cmf", Group, "Chaikin money flow", "Chaikin", [Window(20)],
                [Number("moneyFlowMultiplier", p => 0), Shares("moneyFlowVolume", p => 0), Number("cmf", p => p[0] - 1)], (q, p, o) =>
            {
                Adl.Flow(q.High, q.Low, q.Close, q.Volume, o[0], o[1]);
                Cmf.Compute(q.High, q.Low, q.Close, q.Volume, p[0], o[2]);
            }),
            New("chaikin-osc", Group, "Chaikin oscillator; TA-Lib starts both averages at the first value", "Chaikin", [Fast(3), Slow(10)],
                [Number("moneyFlowMultiplier", p => 0), Shares("moneyFlowVolume", p => 0), Shares("adl", p => 0), Shares("oscillator", p => p[1] - 1),
                    Shares("fastEma", p => p[0] - 1), Shares("slowEma", p => p[1] - 1)], (q, p, o) =>
            {
                ChaikinOscillator.Compute(q.High, q.Low, q.Close, q.Volume, p[0], p[1], o[0], o[1], o[2], o[3]);
                Ema.Compute(o[2], p[0], o[4]);
                Ema.Compute(o[2], p[1], o[5]);
            }, aliases: ["adosc"]),
            New("mfi", Group, "Money flow index", "Quong and Soudack (1989), " + TaLib, [Window(14)], [Number("mfi", p => p[0])],
                (q, p, o) => Mfi.Compute(q.High, q.Low, q.Close, q.Volume, p[0], o[0])),
            New("force", Group, "Force index", "Elder (1993)", [Window(2)], [In(IndicatorUnit.Money, "forceIndex", p => p[0])],
                (q, p, o) => ForceIndex.Compute(q.Close, q.Volume, p[0], o[0]), aliases: ["force-index"]),
            New("kvo", Group, "Klinger volume oscillator", "Klinger (1997)", [Fast(34), Slow(55), Signal(13)],
                [Shares("oscillator", p => p[1] + 1), Shares("signal", p => p[1] + p[2])],
                (q, p, o) => Kvo.Compute(q.High, q.Low, q.Close, q.Volume, p[0], p[1], p[2], o[0], o[1]), aliases: ["klinger"]),
            New("pvo", Group, "Percentage volume oscillator", "Appel", [Fast(12), Slow(26), Signal(9)], [Number("pvo", p => p[1] - 1), Number("signal",
                p => p[1] + p[2] - 2), Number("histogram", p => p[1] + p[2] - 2)], (q, p, o) => Ppo.Compute(q.Volume, p[0], p[1], p[2], o[0], o[1], o[2])),
            New("vwap", Group, "Volume-weighted average price since the first row", "definition", [], [Price("vwap", p => 0)],
                (q, p, o) => Vwap.Anchored(q.High, q.Low, q.Close, q.Volume, o[0])),
            New("vwap-rolling", Group, "Volume-weighted average price over a window", "definition", [Window(20)], [Price("vwap", p => p[0] - 1)],
                (q, p, o) => Vwap.Compute(q.High, q.Low, q.Close, q.Volume, p[0], o[0])),
            New("amihud", Group, "Mean |log return| / (close · volume), × 1e9", "Amihud (2002)", [Window(21)],
                [In(IndicatorUnit.PerMoney, "amihud", p => p[0])], (q, p, o) =>
            {
                var returns = new double[q.Close.Length];
                LogReturn.Compute(q.Close, 1, returns);
                Amihud.Compute(returns, q.Close, q.Volume, p[0], o[0]);
            }),
        ];
    }
}
