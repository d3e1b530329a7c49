using ResearchLab.Options;
using ResearchLab.Time;

namespace ResearchLab.Tests.Features;

/// <summary>The 84 definitions written out as slowly and literally as possible, for complete data.</summary>
internal sealed class FeatureOracle(SampleMarket market)
{
    private readonly double[] _open = market.Bars.Open, _high = market.Bars.High, _low = market.Bars.Low, _close = market.Bars.Close,
        _volume = market.Bars.Volume;
    private readonly double[] _marketClose = market.Context.Market.Close, _vix = market.Context.Vix.Values;

    public Dictionary<string, Func<int, double>> Features()
    {
        var features = new Dictionary<string, Func<int, double>>(StringComparer.Ordinal);
        foreach (int n in (int[])[1, 5, 10, 21, 63, 126])
            features[$"ret_{n}d"] = t => Math.Log(_close[t] / _close[t - n]);
        foreach (int n in (int[])[10, 20, 50, 200])
            features[$"close_to_sma{n}"] = t => (_close[t] / Mean(_close, t, n)) - 1;
        foreach (int n in (int[])[5, 10, 21, 63])
            features[$"hv{n}"] = t => Hv(t, n);
        features["gap_open"] = t => Math.Log(_open[t] / _close[t - 1]);
        features["sma20_to_sma50"] = t => (Mean(_close, t, 20) / Mean(_close, t, 50)) - 1;
        features["sma50_to_sma200"] = t => (Mean(_close, t, 50) / Mean(_close, t, 200)) - 1;
        features["ema12_to_ema26"] = t => (Ema(_close, 12)[t] / Ema(_close, 26)[t]) - 1;
        features["macd_hist_atr"] = MacdHistogramInAtrs;
        features["adx14"] = t => Directional(14, t).Adx;
        features["di_spread14"] = t => Directional(14, t).Plus - Directional(14, t).Minus;
        features["aroon_osc25"] = t =>
        {
            double[] highs = Last(_high, t, 26), lows = Last(_low, t, 26);
            return 100.0 / 25 * (Array.LastIndexOf(highs, highs.Max()) - Array.LastIndexOf(lows, lows.Min()));
        };
        features["trend_slope21"] = t => 252 * Fit(t).Slope;
        features["trend_r2_21"] = t => Fit(t).R2;

        features["rsi5"] = t => Rsi(_close, 5)[t];
        features["rsi14"] = t => Rsi(_close, 14)[t];
        features["stoch_k14"] = t => FastK(t);
        features["stoch_d14_3"] = t => (FastK(t) + FastK(t - 1) + FastK(t - 2)) / 3;
        features["stoch_rsi14"] = t =>
        {
            double[] rsi = Last(Rsi(_close, 14), t, 14);
            return 100 * (rsi[^1] - rsi.Min()) / (rsi.Max() - rsi.Min());
        };
        features["cci20"] = t =>
        {
            double[] typical = Last(Typical(), t, 20);
            return (typical[^1] - typical.Average()) / (0.015 * typical.Average(value => Math.Abs(value - typical.Average())));
        };
        features["mfi14"] = MoneyFlowIndex;
        features["trix15"] = t =>
        {
            double[] triple = Ema(Ema(Ema(_close, 15), 15), 15);
            return 100 * ((triple[t] / triple[t - 1]) - 1);
        };
        features["ultimate_osc"] = t => 100.0 / 7 * ((4 * Pressure(t, 7)) + (2 * Pressure(t, 14)) + Pressure(t, 28));
        features["connors_rsi"] = t =>
        {
            double[] streaks = [double.NaN, .. Enumerable.Range(1, _close.Length - 1).Select(Streak)];
            double rank = Enumerable.Range(1, 100).Count(k => Return(t - k) < Return(t));
            return (Rsi(_close, 3)[t] + Rsi(streaks, 2)[t] + rank) / 3;
        };
        features["efficiency10"] = t => Math.Abs(_close[t] - _close[t - 10]) / Enumerable.Range(0, 10).Sum(k => Math.Abs(_close[t - k] - _close[t - k - 1]));
        features["streak"] = Streak;

        features["parkinson21"] = t => Math.Sqrt(252 * Rows(t, 21).Average(i => Math.Pow(Math.Log(_high[i] / _low[i]), 2)) / (4 * Math.Log(2)));
        features["garman_klass21"] = t => Math.Sqrt(252 * Rows(t, 21).Average(i =>
            (0.5 * Math.Pow(Math.Log(_high[i] / _low[i]), 2)) - (((2 * Math.Log(2)) - 1) * Math.Pow(Math.Log(_close[i] / _open[i]), 2))));
        features["yang_zhang21"] = YangZhang;
        features["atr14_pct"] = t => Atr(14)[t] / _close[t];
        features["bb_width20"] = t => 4 * PopulationDeviation(t) / Mean(_close, t, 20);
        features["bb_pctb20"] = t => (_close[t] - (Mean(_close, t, 20) - (2 * PopulationDeviation(t)))) / (4 * PopulationDeviation(t));
        features["hv5_to_hv63"] = t => Hv(t, 5) / Hv(t, 63);
        features["hv21_pctile252"] = t => Share(Rows(t, 252).Select(i => Hv(i, 21)));
        features["vol_of_vol63"] = t => Math.Sqrt(252 * SampleVariance(Rows(t, 63).Select(i => Math.Log(Hv(i, 10) / Hv(i - 1, 10)))));
        features["skew63"] = t => Standardised(t, 3) * Math.Sqrt(63.0 * 62) / 61;
        features["kurt63"] = t => 62.0 / (61 * 60) * ((64 * (Standardised(t, 4) - 3)) + 6);
        features["downside_share21"] = t => Rows(t, 21).Sum(i => Return(i) < 0 ? Return(i) * Return(i) : 0) / Rows(t, 21).Sum(i => Return(i) * Return(i));

        features["rel_volume20"] = t => _volume[t] / Mean(_volume, t, 20);
        features["volume_z63"] = t =>
            (Math.Log(_volume[t]) - Rows(t, 63).Average(i => Math.Log(_volume[i]))) / Math.Sqrt(SampleVariance(Rows(t, 63).Select(i => Math.Log(_volume[i]))));
        features["obv_slope21"] = ObvSlope;
        features["cmf20"] = t =>
            Rows(t, 20).Sum(i => (_close[i] - _low[i] - (_high[i] - _close[i])) / (_high[i] - _low[i]) * _volume[i]) / Rows(t, 20).Sum(i => _volume[i]);
        features["vwap_dist20"] = t => (_close[t] / (Rows(t, 20).Sum(i => Typical()[i] * _volume[i]) / Rows(t, 20).Sum(i => _volume[i]))) - 1;
        features["amihud21"] = t => 1e9 * Rows(t, 21).Average(i => Math.Abs(Return(i)) / (_close[i] * _volume[i]));

        AddChain(features);
        features["vix"] = t => _vix[t];
        features["vix_change5d"] = t => _vix[t] - _vix[t - 5];
        features["vix_pctile252"] = t => Share(Last(_vix, t, 252));
        features["vix_term"] = t => _vix[t] / market.Context.Vix3M.Values[t];
        features["market_ret21"] = t => Math.Log(_marketClose[t] / _marketClose[t - 21]);
        features["market_to_sma200"] = t => (_marketClose[t] / Mean(_marketClose, t, 200)) - 1;
        features["beta63"] = t => Covariance(t) / Rows(t, 63).Average(i => Math.Pow(MarketReturn(i) - Rows(t, 63).Average(MarketReturn), 2));
        features["corr63"] = t => Covariance(t) / Math.Sqrt(
            SampleVariance(Rows(t, 63).Select(Return)) * SampleVariance(Rows(t, 63).Select(MarketReturn))) * 63 / 62;
        features["drawdown252"] = t => (_close[t] / Last(_close, t, 252).Max()) - 1;
        features["tbill_13w"] = t => market.Context.TBill13W.Values[t];

        features["day_of_week"] = t =>
            1 + Array.IndexOf([DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday], Session(t).DayOfWeek);
        features["sessions_to_opex"] = t => SessionsUntil(t, day => day == OptionExpiries.Monthly(day.Year, day.Month));
        features["sessions_to_month_end"] = t => SessionsUntil(t, day => ExchangeCalendar.Nyse.Next(day).Month != day.Month);
        features["days_to_next_session"] = t => Enumerable.Range(1, 10).First(days => ExchangeCalendar.Nyse.IsSession(Session(t).AddDays(days)));
        return features;
    }

