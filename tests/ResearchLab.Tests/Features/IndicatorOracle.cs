using ResearchLab.Market;

namespace ResearchLab.Tests.Features;

/// <summary>Definitions of indicators written out as slowly and literally as possible, with the catalogue's default parameters.</summary>
internal sealed class IndicatorOracle(BarSeries bars)
{
    private readonly double[] _open = bars.Open, _high = bars.High, _low = bars.Low, _close = bars.Close, _volume = bars.Volume;

    /// <summary>By <c>indicator.column</c>, the value at a row past the warm-up.</summary>
    public Dictionary<string, Func<int, double>> Columns()
    {
        double[] ema13 = Ema(_close, 13), change = [double.NaN, .. Enumerable.Range(1, _close.Length - 1).Select(i => _close[i] - _close[i - 1])];
        double[] atr14 = Smoothed(TrueRanges(), 14, 1.0 / 14), atr10 = Smoothed(TrueRanges(), 10, 0.1), ema20 = Ema(_close, 20);
        double[] middle = [.. _high.Zip(_low, (high, low) => (high + low) / 2)];
        double[] ppo = [.. Ema(_close, 12).Zip(Ema(_close, 26), (fast, slow) => 100 * (fast - slow) / slow)], ppoSignal = Ema(ppo, 9);
        double[] tsi = [.. Ema(Ema(change, 25), 13).Zip(Ema(Ema([.. change.Select(Math.Abs)], 25), 13), (up, all) => 100 * up / all)], tsiSignal = Ema(tsi, 7);
        double[] pmo = Smoothed([.. Smoothed([.. Enumerable.Range(0, _close.Length).Select(i => i == 0 ? double.NaN : 100 * ((_close[i] / _close[i - 1]) - 1))],
            35, 2.0 / 35).Select(value => 10 * value)], 20, 0.1);
        double[] pmoSignal = Ema(pmo, 10), line = AccumulationLine(), fastLine = Ema(line, 3), slowLine = Ema(line, 10), rsi = Rsi(14);
        double[] macd = [.. Ema(_close, 23).Zip(Ema(_close, 50), (fast, slow) => fast - slow)], t3 = T3(5, 0.7);
        double[] fisher = Fisher(middle);
        (double[] plus, double[] minus, double[] dx, double[] adx) = Directional(14);
        (double[] sar, double[] reversal) = ParabolicSar();
        (double[] haOpen, double[] haClose) = HeikinAshi();
        return new Dictionary<string, Func<int, double>>(StringComparer.Ordinal)
        {
            ["wma.wma"] = t => Enumerable.Range(1, 14).Sum(k => k * _close[t - 14 + k]) / 105,
            ["smma.smma"] = t => Smoothed(_close, 20, 0.05)[t],
            ["alma.alma"] = t => Alma(t),
            ["epma.epma"] = t => Line(t, 10).At(t + 1),
            ["slope.slope"] = t => Line(t, 14).Slope,
            ["slope.intercept"] = t => Line(t, 14).Intercept,
            ["slope.stdDev"] = t => Math.Sqrt(Window(_close, t, 14).Average(value => Math.Pow(value - Window(_close, t, 14).Average(), 2))),
            ["slope.rSquared"] = t => Line(t, 14).RSquared,
            ["t3.t3"] = t => t3[t],
            ["vwma.vwma"] = t => Window(_close, t, 14).Zip(Window(_volume, t, 14), (price, shares) => price * shares).Sum() / Window(_volume, t, 14).Sum(),
            ["ma-env.upperEnvelope"] = t => 1.025 * Window(_close, t, 20).Average(),
            ["ma-env.lowerEnvelope"] = t => 0.975 * Window(_close, t, 20).Average(),
            ["sma-analysis.mad"] = t => Window(_close, t, 20).Average(value => Math.Abs(value - Window(_close, t, 20).Average())),
            ["sma-analysis.mse"] = t => Window(_close, t, 20).Average(value => Math.Pow(value - Window(_close, t, 20).Average(), 2)),
            ["sma-analysis.mape"] = t => Window(_close, t, 20).Average(value => Math.Abs(value - Window(_close, t, 20).Average()) / value),
            ["tr.tr"] = t => TrueRange(t),
            ["atr.atr"] = t => atr14[t],
            ["atr.atrp"] = t => 100 * atr14[t] / _close[t],
            ["bb.upperBand"] = t => Band(t, 2),
            ["bb.lowerBand"] = t => Band(t, -2),
            ["bb.percentB"] = t => (_close[t] - Band(t, -2)) / (Band(t, 2) - Band(t, -2)),
            ["bb.width"] = t => (Band(t, 2) - Band(t, -2)) / Band(t, 0),
            ["bb.zScore"] = t => (_close[t] - Band(t, 0)) / (Band(t, 1) - Band(t, 0)),
            ["keltner.upperBand"] = t => ema20[t] + (2 * atr10[t]),
            ["keltner.width"] = t => 4 * atr10[t] / ema20[t],
            ["chop.chop"] = t => 100 * Math.Log10(Enumerable.Range(t - 13, 14).Sum(TrueRange)
                / (Enumerable.Range(t - 13, 14).Max(i => Math.Max(_high[i], _close[i - 1]))
                    - Enumerable.Range(t - 13, 14).Min(i => Math.Min(_low[i], _close[i - 1])))) / Math.Log10(14),
            ["cmo.cmo"] = t => 100 * Window(change, t, 14).Sum() / Window(change, t, 14).Sum(Math.Abs),
            ["vortex.pvi"] = t => Enumerable.Range(t - 13, 14).Sum(i => Math.Abs(_high[i] - _low[i - 1])) / Enumerable.Range(t - 13, 14).Sum(TrueRange),
            ["vortex.nvi"] = t => Enumerable.Range(t - 13, 14).Sum(i => Math.Abs(_low[i] - _high[i - 1])) / Enumerable.Range(t - 13, 14).Sum(TrueRange),
            ["ichimoku.tenkanSen"] = t => Middle(t, 9),
            ["ichimoku.kijunSen"] = t => Middle(t, 26),
            ["ichimoku.senkouSpanA"] = t => (Middle(t - 26, 9) + Middle(t - 26, 26)) / 2,
            ["ichimoku.senkouSpanB"] = t => Middle(t - 26, 52),
            ["awesome.oscillator"] = t => Window(middle, t, 5).Average() - Window(middle, t, 34).Average(),
            ["awesome.normalized"] = t => 100 * (Window(middle, t, 5).Average() - Window(middle, t, 34).Average()) / middle[t],
            ["bop.bop"] = t => Enumerable.Range(t - 13, 14).Average(i => (_close[i] - _open[i]) / (_high[i] - _low[i])),
            ["elder-ray.bullPower"] = t => _high[t] - ema13[t],
            ["elder-ray.bearPower"] = t => _low[t] - ema13[t],
            ["roc.roc"] = t => 100 * ((_close[t] / _close[t - 14]) - 1),
            ["roc.momentum"] = t => _close[t] - _close[t - 14],
            ["ppo.ppo"] = t => ppo[t],
            ["ppo.signal"] = t => ppoSignal[t],
            ["ppo.histogram"] = t => ppo[t] - ppoSignal[t],
            ["tsi.tsi"] = t => tsi[t],
            ["tsi.signal"] = t => tsiSignal[t],
            ["pmo.pmo"] = t => pmo[t],
            ["pmo.signal"] = t => pmoSignal[t],
            ["uo.ultimate"] = t => 100 * ((4 * Pressure(t, 7)) + (2 * Pressure(t, 14)) + Pressure(t, 28)) / 7,
            ["mfi.mfi"] = MoneyFlowIndex,
            ["stoch-rsi.stochRsi"] = t => Place(rsi, t, 14),
            ["stoch-rsi.signal"] = t => (Place(rsi, t, 14) + Place(rsi, t - 1, 14) + Place(rsi, t - 2, 14)) / 3,
            ["stc.stc"] = t => (Place(macd, t, 10) + Place(macd, t - 1, 10) + Place(macd, t - 2, 10)) / 3,
            ["dpo.dpo"] = t => _close[t - 8] - Window(_close, t, 14).Average(),
            ["fisher.fisher"] = t => fisher[t],
            ["fisher.trigger"] = t => fisher[t - 1],
            ["adx.pdi"] = t => plus[t],
            ["adx.mdi"] = t => minus[t],
            ["adx.dx"] = t => dx[t],
            ["adx.adx"] = t => adx[t],
            ["adx.adxr"] = t => (adx[t] + adx[t - 13]) / 2,
            ["psar.sar"] = t => sar[t],
            ["psar.isReversal"] = t => reversal[t],
            ["chaikin-osc.adl"] = t => line[t],
            ["chaikin-osc.oscillator"] = t => fastLine[t] - slowLine[t],
            ["heikinashi.open"] = t => haOpen[t],
            ["heikinashi.close"] = t => haClose[t],
            ["heikinashi.high"] = t => new[] { _high[t], haOpen[t], haClose[t] }.Max(),
            ["heikinashi.low"] = t => new[] { _low[t], haOpen[t], haClose[t] }.Min(),
            ["crsi.percentRank"] = t => Enumerable.Range(1, 100).Count(k => (_close[t - k] / _close[t - k - 1]) - 1 < (_close[t] / _close[t - 1]) - 1),
            ["percent-rank.percentRank"] = t => Enumerable.Range(1, 100).Count(k => _close[t - k] < _close[t]),
            ["doji.match"] = t => Math.Abs((_close[t] - _open[t]) / _open[t]) <= 0.001 ? 1 : 0,
            ["fractal.fractalBear"] = t => new[] { 0, 1, 3, 4 }.All(k => _high[t - k] < _high[t - 2]) ? _high[t - 2] : double.NaN,
            ["fractal.fractalBull"] = t => new[] { 0, 1, 3, 4 }.All(k => _low[t - k] > _low[t - 2]) ? _low[t - 2] : double.NaN,
            ["rolling-pivots.pp"] = t => Pivot(t).Pivot,
            ["rolling-pivots.r1"] = t => (2 * Pivot(t).Pivot) - Pivot(t).Low,
            ["rolling-pivots.s2"] = t => Pivot(t).Pivot - Pivot(t).High + Pivot(t).Low,
            ["rolling-pivots.r3"] = t => Pivot(t).High + (2 * (Pivot(t).Pivot - Pivot(t).Low)),
            ["pivot-points.pp"] = t => MonthPivot(t).Pivot,
            ["pivot-points.s1"] = t => (2 * MonthPivot(t).Pivot) - MonthPivot(t).High,
            ["pivot-points.s3"] = t => MonthPivot(t).Low - (2 * (MonthPivot(t).High - MonthPivot(t).Pivot)),
        };
    }

