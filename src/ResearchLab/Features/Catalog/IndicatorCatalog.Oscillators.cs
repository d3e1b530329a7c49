namespace ResearchLab.Features;

/// <content>Momentum and oscillators.</content>
public static partial class IndicatorCatalog
{
    private static IndicatorDefinition[] Oscillators()
    {
        const IndicatorGroup Group = IndicatorGroup.Oscillator;
        return
        [
            New("rsi", Group, "Relative strength index", "Wilder (1978), " + TaLib, [Window(14)], [Number("rsi", p => p[0])],
                (q, p, o) => Rsi.Compute(q.Close, p[0], o[0])),
            New("macd", Group, "Moving average convergence/divergence; TA-Lib seeds the fast average later", "Appel", [Fast(12), Slow(26), Signal(9)],
                [Price("macd", p => p[1] - 1), Price("signal", p => p[1] + p[2] - 2), Price("histogram", p => p[1] + p[2] - 2), Price("fastEma", p => p[0] - 1),
                    Price("slowEma", p => p[1] - 1)], (q, p, o) =>
            {
                Macd.Compute(q.Close, p[0], p[1], p[2], o[0], o[1], o[2]);
                Ema.Compute(q.Close, p[0], o[3]);
                Ema.Compute(q.Close, p[1], o[4]);
            }),
            New("ppo", Group, "Percentage price oscillator, of EMA; TA-Lib takes SMA by default", "Appel", [Fast(12), Slow(26), Signal(9)],
                [Number("ppo", p => p[1] - 1), Number("signal", p => p[1] + p[2] - 2), Number("histogram", p => p[1] + p[2] - 2)],
                (q, p, o) => Ppo.Compute(q.Close, p[0], p[1], p[2], o[0], o[1], o[2])),
            New("stoch", Group, "Slow stochastic; k and d are oscillator and signal by their usual names", "Lane, " + TaLib + " STOCH",
                [Window(14), Signal(3), Window(3, 1, "smooth", "Sessions %K is averaged over")],
                [Number("oscillator", p => p[0] + p[2] - 2), Number("signal", p => p[0] + p[1] + p[2] - 3), Number("percentJ", p => p[0] + p[1] + p[2] - 3),
                    Number("k", p => p[0] + p[2] - 2), Number("d", p => p[0] + p[1] + p[2] - 3), Number("j", p => p[0] + p[1] + p[2] - 3)], (q, p, o) =>
            {
                Stochastic.Compute(q.High, q.Low, q.Close, p[0], p[1], p[2], o[0], o[1], o[2]);
                o[0].CopyTo(o[3], 0);
                o[1].CopyTo(o[4], 0);
                o[2].CopyTo(o[5], 0);
            }, aliases: ["stochastic"]),
            New("stoch-rsi", Group, "Stochastic RSI", "Chande and Kroll (1994)", [Window(14, 1, "rsi", "Window of the RSI"), Window(14), Signal(3),
                Window(1, 1, "smooth", "Sessions it is averaged over")],
                [Number("stochRsi", p => p[0] + p[1] + p[3] - 2, sparse: true), Number("signal", p => p[0] + p[1] + p[2] + p[3] - 3, sparse: true)],
                (q, p, o) => StochRsi.Compute(q.Close, p[0], p[1], p[2], p[3], o[0], o[1]), aliases: ["stochrsi"]),
            New("willr", Group, "Williams %R", "Williams (1973), " + TaLib, [Window(14)], [Number("williamsR", p => p[0] - 1)],
                (q, p, o) => WilliamsR.Compute(q.High, q.Low, q.Close, p[0], o[0]), aliases: ["williams-r", "williamsr"]),
            New("cci", Group, "Commodity channel index", "Lambert (1980), " + TaLib, [Window(20, 2)], [Number("cci", p => p[0] - 1)],
                (q, p, o) => Cci.Compute(q.High, q.Low, q.Close, p[0], o[0])),
            New("cmo", Group, "Chande momentum oscillator, of plain sums; TA-Lib smooths them", "Chande and Kroll (1994)", [Window(14)],
                [Number("cmo", p => p[0])], (q, p, o) => Cmo.Compute(q.Close, p[0], o[0])),
            New("roc", Group, "Rate of change in percent, and momentum", TaLib + " ROC, MOM", [Window(14)],
                [Price("momentum", p => p[0]), Number("roc", p => p[0])], (q, p, o) => Roc.Compute(q.Close, p[0], o[0], o[1]), aliases: ["momentum", "mom"]),
            New("roc-wb", Group, "Rate of change with its EMA and root-mean-square bands", "definition",
                [Window(20), Window(5, 1, "ema", "Window of the average"), Window(5, 1, "bands", "Sessions of the root mean square")],
                [Number("roc", p => p[0]), Number("rocEma", p => p[0] + p[1] - 1), Number("upperBand", p => p[0] + p[2] - 1),
                    Number("lowerBand", p => p[0] + p[2] - 1)], (q, p, o) => Roc.WithBands(q.Close, p[0], p[1], p[2], o[0], o[1], o[2], o[3])),
            New("trix", Group, "Percent change of the triple EMA, the three seeded at once; TA-Lib seeds each with a mean", "Hutson (1983)", [Window(14)],
                [Price("ema3", p => p[0]), Number("trix", p => p[0])], (q, p, o) => Trix.Compute(q.Close, p[0], o[0], o[1])),
            New("tsi", Group, "True strength index", "Blau (1991)",
                [Window(25, 1, "slow", "Window of the first average"), Window(13, 1, "fast", "Window of the second average"), Signal(7)], [Number("tsi",
                    p => p[0] + p[1] - 1), Number("signal", p => p[0] + p[1] + p[2] - 2)], (q, p, o) => Tsi.Compute(q.Close, p[0], p[1], p[2], o[0], o[1])),
            New("uo", Group, "Ultimate oscillator", "Williams (1985), " + TaLib,
                [Fast(7), Window(14, 1, "middle", "Middle window"), Window(28, 1, "slow", "Longest window")],
                [Number("ultimate", p => Math.Max(p[0], Math.Max(p[1], p[2])))],
                (q, p, o) => UltimateOscillator.Compute(q.High, q.Low, q.Close, p[0], p[1], p[2], o[0]), aliases: ["ultimate"]),
            New("crsi", Group, "Connors RSI and its parts", "Connors and Alvarez (2012)",
                [Window(3, 1, "rsi", "Window of the price RSI"), Window(2, 1, "streakrsi", "Window of the streak RSI"),
                    Window(100, 1, "rank", "Earlier returns ranked against")], [Number("streak", p => 0), Number("rsi", p => p[0]),
                        Number("rsiStreak", p => p[1]), Number("percentRank", p => p[2] + 1),
                        Number("connorsRsi", p => Math.Max(p[2] + 1, Math.Max(p[0], p[1])))],
                        (q, p, o) => ConnorsRsi.Compute(q.Close, p[0], p[1], p[2], o[0], o[1], o[2], o[3], o[4]), aliases: ["connors-rsi"]),
            New("awesome", Group, "Awesome oscillator", "Williams (1998)", [Fast(5), Slow(34)], [Price("oscillator", p => p[1] - 1),
                Number("normalized", p => p[1] - 1)], (q, p, o) => Awesome.Compute(q.High, q.Low, p[0], p[1], o[0], o[1]), aliases: ["ao"]),
            New("bop", Group, "Balance of power", "Livshin (2001)", [Window(14)], [Number("bop", p => p[0] - 1)],
                (q, p, o) => BalanceOfPower.Compute(q.Open, q.High, q.Low, q.Close, p[0], o[0])),
            New("dpo", Group, "Detrended price oscillator, at the session at which it is known; charts draw it window/2 + 1 sessions earlier", "definition",
                [Window(14)], [Price("dpo", p => Math.Max(p[0] - 1, (p[0] / 2) + 1)), Price("sma", p => p[0] - 1)],
                (q, p, o) => Dpo.Compute(q.Close, p[0], o[0], o[1])),
            New("elder-ray", Group, "Elder-ray: bull and bear power", "Elder (1989)", [Window(13)], [Price("ema", p => p[0] - 1), Price("bullPower",
                p => p[0] - 1), Price("bearPower", p => p[0] - 1)], (q, p, o) => ElderRay.Compute(q.High, q.Low, q.Close, p[0], o[0], o[1], o[2])),
            New("fisher", Group, "Fisher transform of the middle price", "Ehlers (2002)", [Window(10)], [Number("fisher", p => 0), Number("trigger", p => 1)],
                (q, p, o) => OnMiddle(q, middle => Fisher.Compute(middle, p[0], o[0], o[1]))),
            New("pmo", Group, "Price momentum oscillator", "Swenlin",
                [Window(35, 2, "slow", "Window of the first smoothing"), Window(20, 2, "fast", "Window of the second smoothing"), Signal(10)], [Number("pmo",
                    p => p[0] + p[1] - 1), Number("signal", p => p[0] + p[1] + p[2] - 2)], (q, p, o) => Pmo.Compute(q.Close, p[0], p[1], p[2], o[0], o[1])),
            New("smi", Group, "Stochastic momentum index", "Blau (1993)",
                [Window(13), Window(25, 1, "first", "Window of the first average"), Window(2, 1, "second", "Window of the second average"), Signal(3)],
                [Number("smi", p => p[0] - 1), Number("signal", p => p[0] - 1)],
                (q, p, o) => Smi.Compute(q.High, q.Low, q.Close, p[0], p[1], p[2], p[3], o[0], o[1])),
            New("stc", Group, "Schaff trend cycle, single smoothing", "Schaff (1999)", [Window(10, 1, "cycle", "Sessions of the range"), Fast(23), Slow(50)],
                [Number("stc", p => p[0] + p[2], sparse: true)], (q, p, o) => SchaffTrendCycle.Compute(q.Close, p[0], p[1], p[2], o[0]), aliases: ["schaff"]),
        ];
    }
}
