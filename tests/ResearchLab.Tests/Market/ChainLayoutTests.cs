using System.Text;
using ResearchLab.Lake;
using ResearchLab.Market;
using ResearchLab.Options;
using ResearchLab.Tests.Lake;
using static ResearchLab.Tests.Market.InventedChain;

namespace ResearchLab.Tests.Market;

/// <summary>
/// Layouts of option quotes: contracts by their symbols alone, words for calls and puts, days to expiry, several roots and sizes. Each is read, or refused with
/// a remedy that reads it.
/// </summary>
public sealed class ChainLayoutTests : IDisposable
{
    private static readonly CsvIngestOptions s_acme = new() { Name = "ACME", Spot = Spot };
    private readonly LakeFixture _fixture = new("2024-06-01");

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData("contract", "")]
    [InlineData("ticker", "O:")]
    [InlineData("instrument", "")]
    public void OptionSymbolsAlone_AreContracts(string header, string prefix)
    {
        Check(Ingest($"date,{header},bid,ask", quote => $"{quote.Session:yyyy-MM-dd},{prefix}{Occ(quote)},{quote.Bid},{quote.Ask}",
            new CsvIngestOptions { Spot = Spot }));
        Assert.Equal(68, Ingest($"date,{header},bid,ask", quote =>
            $"{quote.Session:yyyy-MM-dd},{prefix}{Occ(quote with { Root = "SPXW" })},{quote.Bid},{quote.Ask}", new CsvIngestOptions { Spot = Spot }).Rows.New);
        using LakeView view = _fixture.Lake.Now();
        Assert.Equal([Session], LakeMarket.ChainSessions(view, "SPX"));
    }

    [Fact]
    public void AColumnCalledUnderlying_IsItsPriceWhereItHoldsNumbers() =>
        Check(Ingest("date,contract,bid,ask,underlying", quote => $"{quote.Session:yyyy-MM-dd},{Occ(quote)},{quote.Bid},{quote.Ask},{quote.Spot:0.00}",
            new CsvIngestOptions()));

    [Theory]
    [InlineData("type", "CE", "PE")]
    [InlineData("cp", "1", "-1")]
    [InlineData("is_call", "TRUE", "FALSE")]
    [InlineData("is_put", "0", "1")]
    [InlineData("call_put_flag", "Call", "Put")]
    public void Rights_InOtherWords_AreRead(string header, string call, string put) =>
        Check(Ingest($"date,expiry,strike,{header},bid,ask", quote =>
            $"{quote.Session:yyyy-MM-dd},{quote.Expiry:yyyy-MM-dd},{quote.Strike},{(quote.Right == "C" ? call : put)},{quote.Bid},{quote.Ask}", s_acme));

    [Theory]
    [InlineData("1", "0", "34 of its 68 rows cannot be read")]
    [InlineData("1", "2", "34 of its 68 rows cannot be read; line 3 has '2' as type (write C or call, P or put)")]
    [InlineData("K", "P", "34 of its 68 rows cannot be read; line 2 has 'K' as type (write C or call, P or put)")]
    [InlineData("X", "Y", "(write C or call, P or put)")]
    public void Rights_ThatAreNotTold_AreRefused(string call, string put, string named) =>
        Assert.Contains(named, Refused("date,expiry,strike,type,bid,ask",
            quote => $"{quote.Session:yyyy-MM-dd},{quote.Expiry:yyyy-MM-dd},{quote.Strike},{(quote.Right == "C" ? call : put)},{quote.Bid},{quote.Ask}",
            s_acme), StringComparison.Ordinal);

    [Fact]
    public void Ones_WithoutMinusOnes_AreRefused() =>
        Assert.Contains("has 1 and no -1 in 'type'", Refused("date,expiry,strike,type,bid,ask",
            quote => $"{quote.Session:yyyy-MM-dd},{quote.Expiry:yyyy-MM-dd},{quote.Strike},1,{quote.Bid},{quote.Ask}", s_acme), StringComparison.Ordinal);

    [Theory]
    [InlineData("dte", false)]
    [InlineData("Days To Expiration", false)]
    [InlineData("dte", true)]
    public void DaysToExpiry_LeadToIt(string header, bool mapped) => Check(Ingest(
        $"date,{header},strike,right,bid,ask",
        quote => $"{quote.Session:yyyy-MM-dd},{quote.Expiry.DayNumber - quote.Session.DayNumber},{quote.Strike},{quote.Right},{quote.Bid},{quote.Ask}",
        mapped ? s_acme with { Map = new Dictionary<string, string> { ["expiry"] = header } } : s_acme));

    [Fact]
    public void DaysToExpiry_ThatAreThoseOfTrading_AreRefused()
    {
        string Row(Quote quote, string days) => Invariant($"{quote.Session:yyyy-MM-dd},{days},{quote.Strike},{quote.Right},{quote.Bid},{quote.Ask}");
        Assert.Contains("when the exchange is closed", Refused("date,dte,strike,right,bid,ask", quote => $"{Row(quote, quote.Expiry.Month == 1 ? "9" : "28")}",
            s_acme), StringComparison.Ordinal);
        Assert.Contains("lead to no Friday, such as 2024-01-16",
            Refused("date,dte,strike,right,bid,ask", quote => $"{Row(quote, quote.Expiry.Month == 1 ? "11" : "31")}", s_acme), StringComparison.Ordinal);
        Assert.Contains("no whole days", Refused("date,dte,strike,right,bid,ask", quote => $"{Row(quote, "13.7")}", s_acme), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("yyMMdd")]
    [InlineData("MMddyyyy")]
    [InlineData("ddMMyy")]
    public void Expiries_OfDigitsAlone_AreReadTheOneWayInWhichTheyAreSessions(string format) =>
        Check(Ingest("date,expiry,strike,right,bid,ask",
            quote => $"{quote.Session:yyyy-MM-dd},{quote.Expiry.ToString(format)},{quote.Strike},{quote.Right},{quote.Bid},{quote.Ask}", s_acme));

    [Fact]
    public void SettlementPrices_AreTakenForBoth_AsTheRemedySays()
    {
        string Row(Quote quote) => Invariant($"{quote.Session:yyyy-MM-dd},{quote.Expiry:yyyy-MM-dd},{quote.Strike},{quote.Right},{quote.Bid}");
        Assert.Contains("--map bid=settle --map ask=settle", Refused("date,expiry,strike,right,settle", quote => $"{Row(quote)}", s_acme),
            StringComparison.Ordinal);
        IngestResult result = Ingest("date,expiry,strike,right,settle", quote => $"{Row(quote)}",
            s_acme with { Map = new Dictionary<string, string> { ["bid"] = "settle", ["ask"] = "settle" } });
        Assert.Contains("bid=settle", result.Mapping);
        Assert.Contains("ask=settle", result.Mapping);
        Check(result);
    }

    [Fact]
    public void RootsOfTwoUnderlyings_AreRefused_AndOneIsTaken()
    {
        string Both(Quote quote) => Invariant($"{quote.Session:yyyy-MM-dd},ACME,{quote.Spot},{quote.Expiry:yyyy-MM-dd},{quote.Strike},{quote.Right},")
            + Invariant($"{quote.Bid},{quote.Ask}\n{quote.Session:yyyy-MM-dd},MINI,{quote.Spot / 10},{quote.Expiry:yyyy-MM-dd},{quote.Strike / 10},")
            + Invariant($"{quote.Right},{quote.Bid / 10},{quote.Ask / 10}");
        const string Header = "date,root,spot,expiry,strike,right,bid,ask";
        Assert.Contains("--root ACME or --root MINI", Refused(Header, quote => $"{Both(quote)}", new CsvIngestOptions { Name = "ACME" }),
            StringComparison.Ordinal);
        IngestResult result = Ingest(Header, quote => $"{Both(quote)}", new CsvIngestOptions { Name = "ACME", Root = "ACME" });
        Assert.Equal(68, result.Noted[QualityReason.OtherRoot]);
        Check(result);
        Assert.Contains("no quotes of root XSP", Assert.Throws<CsvIngestException>(
            () => Ingest(Header, quote => $"{Both(quote)}", new CsvIngestOptions { Name = "ACME", Root = "XSP" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ContractsOfTwoSizes_AreRefused_AndTheRemedyTakesOne()
    {
        string Both(Quote quote) => string.Concat(new[] { 100, 10 }.Select(size => Invariant($"{(size == 10 ? "\n" : "")}{quote.Session:yyyy-MM-dd},")
            + Invariant($"{quote.Expiry:yyyy-MM-dd},{quote.Strike},{quote.Right},{quote.Bid + (size == 10 ? 0.01 : 0)},")
            + Invariant($"{quote.Ask + (size == 10 ? 0.01 : 0)},{size}")));
        const string Header = "date,expiry,strike,right,bid,ask,multiplier";
        Assert.Contains("--map root=multiplier --root 100", Refused(Header, quote => $"{Both(quote)}", s_acme), StringComparison.Ordinal);
        Check(Ingest(Header, quote => $"{Both(quote)}", s_acme with { Root = "100", Map = new Dictionary<string, string> { ["root"] = "multiplier" } }));
    }

    private static string Text(string header, Func<Quote, FormattableString> row) =>
        Quotes().Aggregate(new StringBuilder(header).Append('\n'), (text, quote) => text.Append(Invariant(row(quote))).Append('\n')).ToString();

    private IngestResult Ingest(string header, Func<Quote, FormattableString> row,
        CsvIngestOptions options) => CsvIngest.Ingest(_fixture.Lake, _fixture.Write("quotes.csv", Text(header, row)), options);

    private string Refused(string header, Func<Quote, FormattableString> row, CsvIngestOptions options)
    {
        CsvIngestException error = Assert.Throws<CsvIngestException>(() => Ingest(header, row, options));
        Assert.DoesNotContain('\n', error.Message);
        Assert.Empty(_fixture.DataFiles());
        return error.Message;
    }

    private void Check(IngestResult result)
    {
        Assert.Equal((68, 0), (result.Rows.New, result.QuarantinedTotal));
        using LakeView view = _fixture.Lake.Now();
        OptionChain chain = LakeMarket.Chain(view, "ACME", Session)!;
        Assert.Equal(Quotes().Select(quote => (quote.Expiry, quote.Strike, quote.Right, quote.Bid)).Order(),
            chain.Contracts.Select((contract, i) => (contract.Expiry, contract.Strike, contract.Right == OptionRight.Call ? "C" : "P", chain.Bid[i])).Order());
    }
}
