using ResearchLab.Options;

namespace ResearchLab.Market;

/// <summary>
/// The <see cref="ChainSummary"/> of a modelled chain straight from its surface: what summarising the built chain gives, without the
/// interpolation between listed strikes, and fast enough for thirty years of sessions.
/// </summary>
public static class ModelledChainSummary
{
    private const int TenorDays = 30;

    // A call of delta 0.25 has d1 = N⁻¹(0.25), a put of delta −0.25 has d1 = N⁻¹(0.75).
    private const double D1Of25DeltaPut = 0.67448975019608171;

    /// <summary>The summary; volumes, open interest and what follows from them are NaN, because a model does not know them.</summary>
    /// <param name="session">Session at whose close the surface stands.</param>
    /// <param name="spot">Close of the underlying, positive.</param>
    /// <param name="surface">Surface at that close.</param>
    public static ChainSummary Of(DateOnly session, double spot, VolSurface surface)
    {
        VolSlice slice = surface.At(spot, TenorDays / 365.0);
        DateOnly expiry = session.AddDays(TenorDays);
        (double callBid, double callAsk) = ModelledChain.Quote(session, spot, surface, new OptionContract(expiry, slice.Forward, OptionRight.Call));
        (double putBid, double putAsk) = ModelledChain.Quote(session, spot, surface, new OptionContract(expiry, slice.Forward, OptionRight.Put));
        double callMid = 0.5 * (callBid + callAsk), putMid = 0.5 * (putBid + putAsk);
        return new ChainSummary(
            session,
            ChainOrigin.Modelled,
            AtmIv30: surface.AtmVol(TenorDays / 365.0),
            AtmIv60: surface.AtmVol(60 / 365.0),
            AtmIv90: surface.AtmVol(90 / 365.0),
            PutIv25Delta30: VolAt(slice, D1Of25DeltaPut),
            CallIv25Delta30: VolAt(slice, -D1Of25DeltaPut),
            PutVolume: double.NaN,
            CallVolume: double.NaN,
            PutOpenInterest: double.NaN,
            CallOpenInterest: double.NaN,
            MaxPainStrike: double.NaN,
            StraddleMid30: callMid + putMid,
            DollarGamma: double.NaN,
            AtmSpreadPct: 0.5 * (((callAsk - callBid) / callMid) + ((putAsk - putBid) / putMid)));
    }

    // The strike of a delta depends on the volatility at that strike; the smile is flat enough for the iteration to contract.
    private static double VolAt(in VolSlice slice, double d1)
    {
        double vol = slice.AtmDeviation / Math.Sqrt(slice.Years);
        for (int i = 0; i < 50; i++)
        {
            double deviation = vol * Math.Sqrt(slice.Years);
            double strike = slice.Forward * Math.Exp((-d1 * deviation) + (0.5 * deviation * deviation));
            double next = slice.ImpliedVol(strike);
            if (Math.Abs(next - vol) < 1e-12)
                return next;
            vol = next;
        }

        return vol;
    }
}
