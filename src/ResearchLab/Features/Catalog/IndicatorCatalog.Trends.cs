namespace ResearchLab.Features;

/// <content>Trend, channels and stops.</content>
public static partial class IndicatorCatalog
{
    private static IndicatorDefinition[] Trends()
    {
        const IndicatorGroup Group = IndicatorGroup.Trend;
        return
        [
            New("adx", Group, "Directional movement: +DI, −DI, DX, ADX and ADXR, the mean of ADX and ADX of window − 1 sessions earlier (TA-Lib's; "
                + "Wilder's goes back window); Wilder's seed, TA-Lib's is a movement shorter", "Wilder (1978)", [Window(14, 2)],
                [Number("pdi", p => p[0]), Number("mdi", p => p[0]), Number("dx", p => p[0]), Number("adx", p => (2 * p[0]) - 1), Number("adxr",
                    p => (3 * p[0]) - 2)], (q, p, o) => Dmi.Compute(q.High, q.Low, q.Close, p[0], o[0], o[1], o[2], o[3], o[4]), aliases: ["dmi"]),
            New("aroon", Group, "Aroon up, down and their difference; of equal extremes the earliest counts, in TA-Lib the latest", "Chande (1995)",
                [Window(25)], [Number("aroonUp", p => p[0]), Number("aroonDown", p => p[0]), Number("oscillator", p => p[0])],
                (q, p, o) => Aroon.Compute(q.High, q.Low, p[0], o[0], o[1], o[2])),
            New("psar", Group, "Parabolic stop and reverse, from the first reversal on; TA-Lib guesses the first side", "Wilder (1978)",
                [Factor("step", 0.02, 0.0001, 1, "Acceleration at first and by extreme"),
                    Factor("maximum", 0.2, 0.0001, 1, "Largest acceleration, at least step")],
                    [Price("sar", p => 2, sparse: true), Number("isReversal", p => 2, sparse: true)],
                    (q, p, o) => ParabolicSar.Compute(q.High, q.Low, p.Number(0), p.Number(1), o[0], o[1]), aliases: ["sar", "parabolic-sar"]),
            New("supertrend", Group, "SuperTrend: ATR bands that only tighten", "Seban", [Window(10), Multiplier(3, "ATRs from the middle price")],
                [Price("superTrend", p => p[0]), Price("upperBand", p => p[0], sparse: true), Price("lowerBand", p => p[0], sparse: true)],
                (q, p, o) => SuperTrend.Compute(q.High, q.Low, q.Close, p[0], p.Number(1), o[0], o[1], o[2])),
            New("atr-stop", Group, "ATR trailing stop", "definition", [Window(21), Multiplier(3, "ATRs from the close")],
                [Price("atrStop", p => p[0]), Price("buyStop", p => p[0], sparse: true), Price("sellStop", p => p[0], sparse: true), Price("atr", p => p[0])],
                (q, p, o) => AtrStop.Compute(q.High, q.Low, q.Close, p[0], p.Number(1), o[0], o[1], o[2], o[3])),
            New("vol-stop", Group, "Volatility system, from its first stop on", "Wilder (1978)", [Window(7, 2), Multiplier(3, "ATRs from the best close")],
                [Price("sar", p => p[0] + 1, sparse: true), Number("isStop", p => p[0] + 1, sparse: true), Price("upperBand", p => p[0] + 1, sparse: true),
                    Price("lowerBand", p => p[0] + 1, sparse: true)],
                    (q, p, o) => VolatilityStop.Compute(q.High, q.Low, q.Close, p[0], p.Number(1), o[0], o[1], o[2], o[3]), aliases: ["volatility-stop"]),
            New("chexit", Group, "Chandelier exit of longs and of shorts", "Le Beau", [Window(22), Multiplier(3, "ATRs from the extreme")],
                [Price("chandelierExit", p => p[0]), Price("chandelierShort", p => p[0])],
                (q, p, o) => Chandelier.Compute(q.High, q.Low, q.Close, p[0], p.Number(1), o[0], o[1]), aliases: ["chandelier"]),
            New("keltner", Group, "Keltner channel: EMA ± ATRs", "Keltner (1960), Raschke",
                [Window(20), Multiplier(2, "ATRs from the middle"), Window(10, 1, "atr", "Window of the ATR")],
                [Price("centerline", p => Math.Max(p[0] - 1, p[2])), Price("upperBand", p => Math.Max(p[0] - 1, p[2])),
                    Price("lowerBand", p => Math.Max(p[0] - 1, p[2])), Number("width", p => Math.Max(p[0] - 1, p[2]))],
                    (q, p, o) => Keltner.Compute(q.High, q.Low, q.Close, p[0], p.Number(1), p[2], o[0], o[1], o[2], o[3])),
            New("starc", Group, "STARC bands: SMA ± ATRs", "Stoller", [Window(5), Multiplier(2, "ATRs from the middle"),
                Window(10, 1, "atr", "Window of the ATR")], [Price("centerline", p => p[0] - 1), Price("upperBand", p => Math.Max(p[0] - 1, p[2])),
                    Price("lowerBand", p => Math.Max(p[0] - 1, p[2]))],
                    (q, p, o) => Starc.Compute(q.High, q.Low, q.Close, p[0], p.Number(1), p[2], o[0], o[1], o[2])),
            New("donchian", Group, "Donchian channel of the sessions before this one", "Donchian (1960)", [Window(20)],
                [Price("upperBand", p => p[0]), Price("centerline", p => p[0]), Price("lowerBand", p => p[0]), Number("width", p => p[0])],
                (q, p, o) => Donchian.Compute(q.High, q.Low, p[0], o[0], o[1], o[2], o[3])),
            New("ichimoku", Group, "Ichimoku cloud; without the chikou span, which is a later close", "Hosoda (1969)",
                [Window(9, 1, "tenkan", "Window of the conversion line"), Window(26, 1, "kijun", "Window of the base line and delay of the spans"), Window(52,
                    1, "senkou", "Window of span B")], [Price("tenkanSen", p => p[0] - 1), Price("kijunSen", p => p[1] - 1),
                        Price("senkouSpanA", p => p[1] + Math.Max(p[0], p[1]) - 1), Price("senkouSpanB", p => p[1] + p[2] - 1)],
                        (q, p, o) => Ichimoku.Compute(q.High, q.Low, p[0], p[1], p[2], o[0], o[1], o[2], o[3])),
            New("vortex", Group, "Vortex indicator", "Botes and Siepman (2010)", [Window(14)], [Number("pvi", p => p[0]), Number("nvi", p => p[0])],
                (q, p, o) => Vortex.Compute(q.High, q.Low, q.Close, p[0], o[0], o[1])),
            New("fcb", Group, "Fractal chaos bands", "Williams (1995)", [Window(2, 1, "span", "Sessions on either side of a fractal")], [Price("upperBand",
                p => 2 * p[0], sparse: true), Price("lowerBand", p => 2 * p[0], sparse: true)], (q, p, o) => Fractal.Bands(q.High, q.Low, p[0], o[0], o[1])),
            New("gator", Group, "Gator oscillator: how far the alligator's lines are apart; expanding is 1 or 0", "Williams (1995)", [],
                [Price("upper", p => 20), Price("lower", p => 12), Number("upperIsExpanding", p => 21), Number("lowerIsExpanding", p => 13)],
                (q, p, o) => Gator.Compute(q.High, q.Low, o[0], o[1], o[2], o[3])),
        ];
    }
}