    private static double[] Window(double[] values, int t, int n) => values[(t - n + 1)..(t + 1)];

    private static double Place(double[] values, int t, int n) =>
        100 * (values[t] - Window(values, t, n).Min()) / (Window(values, t, n).Max() - Window(values, t, n).Min());

    private static double[] Ema(double[] values, int n) => Smoothed(values, n, 2.0 / (n + 1));

    private static double[] Smoothed(double[] values, int n, double factor)
    {
        double[] smooth = [.. values.Select(_ => double.NaN)];
        int first = Array.FindIndex(values, value => !double.IsNaN(value)) + n - 1;
        smooth[first] = Window(values, first, n).Average();
        for (int i = first + 1; i < values.Length; i++)
            smooth[i] = (factor * values[i]) + ((1 - factor) * smooth[i - 1]);
        return smooth;
    }

    private double TrueRange(int t) => new[] { _high[t] - _low[t], Math.Abs(_high[t] - _close[t - 1]), Math.Abs(_low[t] - _close[t - 1]) }.Max();

    private double[] TrueRanges() => [double.NaN, .. Enumerable.Range(1, _close.Length - 1).Select(TrueRange)];

    private double Middle(int t, int n) => (Window(_high, t, n).Max() + Window(_low, t, n).Min()) / 2;

