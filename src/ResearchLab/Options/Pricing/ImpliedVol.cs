using System.Runtime.InteropServices;

namespace ResearchLab.Options;

/// <summary>A solved volatility or the reason why there is none.</summary>
/// <param name="VolAnnual">Annualised volatility as a fraction; NaN unless <paramref name="Status"/> is Solved.</param>
/// <param name="Status">What became of it.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ImpliedVol(double VolAnnual, ImpliedVolStatus Status);