    private void AddChain(Dictionary<string, Func<int, double>> features)
    {
        ChainSummary[] chains = market.Chains;
        double[] iv = [.. chains.Select(chain => chain.AtmIv30)];
        features["atm_iv30"] = t => iv[t];
        features["iv_rank252"] = t => (iv[t] - Last(iv, t, 252).Min()) / (Last(iv, t, 252).Max() - Last(iv, t, 252).Min());
        features["iv_pctile252"] = t => Share(Last(iv, t, 252));
        features["iv_hv_spread"] = t => iv[t] - YangZhang(t);
        features["iv_change1d"] = t => iv[t] - iv[t - 1];
        features["iv_change5d"] = t => iv[t] - iv[t - 5];
        features["term_slope_30_60"] = t => chains[t].AtmIv60 - iv[t];
        features["term_slope_30_90"] = t => chains[t].AtmIv90 - iv[t];
        features["skew_25d_30"] = t => chains[t].PutIv25Delta30 - chains[t].CallIv25Delta30;
        features["butterfly_25d_30"] = t => (0.5 * (chains[t].PutIv25Delta30 + chains[t].CallIv25Delta30)) - iv[t];
        features["put_call_volume"] = t => Math.Log((chains[t].PutVolume + 1) / (chains[t].CallVolume + 1));
        features["put_call_oi"] = t => Math.Log((chains[t].PutOpenInterest + 1) / (chains[t].CallOpenInterest + 1));
        features["max_pain_dist"] = t => (chains[t].MaxPainStrike / _close[t]) - 1;
        features["expected_move30"] = t => chains[t].StraddleMid30 / _close[t];
        features["gamma_exposure"] = t => chains[t].DollarGamma / (_close[t] * Mean(_volume, t, 21));
        features["atm_spread_pct"] = t => chains[t].AtmSpreadPct;
    }

