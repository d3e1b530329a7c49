namespace ResearchLab.Options;

/// <summary>A constant-maturity volatility with how it was come by.</summary>
/// <param name="VolAnnual">Volatility as a fraction per √year (VIX / 100); NaN unless <paramref name="Status"/> is Solved.</param>
/// <param name="Status">Whether it could be computed.</param>
/// <param name="Why">The reason it could not, with the expiry it concerns; empty when it could.</param>
public readonly record struct VixStyleResult(double VolAnnual, VixStyleStatus Status, string Why);
