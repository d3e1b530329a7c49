namespace ResearchLab.Market;

/// <summary>The shape of modelled smiles: steeper and more curved where the level is a small share of the index, more lopsided after a fall.</summary>
/// <remarks>
/// SSVI (<see cref="VolSurface"/>) with η = a + b·ln(ATM 30 days / VIX), so that a surface whose index pays for dear wings has them, and
/// ρ = c + d·(21-session return of the market).
/// </remarks>
/// <param name="CurvatureIntercept">a.</param>
/// <param name="CurvatureSlope">b.</param>
/// <param name="CorrelationIntercept">c.</param>
/// <param name="CorrelationSlope">d.</param>
/// <param name="Decay">Exponent by which the smile flattens with total variance, in (0, 0.5].</param>
public sealed record SmileModel(double CurvatureIntercept, double CurvatureSlope, double CorrelationIntercept, double CorrelationSlope, double Decay)
{
    /// <summary>Bounds of ρ and η, those of the sessions fitted on.</summary>
    public const double LowestCorrelation = -0.85, HighestCorrelation = -0.5, LowestCurvature = 0.6, HighestCurvature = 2.2;

    /// <summary>
    /// Steepness of a share's smile over an index's: about half (Bakshi, Kapadia and Madan 2003, "Stock return characteristics, skew laws, and the differential
    /// pricing of individual equity options", Review of Financial Studies 16(1), 101–143).
    /// </summary>
    public const double ShareSteepness = 0.5;

    /// <summary>The ratio of at-the-money volatility to index that goes with a curvature; at most 0.97.</summary>
    internal double LevelOf(double curvature) =>
        CurvatureSlope < 0 ? Math.Min(0.97, Math.Exp((curvature - CurvatureIntercept) / CurvatureSlope)) : 0.97;

    /// <summary>η at a ratio of at-the-money volatility to index.</summary>
    public double Curvature(double near) => Math.Clamp(CurvatureIntercept + (CurvatureSlope * Math.Log(near)), LowestCurvature, HighestCurvature);

    /// <summary>ρ after a return of the market over 21 sessions.</summary>
    public double Correlation(double return21) =>
        Math.Clamp(CorrelationIntercept + (double.IsNaN(return21) ? 0 : CorrelationSlope * return21), LowestCorrelation, HighestCorrelation);
}
