using ResearchLab.Columns;
using ResearchLab.Market;
using ResearchLab.Options;

namespace ResearchLab.Features;

/// <summary>Features 55–70, after 33–48: they use yang_zhang21.</summary>
internal static class ChainFeatures
{
    public static void Compute(ReadOnlySpan<ChainSummary> summaries, BarColumns bars, FeatureColumns columns)
    {
        double[] iv = columns["atm_iv30"], realised = columns["yang_zhang21"];
        using var averageVolume = new Scratch(bars.Rows);
        Rolling.Mean(bars.Volume, 21, averageVolume.Span);
        double[] spread = columns["iv_hv_spread"], slope60 = columns["term_slope_30_60"], slope90 = columns["term_slope_30_90"];
        double[] skew = columns["skew_25d_30"], butterfly = columns["butterfly_25d_30"];
        double[] putCallVolume = columns["put_call_volume"], putCallOi = columns["put_call_oi"];
        double[] maxPain = columns["max_pain_dist"], move = columns["expected_move30"];
        double[] gamma = columns["gamma_exposure"], quoteSpread = columns["atm_spread_pct"];
        for (int i = 0; i < summaries.Length; i++)
        {
            ref readonly ChainSummary chain = ref summaries[i];
            double present = chain.Session == default ? double.NaN : 0, close = bars.Close[i] + present;
            iv[i] = chain.AtmIv30 + present;
            spread[i] = iv[i] - realised[i];
            slope60[i] = chain.AtmIv60 - iv[i];
            slope90[i] = chain.AtmIv90 - iv[i];
            skew[i] = chain.PutIv25Delta30 - chain.CallIv25Delta30 + present;
            butterfly[i] = ((chain.PutIv25Delta30 + chain.CallIv25Delta30) / 2) - iv[i];
            putCallVolume[i] = Math.Log((chain.PutVolume + 1) / (chain.CallVolume + 1)) + present;
            putCallOi[i] = Math.Log((chain.PutOpenInterest + 1) / (chain.CallOpenInterest + 1)) + present;
            maxPain[i] = Ratio.Of(chain.MaxPainStrike, close) - 1;
            move[i] = Ratio.Of(chain.StraddleMid30, close);
            gamma[i] = Ratio.Of(chain.DollarGamma, close * averageVolume.Span[i]);
            quoteSpread[i] = chain.AtmSpreadPct + present;
        }

        Change(iv, 1, columns["iv_change1d"]);
        Change(iv, 5, columns["iv_change5d"]);
        using var bridged = new Scratch(bars.Rows);
        Bridge(iv, bridged.Span);
        RangePosition.Compute(bridged.Span, 252, columns["iv_rank252"]);
        Rolling.Percentile(bridged.Span, 252, columns["iv_pctile252"]);
        BlankMissing(iv, columns["iv_rank252"]);
        BlankMissing(iv, columns["iv_pctile252"]);
    }

    /// <summary>Value minus the value some sessions earlier.</summary>
    public static void Change(ReadOnlySpan<double> values, int sessions, Span<double> destination)
    {
        destination[..Math.Min(sessions, values.Length)].Fill(double.NaN);
        for (int i = sessions; i < values.Length; i++)
            destination[i] = values[i] - values[i - sessions];
    }

    /// <summary>Carries the last value over gaps of the length a daily series may be carried, so that one missed chain does not void a year of ranks.</summary>
    private static void Bridge(ReadOnlySpan<double> values, Span<double> bridged)
    {
        int age = int.MaxValue;
        double last = double.NaN;
        for (int i = 0; i < values.Length; i++)
        {
            bool missing = double.IsNaN(values[i]);
            age = missing ? Math.Min(age, DailySeries.MaxCarrySessions) + 1 : 0;
            last = missing ? last : values[i];
            bridged[i] = age <= DailySeries.MaxCarrySessions ? last : double.NaN;
        }
    }

    private static void BlankMissing(ReadOnlySpan<double> values, Span<double> column)
    {
        for (int i = 0; i < values.Length; i++)
            column[i] = double.IsNaN(values[i]) ? double.NaN : column[i];
    }
}
