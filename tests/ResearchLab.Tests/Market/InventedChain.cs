using ResearchLab.Options;

namespace ResearchLab.Tests.Market;

/// <summary>A chain of two expiries by Black and Scholes: 68 quotes of 17 strikes around 100, at a vol of 0.2 and a rate of 0.</summary>
public static class InventedChain
{
    /// <summary>Price of the underlying, and vol a year.</summary>
    public const double Spot = 100, Vol = 0.2;

    /// <summary>The session of the quotes, a Friday.</summary>
    public static readonly DateOnly Session = new(2024, 1, 5);

    /// <summary>The quotes of a session.</summary>
    public static Quote[] Quotes(DateOnly? session = null) =>
    [
        .. from expiry in new DateOnly[] { new(2024, 1, 19), new(2024, 2, 16) }
           from strike in Enumerable.Range(0, 17).Select(i => 80 + (2.5 * i))
           from right in new[] { OptionRight.Call, OptionRight.Put }
           let years = BlackScholes.Years(session ?? Session, expiry)
           let price = BlackScholes.Price(right, Spot, strike, Vol, years, 0)
           select new Quote(session ?? Session, Spot, expiry, strike, right == OptionRight.Call ? "C" : "P", Math.Round(price + 0.01, 4),
               Math.Round(price + 0.05, 4), Vol, Math.Round(BlackScholes.Greeks(right, Spot, strike, Vol, years, 0).DeltaPerUnit, 4), "ACME"),
    ];

    /// <summary>The option symbol of a quote.</summary>
    public static string Occ(Quote quote) => Invariant($"{quote.Root}{quote.Expiry:yyMMdd}{quote.Right}{quote.Strike * 1000:00000000}");

    /// <summary>One quote.</summary>
    public sealed record Quote(DateOnly Session, double Spot, DateOnly Expiry, double Strike, string Right, double Bid, double Ask, double Iv, double Delta,
        string Root);
}