    private double Band(int t, double deviations)
    {
        double mean = Window(_close, t, 20).Average();
        return mean + (deviations * Math.Sqrt(Window(_close, t, 20).Average(value => (value - mean) * (value - mean))));
    }

    private double Pressure(int t, int n) =>
        Enumerable.Range(t - n + 1, n).Sum(i => _close[i] - Math.Min(_low[i], _close[i - 1])) / Enumerable.Range(t - n + 1, n).Sum(TrueRange);

    private double MoneyFlowIndex(int t)
    {
        double Typical(int i) => (_high[i] + _low[i] + _close[i]) / 3;
        double up = 0, down = 0;
        for (int i = t - 13; i <= t; i++)
        {
            up += Typical(i) > Typical(i - 1) ? Typical(i) * _volume[i] : 0;
            down += Typical(i) < Typical(i - 1) ? Typical(i) * _volume[i] : 0;
        }

        return 100 - (100 / (1 + (up / down)));
    }

    private double Alma(int t)
    {
        double[] weights = [.. Enumerable.Range(0, 9).Select(k => Math.Exp(-Math.Pow(k - (0.85 * 8), 2) / (2 * Math.Pow(9 / 6.0, 2))))];
        return weights.Zip(Window(_close, t, 9), (weight, value) => weight * value).Sum() / weights.Sum();
    }

