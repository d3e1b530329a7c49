namespace ResearchLab.Options;

/// <summary>
/// What the feature engine needs of one session's chain (features 55–70), small enough to keep for every session.
/// A value that the chain cannot support (too few strikes, no expiry around the tenor) is NaN.
/// </summary>
/// <param name="Session">Session of the chain.</param>
/// <param name="Origin">Observed, modelled or demo.</param>
/// <param name="AtmIv30">At-the-money-forward implied volatility at 30 calendar days, fraction per √year.</param>
/// <param name="AtmIv60">The same at 60 days.</param>
/// <param name="AtmIv90">The same at 90 days.</param>
/// <param name="PutIv25Delta30">Implied volatility of the 25-delta put at 30 days.</param>
/// <param name="CallIv25Delta30">Implied volatility of the 25-delta call at 30 days.</param>
/// <param name="PutVolume">Put contracts traded; NaN when unknown.</param>
/// <param name="CallVolume">Call contracts traded; NaN when unknown.</param>
/// <param name="PutOpenInterest">Open put contracts; NaN when unknown.</param>
/// <param name="CallOpenInterest">Open call contracts; NaN when unknown.</param>
/// <param name="MaxPainStrike">Max-pain strike of the nearest monthly expiry; NaN without open interest.</param>
/// <param name="StraddleMid30">Mid of the at-the-money straddle at 30 days, per unit of the underlying.</param>
/// <param name="DollarGamma">Σ sign·γ·OI·100·S²·0.01 over all quotes, calls +, puts −: dollars of delta a 1% move; NaN without open interest.</param>
/// <param name="AtmSpreadPct">Median relative bid–ask spread of the four nearest-to-ATM 30-day contracts, fraction of mid.</param>
public readonly record struct ChainSummary(
    DateOnly Session,
    ChainOrigin Origin,
    double AtmIv30,
    double AtmIv60,
    double AtmIv90,
    double PutIv25Delta30,
    double CallIv25Delta30,
    double PutVolume,
    double CallVolume,
    double PutOpenInterest,
    double CallOpenInterest,
    double MaxPainStrike,
    double StraddleMid30,
    double DollarGamma,
    double AtmSpreadPct)
{
    /// <summary>
    /// Continuous dividend yield a year that put–call parity implies at the chain's rate, median of the expiries between 20 and 120 days; NaN without pairs
    /// around the money.
    /// </summary>
    public double ImpliedYield { get; init; } = double.NaN;
}
