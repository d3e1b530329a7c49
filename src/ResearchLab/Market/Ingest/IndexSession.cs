namespace ResearchLab.Market;

/// <summary>One session of the market index as simulated: log returns over night and by day, and the state they leave.</summary>
/// <param name="Overnight">Log return from the last close to the open.</param>
/// <param name="Intraday">Log return from open to close.</param>
/// <param name="DayVariance">Variance of the intraday part.</param>
/// <param name="State">Hidden state of variance at the close.</param>
/// <param name="LevelNoise">Log noise in the level of implied volatility.</param>
/// <param name="SkewNoise">Standardised noise of the smile's asymmetry.</param>
/// <param name="VolumeNoise">Standardised noise of the index's volume.</param>
/// <param name="Bill">T-bill yield that the session's drift contains, fraction a year.</param>
/// <param name="Rate">T-bill yield at the close.</param>
/// <param name="IsRich">Whether premium is rich, for those who plant it.</param>
internal readonly record struct IndexSession(
    double Overnight,
    double Intraday,
    double DayVariance,
    VarianceState State,
    double LevelNoise,
    double SkewNoise,
    double VolumeNoise,
    double Bill,
    double Rate,
    bool IsRich);