    private (double Slope, double Intercept, double RSquared, Func<double, double> At) Line(int t, int n)
    {
        double[] x = [.. Enumerable.Range(t - n + 2, n).Select(i => (double)i)], y = Window(_close, t, n);
        double meanX = x.Average(), meanY = y.Average();
        double xy = x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum(), xx = x.Sum(a => (a - meanX) * (a - meanX)), yy = y.Sum(b => (b - meanY) * (b - meanY));
        double slope = xy / xx, intercept = meanY - (slope * meanX);
        return (slope, intercept, xy * xy / (xx * yy), at => intercept + (slope * at));
    }

    private double[] T3(int n, double a)
    {
        double factor = 2.0 / (n + 1);
        var stages = new double[7][];
        stages[0] = _close;
        for (int stage = 1; stage <= 6; stage++)
        {
            stages[stage] = [.. _close];
            for (int i = 0; i < _close.Length; i++)
                stages[stage][i] = i == 0 ? _close[0] : (factor * stages[stage - 1][i]) + ((1 - factor) * stages[stage][i - 1]);
        }

        double c1 = -a * a * a, c2 = (3 * a * a) + (3 * a * a * a), c3 = (-6 * a * a) - (3 * a) - (3 * a * a * a), c4 = 1 + (3 * a) + (a * a * a) + (3 * a * a);
        return [.. _close.Select((_, i) => (c1 * stages[6][i]) + (c2 * stages[5][i]) + (c3 * stages[4][i]) + (c4 * stages[3][i]))];
    }

    private double[] Rsi(int n)
    {
        double[] change = [double.NaN, .. Enumerable.Range(1, _close.Length - 1).Select(i => _close[i] - _close[i - 1])];
        double[] gains = Smoothed([.. change.Select(value => Math.Max(value, 0))], n, 1.0 / n),
            losses = Smoothed([.. change.Select(value => Math.Max(-value, 0))], n, 1.0 / n);
        return [.. gains.Zip(losses, (gain, loss) => 100 - (100 / (1 + (gain / loss))))];
    }

    private double[] AccumulationLine()
    {
        double total = 0;
        return [.. Enumerable.Range(0, _close.Length).Select(i => total += ((2 * _close[i]) - _low[i] - _high[i]) / (_high[i] - _low[i]) * _volume[i])];
    }