    private static IEnumerable<int> Rows(int t, int n) => Enumerable.Range(t - n + 1, n);

    private static double[] Last(double[] values, int t, int n) => values[(t - n + 1)..(t + 1)];

    private static double Mean(double[] values, int t, int n) => Last(values, t, n).Average();

    private static double SampleVariance(IEnumerable<double> values)
    {
        double[] all = [.. values];
        return all.Sum(value => Math.Pow(value - all.Average(), 2)) / (all.Length - 1);
    }

    private static double Share(IEnumerable<double> values)
    {
        double[] all = [.. values];
        return all.Count(value => value <= all[^1]) / (double)all.Length;
    }

    private static double[] Ema(double[] values, int n)
    {
        double[] result = [.. Enumerable.Repeat(double.NaN, values.Length)];
        int first = Array.FindIndex(values, double.IsFinite) + n - 1;
        result[first] = Mean(values, first, n);
        for (int i = first + 1; i < values.Length; i++)
            result[i] = (2.0 / (n + 1) * values[i]) + ((1 - (2.0 / (n + 1))) * result[i - 1]);
        return result;
    }

    private static double[] Rsi(double[] values, int n)
    {
        double[] result = new double[values.Length];
        int start = Array.FindIndex(values, double.IsFinite);
        double up = 0, down = 0;
        for (int i = start + 1; i < values.Length; i++)
        {
            double gain = Math.Max(values[i] - values[i - 1], 0), loss = Math.Max(values[i - 1] - values[i], 0);
            if (i <= start + n)
            {
                up += gain / n;
                down += loss / n;
            }
            else
            {
                up = ((up * (n - 1)) + gain) / n;
                down = ((down * (n - 1)) + loss) / n;
            }

            result[i] = 100 - (100 / (1 + (up / down)));
        }

        return result;
    }

    private DateOnly Session(int t) => market.Bars.Sessions[t];

    private int SessionsUntil(int t, Func<DateOnly, bool> reached)
    {
        int count = 0;
        for (DateOnly day = Session(t); !reached(day); day = ExchangeCalendar.Nyse.Next(day))
            count++;
        return count;
    }

    private double Return(int t) => Math.Log(_close[t] / _close[t - 1]);

    private double MarketReturn(int t) => Math.Log(_marketClose[t] / _marketClose[t - 1]);

    private double Covariance(int t) =>
        Rows(t, 63).Average(i => (Return(i) - Rows(t, 63).Average(Return)) * (MarketReturn(i) - Rows(t, 63).Average(MarketReturn)));

    private double Hv(int t, int n) => Math.Sqrt(252 * SampleVariance(Rows(t, n).Select(Return)));

    private double Standardised(int t, int power)
    {
        double mean = Rows(t, 63).Average(Return), variance = Rows(t, 63).Average(i => Math.Pow(Return(i) - mean, 2));
        return Rows(t, 63).Average(i => Math.Pow(Return(i) - mean, power)) / Math.Pow(variance, power / 2.0);
    }

    private double PopulationDeviation(int t) => Math.Sqrt(SampleVariance(Last(_close, t, 20)) * 19 / 20);

