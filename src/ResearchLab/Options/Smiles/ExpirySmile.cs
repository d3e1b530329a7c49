namespace ResearchLab.Options;

/// <summary>The smile of one expiry that quotes were computed from; SSVI without static arbitrage.</summary>
/// <param name="Expiry">The expiry.</param>
/// <param name="Years">Option time in years of 365 days.</param>
/// <param name="Growth">Forward price over the spot.</param>
/// <param name="Discount">Value today of one unit paid at expiry.</param>
/// <param name="Smile">Total variance by log-moneyness.</param>
public readonly record struct ExpirySmile(DateOnly Expiry, double Years, double Growth, double Discount, SviSmile Smile);
