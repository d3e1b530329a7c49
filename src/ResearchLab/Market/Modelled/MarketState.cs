using System.Runtime.InteropServices;

namespace ResearchLab.Market;

/// <summary>What the chain model sees of the market at one close.</summary>
/// <param name="Vix">30-day volatility index in points (20 means 20%).</param>
/// <param name="Vix3M">3-month index in points; NaN where there is none: then the usual one at this <paramref name="Vix"/>.</param>
/// <param name="Skew">Cboe's SKEW index, about 100 to 170; NaN counts as <see cref="LevelModel.NeutralSkew"/>.</param>
/// <param name="Realised21">Root mean square of the market's last 21 log returns, fraction a year; NaN counts as usual for the index.</param>
/// <param name="Return21">Log return of the market over 21 sessions; NaN counts as 0.</param>
/// <param name="Calmest">Lowest 30-day index of the last 22 sessions, today included, in points; NaN counts as today's.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct MarketState(
    double Vix, double Vix3M = double.NaN, double Skew = double.NaN, double Realised21 = double.NaN, double Return21 = double.NaN, double Calmest = double.NaN)
{
    // ln VIX3M = a + b·ln VIX, least squares over 3 595 closes from 2009-09-18 to 2023-12-29.
    private const double Vix3MIntercept = 0.5986, Vix3MSlope = 0.8317;

    /// <summary>The 3-month index, or the usual one where there is none.</summary>
    public double Far => double.IsNaN(Vix3M) ? Math.Exp(Vix3MIntercept + (Vix3MSlope * Math.Log(Vix))) : Vix3M;

    /// <summary>How far the index has risen from its lowest of a month: 0 in calm, about 0.5 in May 2019.</summary>
    public double Stress => Calmest > 0 && Calmest < Vix ? Math.Log(Vix / Calmest) : 0;

    /// <summary>Throws unless the indices are positive and finite.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is not positive and finite.</exception>
    internal void Check()
    {
        ModelledChain.RequirePositive(Vix, "vix", "Volatility indices are in points, such as 18.5.");
        ModelledChain.RequirePositive(Far, "vix3M", "Volatility indices are in points; pass NaN where there is none.");
    }
}
