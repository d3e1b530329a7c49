namespace ResearchLab.Options;

/// <content>Why values are missing.</content>
public static partial class ChainSummaries
{
    /// <summary>The reason for each value of <see cref="Summarise"/> that is NaN; empty when the chain supports them all.</summary>
    public static IReadOnlyList<MissingValue> Explain(OptionChain chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        ExpirySummary[] expiries = Expiries(chain);
        ChainSummary summary = Summarise(chain);
        var missing = new List<MissingValue>();
        void Check(string name, double value, Func<string> why)
        {
            if (double.IsNaN(value))
                missing.Add(new MissingValue(name, why()));
        }

        string AtTenor(double days, Func<ExpirySummary, double> value, string lacks) => TenorReason(expiries, days, value, lacks);
        const string Atm = "no solved two-sided quotes within 10% on both sides of the forward";
        Check(nameof(summary.AtmIv30), summary.AtmIv30, () => AtTenor(30, e => e.AtmVol, Atm));
        Check(nameof(summary.AtmIv60), summary.AtmIv60, () => AtTenor(60, e => e.AtmVol, Atm));
        Check(nameof(summary.AtmIv90), summary.AtmIv90, () => AtTenor(90, e => e.AtmVol, Atm));
        Check(nameof(summary.PutIv25Delta30), summary.PutIv25Delta30, () => AtTenor(30, e => e.PutVol25, "quoted puts do not enclose delta −0.25"));
        Check(nameof(summary.CallIv25Delta30), summary.CallIv25Delta30, () => AtTenor(30, e => e.CallVol25, "quoted calls do not enclose delta 0.25"));
        Check(nameof(summary.PutVolume), summary.PutVolume, () => "no put has a volume");
        Check(nameof(summary.CallVolume), summary.CallVolume, () => "no call has a volume");
        Check(nameof(summary.PutOpenInterest), summary.PutOpenInterest, () => "no put has an open interest");
        Check(nameof(summary.CallOpenInterest), summary.CallOpenInterest, () => "no call has an open interest");
        Check(nameof(summary.MaxPainStrike), summary.MaxPainStrike, () => "no open interest in a monthly expiry");
        Check(nameof(summary.StraddleMid30), summary.StraddleMid30,
            () => AtTenor(30, e => e.StraddleMid, "no straddles with two-sided quotes around the forward that are nearer to each other than their price"));
        Check(nameof(summary.DollarGamma), summary.DollarGamma, () => expiries.Length == 0 ? "no expiry after the session" : "no open interest");
        Check(nameof(summary.AtmSpreadPct), summary.AtmSpreadPct, () =>
            expiries.Length == 0 || expiries.Min(e => Math.Abs(e.Slice.Days - 30)) > 15
                ? "no expiry within 15 days of 30"
                : "fewer than two strikes within 10% of the forward have two-sided call and put quotes");
        Check(nameof(summary.ImpliedYield), summary.ImpliedYield, () => "no expiry of 20 to 120 days has straddles with two-sided quotes around the forward");
        return missing;
    }

    // The expiries around the tenor, each with what it lacks.
    private static string TenorReason(ExpirySummary[] expiries, double days, Func<ExpirySummary, double> value, string lacks)
    {
        if (expiries.Length == 0)
            return "no expiry after the session";
        string About(ExpirySummary expiry) => Invariant($"{expiry.Slice.Days} days: ")
            + (expiry.SolvedStrikes < MinStrikes ? Invariant($"{expiry.SolvedStrikes} strikes with a volatility, {MinStrikes} are needed") : double.IsNaN(
                value(expiry)) ? lacks : "usable, but too far from the tenor alone");
        IEnumerable<ExpirySummary> nearest = expiries.OrderBy(expiry => Math.Abs(expiry.Slice.Days - days)).Take(3).OrderBy(expiry => expiry.Slice.Days);
        return Invariant($"no usable expiries around {days:0} days ({string.Join("; ", nearest.Select(About))})");
    }
}
