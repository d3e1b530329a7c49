using System.Globalization;
using System.Text;
using ResearchLab.Lake;
using ResearchLab.Market;
using ResearchLab.Options;
using ResearchLab.Tests.Lake;
using static ResearchLab.Tests.Market.InventedChain;

namespace ResearchLab.Tests.Market;

/// <summary>
/// Chains whose columns hold something else than they are called: each is refused whole, and the remedy it names reads it; layouts of vendors are read.
/// </summary>
public sealed class ChainGateTests : IDisposable
{
    private const string Header = "quote_date,underlying,underlying_price,expiry,strike,right,bid,ask,iv,delta";
    private static readonly DateOnly s_session = Session;
    private readonly LakeFixture _fixture = new("2024-06-01");

    public void Dispose() => _fixture.Dispose();

    public static TheoryData<string, Func<Quote, Quote>, string, string?> Refusals => new()
    {
        { "x100", quote => quote with { Bid = 100 * quote.Bid, Ask = 100 * quote.Ask }, "as if they were of a contract", null },
        { "swapped", quote => quote with { Right = quote.Right == "C" ? "P" : "C" }, "calls that rise and puts that fall", null },
        { "spot", quote => quote with { Spot = 97 }, "--map spot=none --spot 100", "spot=none,100" },
        { "negative iv", quote => quote with { Iv = -0.2 }, "--map iv=none", "iv=none" },
        { "iv times ten", quote => quote with { Iv = 10 * quote.Iv }, "--map iv=none", "iv=none" },
        { "iv between", quote => quote with { Iv = 3 + quote.Iv }, "--map iv=none", "iv=none" },
        { "delta of the call", quote => quote with { Delta = quote.Right == "C" ? quote.Delta : 1 + quote.Delta }, "--map delta=none", "delta=none" },
        { "delta of a short", quote => quote with { Delta = -quote.Delta }, "--map delta=none", "delta=none" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void ColumnsOfSomethingElse_AreRefusedWhole_AndTheRemedyReads(string name, Func<Quote, Quote> change, string named, string? remedy)
    {
        string text = Text(Quotes().Select(change));
        string message = Refused(text);
        Assert.True(message.Contains(named, StringComparison.Ordinal), $"{name}: {message}");
        if (remedy is null)
            return;
        string[] parts = remedy.Split(',');
        Check(Ingest(text, new CsvIngestOptions
        {
            Map = new Dictionary<string, string> { [parts[0].Split('=')[0]] = "none" },
            Spot = parts.Length > 1 ? double.Parse(parts[1], CultureInfo.InvariantCulture) : double.NaN,
        }));
    }

    [Fact]
    public void SpotOffParity_ThatIsNamedByHand_IsBelieved()
    {
        string text = Text(Quotes().Select(quote => quote with { Spot = 97 }));
        Assert.Contains("--map spot=underlying_price", Refused(text), StringComparison.Ordinal);
        Ingest(text, new CsvIngestOptions { Map = new Dictionary<string, string> { ["spot"] = "underlying_price" } });
        Assert.Equal(97, Chain().Spot);
    }

    [Fact]
    public void OneSessionOfMany_IsLeftOutAndNamed()
    {
        IngestResult result = Ingest(Text([.. Quotes(), .. Quotes(new(2024, 1, 8)), .. Quotes(new(2024, 1, 9)).Select(quote => quote with { Spot = 97 })]));
        Assert.Equal((136, 68), (result.Rows.New, result.Quarantined[QualityReason.Implausible]));
        Assert.Contains("ACME 2024-01-09 has calls and puts that meet at 100", Assert.Single(result.Remarks), StringComparison.Ordinal);
    }

    [Fact]
    public void GoodChains_OfPerCentOrDeltasWithoutSign_AreRead()
    {
        Check(Ingest(Text(Quotes())));
        _fixture.Clock.Now += TimeSpan.FromHours(1);
        IngestResult result = Ingest(Text(Quotes().Select(quote => quote with { Iv = 100 * quote.Iv, Delta = Math.Abs(quote.Delta) })));
        Assert.Contains("iv in percent, stored as fractions, deltas of puts without sign", result.TakenFor!.Units, StringComparison.Ordinal);
        Assert.Equal(new AppendResult(0, 68, 0), result.Rows);
    }

    [Fact]
    public void LastTrades_AreNoSessions()
    {
        int i = 0;
        const string Tradier = "symbol,description,underlying,bid,ask,strike,trade_date,expiration_date,option_type,root_symbol\n";
        string text = Tradier + string.Concat(Quotes().Select(quote => Line(
            $"{Occ(quote)},ACME,ACME,{quote.Bid},{quote.Ask},{quote.Strike},{new DateTimeOffset(2024, 1, 5 - (i++ % 3), 20, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds()},{quote.Expiry:yyyy-MM-dd},{(quote.Right == "C" ? "call" : "put")},ACME")));
        Assert.Contains("Say it with --session YYYY-MM-DD", Refused(text, new CsvIngestOptions { Spot = Spot }), StringComparison.Ordinal);
        IngestResult result = Ingest(text, new CsvIngestOptions { Spot = Spot, Session = s_session });
        Assert.Contains("session as said; 'trade_date' has the dates of the last trades", result.TakenFor!.ToString(), StringComparison.Ordinal);
        Check(result);
    }

    [Fact]
    public void SaidSessionsAndSpots_ThatContradictTheFile_AreRefused()
    {
        Assert.Contains("is of 2024-01-05 by its column 'quote_date', not of 2024-01-08",
            Refused(Text(Quotes()), new CsvIngestOptions { Session = new(2024, 1, 8) }), StringComparison.Ordinal);
        string two = Text([.. Quotes(), .. Quotes(new(2024, 1, 8))]);
        Assert.Contains("2 sessions", Refused(two, new CsvIngestOptions { Spot = Spot, Map = new Dictionary<string, string> { ["spot"] = "none" } }),
            StringComparison.Ordinal);
    }

    [Fact]
    public void TwoSettlementsWithoutARoot_AreRefused_AndToldApartBySymbolOrSettlement()
    {
        Quote[] both = [.. Quotes(), .. Quotes().Select(quote => quote with { Bid = quote.Bid + 0.01, Ask = quote.Ask + 0.01, Root = "ACMEW" })];
        Assert.Contains("68 contracts with two quotes of one session", Refused(Text(both)), StringComparison.Ordinal);
        string symbols = $"{Header},option_symbol\n" + string.Concat(both.Select(quote => Line($"{Row(quote)},{Occ(quote)}")));
        Assert.Equal(68, Ingest(symbols).Noted[QualityReason.OtherRoot]);
        Check(Chain(), Quotes()[0].Bid + 0.01);
    }

    [Fact]
    public void OptionMetrics_IsReadAsItComes()
    {
        const string Names =
            "secid,date,symbol,symbol_flag,exdate,last_date,cp_flag,strike_price,best_bid,best_offer,volume,open_interest,impl_volatility,delta,optionid,cfadj,am_settlement,contract_size,forward_price\n";
        Quote[] both = [.. Quotes(), .. Quotes().Select(quote => quote with { Bid = quote.Bid + 0.01, Ask = quote.Ask + 0.01, Root = "ACMEW" })];
        string text = Names + string.Concat(both.Select(quote => Line(
            $"108105,{quote.Session:yyyy-MM-dd},{quote.Root} {quote.Expiry:yyMMdd}{quote.Right}{quote.Strike * 1000:0},1,{quote.Expiry:yyyy-MM-dd},2024-01-04,{quote.Right},{quote.Strike * 1000:0},{quote.Bid},{quote.Ask},10,20,{quote.Iv},{quote.Delta},1,1,{(quote.Root == "ACME" ? 1 : 0)},100,")));
        Assert.Contains("--spot PRICE", Refused(text, new CsvIngestOptions { Name = "ACME" }), StringComparison.Ordinal);
        IngestResult result = Ingest(text, new CsvIngestOptions { Name = "ACME", Spot = Spot });
        Assert.Contains("strikes in thousandths", result.TakenFor!.Units, StringComparison.Ordinal);
        Assert.Equal((68, 68), (result.Rows.New, result.Noted[QualityReason.OtherRoot]));
        Check(Chain(), Quotes()[0].Bid + 0.01);
        Assert.Equal(Vol, Chain().ImpliedVol[0]);
        // Without the symbol the settlement tells them apart.
        _fixture.Clock.Now += TimeSpan.FromHours(1);
        string bare = text.Replace(",symbol,", ",other,", StringComparison.Ordinal);
        Assert.Equal((new AppendResult(0, 68, 0), 68), (Ingest(bare, new CsvIngestOptions { Name = "ACME", Spot = Spot }).Rows,
            Ingest(bare, new CsvIngestOptions { Name = "ACME", Spot = Spot }).Noted[QualityReason.OtherRoot]));
    }

    [Fact]
    public void Middles_AreNeitherBidNorAsk()
    {
        string message = Refused("quote_date,underlying,underlying_price,expiry,strike,right,mid,spread\n2024-01-05,ACME,100,2024-01-19,100,C,2,0.1\n");
        Assert.Contains("Column 'mid' tells neither what is bid nor what is asked", message, StringComparison.Ordinal);
        Assert.DoesNotContain("--map bid=mid", message, StringComparison.Ordinal);
    }

    private static string Text(IEnumerable<Quote> quotes) => $"{Header}\n" + string.Concat(quotes.Select(quote => Line($"{Row(quote)}")));

    private static string Row(Quote quote) =>
        Invariant($"{quote.Session:yyyy-MM-dd},ACME,{quote.Spot},{quote.Expiry:yyyy-MM-dd},{quote.Strike},{quote.Right},{quote.Bid},{quote.Ask},{quote.Iv},")
            + Invariant($"{quote.Delta}");

    private static string Line(FormattableString row) => new StringBuilder(Invariant(row)).Append('\n').ToString();

    private IngestResult Ingest(string text, CsvIngestOptions? options = null) =>
        CsvIngest.Ingest(_fixture.Lake, _fixture.Write("quotes.csv", text), options ?? new CsvIngestOptions());

    private string Refused(string text, CsvIngestOptions? options = null)
    {
        CsvIngestException error = Assert.Throws<CsvIngestException>(() => Ingest(text, options));
        Assert.DoesNotContain('\n', error.Message);
        Assert.Empty(_fixture.DataFiles());
        return error.Message;
    }

    private OptionChain Chain()
    {
        using LakeView view = _fixture.Lake.Now();
        return LakeMarket.Chain(view, "ACME", s_session)!;
    }

    private void Check(IngestResult result)
    {
        Assert.Equal((68, 0), (result.Rows.New, result.QuarantinedTotal));
        Check(Chain(), Quotes()[0].Bid);
    }

    private static void Check(OptionChain chain, double bid)
    {
        Assert.Equal((68, Spot, new OptionContract(new(2024, 1, 19), 80, OptionRight.Call)), (chain.Count, chain.Spot, chain.Contracts[0]));
        Assert.Equal(bid, chain.Bid[0], 9);
    }
}
