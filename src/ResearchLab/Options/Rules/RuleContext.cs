namespace ResearchLab.Options;

/// <summary>The few market facts that adjust the rules; NaN means unknown and adjusts nothing.</summary>
/// <param name="IvRank252">Feature 56 in [0, 1].</param>
/// <param name="CloseToSma50">Feature 10, fraction.</param>
/// <param name="Atr14Pct">Feature 40, fraction.</param>
public readonly record struct RuleContext(double IvRank252, double CloseToSma50, double Atr14Pct);