    private double[] Typical() => [.. Enumerable.Range(0, _close.Length).Select(i => (_high[i] + _low[i] + _close[i]) / 3)];

    private double Streak(int t)
    {
        int sign = Math.Sign(_close[t] - _close[t - 1]), count = 0;
        for (int i = t; i > 0 && sign != 0 && Math.Sign(_close[i] - _close[i - 1]) == sign; i--)
            count += sign;
        return count;
    }

    private double FastK(int t) => 100 * (_close[t] - Last(_low, t, 14).Min()) / (Last(_high, t, 14).Max() - Last(_low, t, 14).Min());

    private double TrueRange(int i) => Math.Max(_high[i] - _low[i], Math.Max(Math.Abs(_high[i] - _close[i - 1]), Math.Abs(_low[i] - _close[i - 1])));

    private double Pressure(int t, int n) => Rows(t, n).Sum(i => _close[i] - Math.Min(_low[i], _close[i - 1])) / Rows(t, n).Sum(TrueRange);

    private double[] Atr(int n)
    {
        double[] result = new double[_close.Length];
        result[n] = Rows(n, n).Average(TrueRange);
        for (int i = n + 1; i < result.Length; i++)
            result[i] = ((result[i - 1] * (n - 1)) + TrueRange(i)) / n;
        return result;
    }

    private double MacdHistogramInAtrs(int t)
    {
        double[] line = [.. Ema(_close, 12).Zip(Ema(_close, 26), (fast, slow) => fast - slow)];
        return (line[t] - Ema(line, 9)[t]) / Atr(14)[t];
    }

    /// <summary>Wilder's worksheet: sums of the first n movements, then ADX from their directional indices.</summary>
    private (double Plus, double Minus, double Adx) Directional(int n, int t)
    {
        double plus = 0, minus = 0, range = 0, adx = 0;
        var indices = new List<double>();
        for (int i = 1; i <= t; i++)
        {
            double up = _high[i] - _high[i - 1], down = _low[i - 1] - _low[i];
            double share = i <= n ? 1 : (n - 1.0) / n;
            plus = (plus * share) + (up > Math.Max(down, 0) ? up : 0);
            minus = (minus * share) + (down > Math.Max(up, 0) ? down : 0);
            range = (range * share) + TrueRange(i);
            if (i < n)
                continue;
            indices.Add(100 * Math.Abs(plus - minus) / (plus + minus));
            adx = indices.Count <= n ? indices.Average() : ((adx * (n - 1)) + indices[^1]) / n;
        }

        return (100 * plus / range, 100 * minus / range, adx);
    }

    private double MoneyFlowIndex(int t)
    {
        double[] typical = Typical();
        double rising = Rows(t, 14).Sum(i => typical[i] > typical[i - 1] ? typical[i] * _volume[i] : 0);
        double falling = Rows(t, 14).Sum(i => typical[i] < typical[i - 1] ? typical[i] * _volume[i] : 0);
        return 100 - (100 / (1 + (rising / falling)));
    }

    private double YangZhang(int t)
    {
        double k = 0.34 / (1.34 + (22.0 / 20));
        double overnight = SampleVariance(Rows(t, 21).Select(i => Math.Log(_open[i] / _close[i - 1])));
        double body = SampleVariance(Rows(t, 21).Select(i => Math.Log(_close[i] / _open[i])));
        double rogersSatchell = Rows(t, 21).Average(i =>
            (Math.Log(_high[i] / _close[i]) * Math.Log(_high[i] / _open[i])) + (Math.Log(_low[i] / _close[i]) * Math.Log(_low[i] / _open[i])));
        return Math.Sqrt(252 * (overnight + (k * body) + ((1 - k) * rogersSatchell)));
    }

    private (double Slope, double R2) Fit(int t)
    {
        double[] y = [.. Rows(t, 21).Select(i => Math.Log(_close[i]))];
        double mean = y.Average(), xy = y.Select((value, k) => (k - 10) * (value - mean)).Sum(), xx = Enumerable.Range(0, 21).Sum(k => (k - 10) * (k - 10));
        return (xy / xx, xy * xy / (xx * y.Sum(value => Math.Pow(value - mean, 2))));
    }

    private double ObvSlope(int t)
    {
        double[] obv = new double[_close.Length];
        for (int i = 1; i <= t; i++)
            obv[i] = obv[i - 1] + (Math.Sign(_close[i] - _close[i - 1]) * _volume[i]);
        double xy = Last(obv, t, 21).Select((value, k) => (k - 10) * value).Sum();
        return xy / 770 / Mean(_volume, t, 21);
    }
}
