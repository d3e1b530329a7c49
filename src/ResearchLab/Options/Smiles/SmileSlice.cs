namespace ResearchLab.Options;

/// <summary>The fitted smile of one expiry.</summary>
/// <param name="Expiry">The expiry.</param>
/// <param name="Years">Option time in years of 365 days.</param>
/// <param name="Forward">Forward price of the underlying.</param>
/// <param name="Discount">Value today of one unit paid at expiry.</param>
/// <param name="Smile">Total variance by log-moneyness.</param>
/// <param name="Status">How it was found.</param>
/// <param name="Quotes">Out-of-the-money quotes it was fitted to.</param>
/// <param name="RmsError">Root mean square of fitted less quoted volatility over those quotes, weighted as in the fit: by the square of vega over the
/// spread.</param>
/// <param name="MaxError">Largest difference of volatility among quotes between 0.05 and 0.95 delta.</param>
/// <param name="WithinSpread">Share of the quotes whose fitted price lies between bid and ask.</param>
/// <param name="MinButterfly">Smallest g(k) on the grid checked; ≥ 0 means no butterfly arbitrage.</param>
/// <param name="CalendarShift">Total variance added so that it nowhere falls below the expiry before, ≥ 0.</param>
/// <param name="CalendarGap">
/// Least total variance above that of the expiry before, where both are quoted and within three deviations; negative: quotes of the two
/// expiries contradict each other by too much to be lifted. Positive infinity for the first expiry.
/// </param>
public sealed record SmileSlice(
    DateOnly Expiry, double Years, double Forward, double Discount, SviSmile Smile, SmileStatus Status, int Quotes,
    double RmsError, double MaxError, double WithinSpread, double MinButterfly, double CalendarShift, double CalendarGap)
{
    /// <summary>Implied volatility of a strike as a fraction.</summary>
    public double Vol(double strike) => Math.Sqrt(Smile.TotalVariance(Math.Log(strike / Forward)) / Years);
}