    private static double[] Fisher(double[] price)
    {
        double[] place = new double[price.Length], fisher = new double[price.Length];
        for (int i = 1; i < price.Length; i++)
        {
            double[] range = price[Math.Max(0, i - 9)..(i + 1)];
            double raw = (2 * 0.33 * (((price[i] - range.Min()) / (range.Max() - range.Min())) - 0.5)) + (0.67 * place[i - 1]);
            place[i] = raw > 0.99 ? 0.999 : raw < -0.99 ? -0.999 : raw;
            fisher[i] = (0.5 * Math.Log((1 + place[i]) / (1 - place[i]))) + (0.5 * fisher[i - 1]);
        }

        return fisher;
    }

    private (double[] Plus, double[] Minus, double[] Dx, double[] Adx) Directional(int n)
    {
        int rows = _close.Length;
        double[] up = new double[rows], down = new double[rows];
        (up[0], down[0]) = (double.NaN, double.NaN);
        for (int i = 1; i < rows; i++)
        {
            double rise = _high[i] - _high[i - 1], fall = _low[i - 1] - _low[i];
            up[i] = rise > fall && rise > 0 ? rise : 0;
            down[i] = fall > rise && fall > 0 ? fall : 0;
        }

        // Wilder's smoothed sums are n times his smoothed means, and the n cancels.
        double[] range = Smoothed(TrueRanges(), n, 1.0 / n);
        double[] plus = [.. Smoothed(up, n, 1.0 / n).Zip(range, (move, all) => 100 * move / all)],
            minus = [.. Smoothed(down, n, 1.0 / n).Zip(range, (move, all) => 100 * move / all)];
        double[] dx = [.. plus.Zip(minus, (a, b) => 100 * Math.Abs(a - b) / (a + b))];
        return (plus, minus, dx, Smoothed(dx, n, 1.0 / n));
    }

    private (double[] Sar, double[] Reversal) ParabolicSar()
    {
        int rows = _close.Length, side = 1;
        double[] sar = [.. _close.Select(_ => double.NaN)], reversal = [.. _close.Select(_ => double.NaN)];
        double stop = _low[0], extreme = _high[0], speed = 0.02;
        bool known = false;
        for (int t = 1; t < rows; t++)
        {
            double next = stop + (speed * (extreme - stop));
            for (int back = 1; t >= 2 && back <= 2; back++)
                next = side > 0 ? Math.Min(next, _low[t - back]) : Math.Max(next, _high[t - back]);
            bool crossed = side > 0 ? _low[t] < next : _high[t] > next;
            double shown = crossed ? extreme : next;
            if (known)
                (sar[t], reversal[t]) = (shown, crossed ? 1 : 0);
            if (crossed)
            {
                (side, speed, known) = (-side, 0.02, true);
                extreme = side > 0 ? _high[t] : _low[t];
            }
            else if (side > 0 ? _high[t] > extreme : _low[t] < extreme)
            {
                extreme = side > 0 ? _high[t] : _low[t];
                speed = Math.Min(0.2, speed + 0.02);
            }

            stop = shown;
        }

        return (sar, reversal);
    }

    private (double[] Open, double[] Close) HeikinAshi()
    {
        double[] close = [.. Enumerable.Range(0, _close.Length).Select(i => (_open[i] + _high[i] + _low[i] + _close[i]) / 4)], open = [.. _open];
        for (int i = 0; i < open.Length; i++)
            open[i] = i == 0 ? (_open[0] + _close[0]) / 2 : (open[i - 1] + close[i - 1]) / 2;
        return (open, close);
    }

    private (double Pivot, double High, double Low) Pivot(int t)
    {
        double high = Window(_high, t - 1, 20).Max(), low = Window(_low, t - 1, 20).Min();
        return ((high + low + _close[t - 1]) / 3, high, low);
    }

    private (double Pivot, double High, double Low) MonthPivot(int t)
    {
        DateOnly before = bars.Sessions[t].AddMonths(-1);
        int[] rows = [.. Enumerable.Range(0, t).Where(i => bars.Sessions[i].Year == before.Year && bars.Sessions[i].Month == before.Month)];
        if (rows.Length == 0)
            return (double.NaN, double.NaN, double.NaN);
        double high = rows.Max(i => _high[i]), low = rows.Min(i => _low[i]);
        return ((high + low + _close[rows[^1]]) / 3, high, low);
    }
}
