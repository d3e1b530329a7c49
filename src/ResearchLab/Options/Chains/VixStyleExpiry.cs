namespace ResearchLab.Options;

/// <summary>All strikes of one expiry.</summary>
/// <param name="Settlement">When the options are settled, in UTC; see <see cref="VixStyleVol.Settlement"/>.</param>
/// <param name="RatePerYear">Continuously compounded risk-free rate to that time, as a fraction.</param>
/// <param name="Strikes">Quotes by strike, ascending, without duplicates.</param>
public sealed record VixStyleExpiry(DateTimeOffset Settlement, double RatePerYear, StrikeQuotes[] Strikes);
