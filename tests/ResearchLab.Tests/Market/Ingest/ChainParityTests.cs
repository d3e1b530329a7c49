using System.Text;
using ResearchLab.Lake;
using ResearchLab.Market;
using ResearchLab.Options;
using ResearchLab.Tests.Lake;
using ResearchLab.Time;
using static ResearchLab.Tests.Market.InventedChain;

namespace ResearchLab.Tests.Market;

/// <summary>Chains that no market shows: premiums in another scale, expiries that are none, vols in two units, one chain under two sessions.</summary>
public sealed class ChainParityTests : IDisposable
{
    private readonly LakeFixture _fixture = new("2024-06-01");

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.85)]
    [InlineData(1.2)]
    [InlineData(1.5)]
    public void Premiums_InAnotherScale_AreRefused_ForOneExpiryAndOneRightToo(double scale)
    {
        Quote Scaled(Quote quote) => quote with { Bid = scale * quote.Bid, Ask = scale * quote.Ask };
        Assert.Contains("in another unit or scale", Refused(Quotes().Select(Scaled)), StringComparison.Ordinal);
        DateOnly first = Quotes()[0].Expiry;
        Assert.Contains("at expiry 2024-01-19", Refused(Quotes().Select(quote => quote.Expiry == first ? Scaled(quote) : quote)), StringComparison.Ordinal);
        foreach (string right in (string[])["C", "P"])
            Assert.Contains("in another unit or scale", Refused(Quotes().Where(quote => quote.Right == right).Select(Scaled)), StringComparison.Ordinal);
    }

    [Fact]
    public void NoisyWideAndAmericanQuotes_AreKept()
    {
        var random = new ResearchLab.Basics.Pcg32(20260101);
        Quote Noisy(Quote quote) => quote with { Bid = Math.Max(0.01, quote.Bid - (0.4 * random.NextDouble())), Ask = quote.Ask + (0.4 * random.NextDouble()) };
        // An American put is worth its exercise at least.
        Quote Floored(Quote quote) =>
            quote.Right == "P" && quote.Strike - Spot > quote.Bid ? quote with { Bid = quote.Strike - Spot, Ask = quote.Strike - Spot + 0.05 } : quote;
        Assert.Equal(68, Ingest(Quotes().Select(Noisy).Select(Floored)).Rows.New);
    }

    [Theory]
    [InlineData(366, "2025-01-19", "Sunday")]
    [InlineData(1, "2024-01-20", "Saturday")]
    public void Expiries_OnDaysWithoutASession_AreRefused(int days, string first, string why)
    {
        string message = Refused(Quotes().Select(quote => quote with { Expiry = quote.Expiry.AddDays(days) }));
        Assert.Contains($"expire on {first} by 'expiry', when the exchange is closed ({why})", message, StringComparison.Ordinal);
        Assert.Equal(68, Ingest(Quotes().Select(quote => quote with { Expiry = quote.Expiry.AddDays(days) }),
            new CsvIngestOptions { Calendar = ExchangeCalendar.Crypto, Map = new Dictionary<string, string> { ["iv"] = "none" } }).Rows.New);
    }

    [Fact]
    public void Expiries_OnSaturdaysBefore2015_AndOnHolidays_AreThoseOfTheSessionBefore()
    {
        DateOnly session = new(2014, 3, 14);
        Quote Old(Quote quote, string near, string far) => quote with { Session = session, Expiry = DateOnly.Parse(quote.Expiry.Month == 1 ? near : far) };
        IngestResult result = Ingest(Quotes().Select(quote => Old(quote, "2014-03-22", "2014-04-18")));
        Assert.Equal(68, result.Rows.New);
        Assert.Contains("1 expiry on Saturdays, as before 2015, stored as the session before", result.TakenFor!.ToString(), StringComparison.Ordinal);
        using LakeView view = _fixture.Lake.Now();
        // Good Friday
        Assert.Equal([new(2014, 3, 21), new(2014, 4, 17)], LakeMarket.Chain(view, "ACME", session)!.Contracts.Select(contract => contract.Expiry).Distinct());
    }

    [Fact]
    public void ManyExpiredQuotes_AreThoseOfAnotherSession() =>
        Assert.Contains("34 of 68 quotes of 2024-01-22 whose options had expired, such as on 2024-01-19",
            Refused(Quotes().Select(quote => quote with { Session = new(2024, 1, 22) })), StringComparison.Ordinal);

    [Fact]
    public void VolsOfTwoUnits_AreRefused_AndTheRemedyReads()
    {
        Quote[] mixed = [.. Quotes().Select(quote => quote.Right == "P" ? quote with { Iv = 20 } : quote)];
        Assert.Contains("implied vols in two units: ", Refused(mixed), StringComparison.Ordinal);
        // Where the quotes tell nothing, calls and puts do.
        Assert.Contains("--map iv=none", Refused(mixed.Select(quote => quote with { Bid = 0 })), StringComparison.Ordinal);
        Assert.Equal(68, Ingest(mixed, new CsvIngestOptions { Map = new Dictionary<string, string> { ["iv"] = "none" } }).Rows.New);
    }

    [Fact]
    public void VolsOfLongOptions_ThatCannotPriceTheirQuotes_AreRefused()
    {
        Quote Later(Quote quote, double iv) => quote with { Expiry = quote.Expiry.AddDays(364), Iv = iv };
        Assert.Contains("where its quotes imply around", Refused(Quotes().Select(quote => Later(quote, 0.2))), StringComparison.Ordinal);
        double right = ImpliedVolatility.Solve(OptionRight.Call, Quotes().First(quote => quote is { Strike: 100, Right: "C" }).Bid, Spot, 100, 378 / 365.0,
            0).VolAnnual;
        Assert.Equal(68, Ingest(Quotes().Select(quote => Later(quote, right))).Rows.New);
    }

    [Fact]
    public void OneChainUnderTwoSessions_IsKeptOnce_InAFileAndInTwo()
    {
        DateOnly next = new(2024, 1, 8);
        Quote[] copy = [.. Quotes().Select(quote => quote with { Session = next })];
        IngestResult result = Ingest([.. Quotes(), .. copy]);
        Assert.Equal((68, 68), (result.Rows.New, result.Quarantined[QualityReason.Stale]));
        Assert.Contains("ACME 2024-01-08 has the quotes of 2024-01-05 again", Assert.Single(result.Remarks), StringComparison.Ordinal);
        Assert.Equal((0, 68), (Ingest(copy).Usable, Ingest(copy).Quarantined[QualityReason.Stale]));
        Assert.Equal(68, Ingest(Quotes(next)).Rows.New);
        Assert.Equal(68, Ingest(Quotes()).Rows.Same);
    }

    private static string Text(IEnumerable<Quote> quotes)
    {
        var text = new StringBuilder("quote_date,underlying,underlying_price,expiry,strike,right,bid,ask,iv\n");
        foreach (Quote quote in quotes)
            text.Append(Invariant($"{quote.Session:yyyy-MM-dd},ACME,{quote.Spot},{quote.Expiry:yyyy-MM-dd},{quote.Strike},{quote.Right},{quote.Bid:R},")
                + Invariant($"{quote.Ask:R},{quote.Iv:R}\n"));
        return text.ToString();
    }

    private IngestResult Ingest(IEnumerable<Quote> quotes, CsvIngestOptions? options = null) =>
        CsvIngest.Ingest(_fixture.Lake, _fixture.Write("quotes.csv", Text(quotes)), options ?? new CsvIngestOptions());

    private string Refused(IEnumerable<Quote> quotes)
    {
        CsvIngestException error = Assert.Throws<CsvIngestException>(() => Ingest(quotes));
        Assert.DoesNotContain('\n', error.Message);
        Assert.Empty(_fixture.DataFiles());
        return error.Message;
    }
}
