using System.Runtime.InteropServices;

namespace ResearchLab.Options;

/// <summary>How the state of the market shifts the strikes.</summary>
/// <remarks>
/// An IV rank above 0.7 moves short legs that are chosen by delta 0.03 further out and wings one strike further; at-the-money shorts
/// stay. A trend, |close to 50-day average| above 2·ATR·√10, moves the short legs of the tested side of a credit structure another
/// 0.03 out: calls in an uptrend, puts in a downtrend. Unknown facts (NaN) adjust nothing.
/// </remarks>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RuleAdjustments
{
    /// <summary>IV rank above which premium is rich.</summary>
    public const double HighIvRank = 0.7;

    /// <summary>How far out a short delta moves for each reason.</summary>
    public const double DeltaStep = 0.03;

    private readonly RuleContext _context;

    /// <summary>The adjustments that <paramref name="context"/> calls for.</summary>
    public RuleAdjustments(RuleContext context)
    {
        _context = context;
        WideWings = context.IvRank252 > HighIvRank;
        double bound = TrendBound(context);
        Trend = context.CloseToSma50 > bound ? 1 : context.CloseToSma50 < -bound ? -1 : 0;
    }

    /// <summary>Whether premium is rich: short deltas and wings move out.</summary>
    public bool WideWings { get; }

    /// <summary>+1 in an uptrend, −1 in a downtrend, else 0.</summary>
    public int Trend { get; }

    /// <summary>The absolute delta to aim at for a leg.</summary>
    public double TargetDelta(LegRule leg, Structure structure)
    {
        if (leg.Quantity > 0)
            return leg.Value;
        bool tested = structure.IsCredit() && Trend == (leg.Right == OptionRight.Call ? 1 : -1);
        return leg.Value - (WideWings ? DeltaStep : 0) - (tested ? DeltaStep : 0);
    }

    /// <summary>Adds in words what is adjusted for a structure, if anything.</summary>
    public void Explain(StructureRule rule, List<string> reasons)
    {
        bool shorts = false, wings = false, tested = false;
        foreach (LegRule leg in rule.Legs)
        {
            bool shortDelta = leg is { Quantity: < 0, Target: LegTarget.Delta };
            shorts |= shortDelta;
            wings |= leg.Target == LegTarget.Wing;
            tested |= shortDelta && rule.Structure.IsCredit() && Trend == (leg.Right == OptionRight.Call ? 1 : -1);
        }

        if (WideWings && (shorts || wings))
        {
            string effect = (shorts, wings) switch
            {
                (true, true) => "short deltas 0.03 further out, wings one strike wider",
                (true, false) => "short deltas 0.03 further out",
                _ => "wings one strike wider",
            };
            reasons.Add(Invariant($"IV rank {_context.IvRank252:0.00} above {HighIvRank:0.0}: {effect}"));
        }

        if (tested)
        {
            string side = Trend > 0 ? "above" : "below", right = Trend > 0 ? "call" : "put";
            reasons.Add(
                Invariant($"close {Math.Abs(_context.CloseToSma50):0.0%} {side} its 50-day average, beyond 2·ATR·√10 = {TrendBound(_context):0.0%}: ")
                    + Invariant($"short {right} 0.03 further out"));
        }
    }

    private static double TrendBound(RuleContext context) => 2 * context.Atr14Pct * Math.Sqrt(10);
}
