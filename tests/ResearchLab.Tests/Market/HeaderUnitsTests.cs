using ResearchLab.Lake;
using ResearchLab.Market;
using ResearchLab.Tests.Lake;
using static ResearchLab.Tests.Market.InventedFile;

namespace ResearchLab.Tests.Market;

/// <summary>What the names of columns say beside what they are.</summary>
public sealed class HeaderUnitsTests : IDisposable
{
    private static readonly CsvIngestOptions s_acme = new() { Name = "ACME" };
    private readonly LakeFixture _fixture = new("2024-06-01");

    public void Dispose() => _fixture.Dispose();

    private IngestResult Ingest(string text, CsvIngestOptions? options = null) =>
        CsvIngest.Ingest(_fixture.Lake, _fixture.Write("acme.csv", text), options ?? s_acme);

    private string Refused(string text, CsvIngestOptions? options = null)
    {
        CsvIngestException error = Assert.Throws<CsvIngestException>(() => Ingest(text, options));
        Assert.DoesNotContain('\n', error.Message);
        Assert.Empty(_fixture.DataFiles());
        return error.Message;
    }

    private BarSeries Stored()
    {
        using LakeView view = _fixture.Lake.Now();
        return LakeMarket.Bars(view, "ACME");
    }

    private static CsvIngestOptions With(string target, string column) => s_acme with { Map = new Dictionary<string, string> { [target] = column } };

    [Theory]
    [InlineData("Volume (M)", 1e6)]
    [InlineData("Volume in millions", 1e6)]
    [InlineData("Volume in thousands", 1e3)]
    [InlineData("Volume ('000)", 1e3)]
    [InlineData("Volume (bn)", 1e9)]
    [InlineData("Volume", 1)]
    [InlineData("Volume (shares)", 1)]
    public void Volume_InAUnit_IsStoredAsShares(string name, double unit)
    {
        IngestResult result = Ingest(Lines($"Date,Open,High,Low,Close,{name}", bar => $"{bar.Session:yyyy-MM-dd},{bar.Prices},{bar.Row + 2}"));
        Assert.Equal(2 * unit, Stored().Volume[0]);
        Assert.Equal(unit != 1, result.TakenFor!.Units?.Contains("stored as shares", StringComparison.Ordinal) ?? false);
    }

    [Theory]
    [InlineData("Volume (lots)")]
    [InlineData("Volume USD")]
    public void Volume_OfLotsOrMoney_IsRefused_AndLeftOutWhenSaid(string name)
    {
        string text = Lines($"Date,Open,High,Low,Close,{name}", bar => bar.ToString());
        Assert.Contains($"--map volume=none to leave it out, or --map 'volume={name}'", Refused(text), StringComparison.Ordinal);
        Ingest(text, With("volume", "none"));
        Assert.All(Stored().Volume, volume => Assert.True(double.IsNaN(volume)));
    }

    [Fact]
    public void Vol_OfFractions_MayBeAVolatility()
    {
        string text = Lines("Date,Open,High,Low,Close,vol", bar => Invariant($"{bar.Session:yyyy-MM-dd},{bar.Prices},{0.15 + (bar.Row / 1000.0)}"));
        Assert.Contains("may be a volatility. Say --map volume=none", Refused(text), StringComparison.Ordinal);
        Assert.Equal(64, Ingest(text, With("volume", "none")).Rows.New);
    }

    [Fact]
    public void Volume_OfWhichSomeAreMillions_IsRefused() =>
        Assert.Contains("writes 48 numbers of 'Volume' with K, M or B and 16 fractions without",
            Refused(Lines(Header, bar => $"{bar.Session:yyyy-MM-dd},{bar.Prices},88.87{(bar.Row % 4 == 0 ? "" : "M")}")), StringComparison.Ordinal);

    [Theory]
    [InlineData("Open ($000),High ($000),Low ($000),Close ($000)", "no unit of a price")]
    [InlineData("Open (GBX),High (GBX),Low (GBX),Close (GBP)", "in several units: 'Open (GBX)', 'Close (GBP)'")]
    [InlineData("Open,High,Low,Close (unadj)", "on several bases: 'Open', 'Close (unadj)'")]
    public void Prices_OfSeveralUnitsOrBases_AreRefused(string names, string why)
    {
        string text = Lines($"Date,{names},Volume", bar => bar.ToString());
        Assert.Contains(why, Refused(text), StringComparison.Ordinal);
        if (names.EndsWith("(unadj)", StringComparison.Ordinal))
            Assert.Equal(64, Ingest(text, With("close", "Close (unadj)")).Rows.New); // as said
    }

    [Fact]
    public void Prices_InPence_StandAsTheyAre_AndAreNamed()
    {
        IngestResult result = Ingest(Lines("Date,Open (GBX),High (GBX),Low (GBX),Close (GBX),Volume", bar => bar.ToString()));
        Assert.Contains("prices in GBX, as they stand", result.TakenFor!.Units, StringComparison.Ordinal);
    }

    [Fact]
    public void Prices_CalledAdjustedOrRaw_AreSaidToBe()
    {
        const string Adjusted = "Date,Adj Open,Adj High,Adj Low,Adj Close,Volume";
        string text = Lines(Adjusted, bar => bar.ToString());
        Assert.Contains("Say --adjusted splits or --adjusted all", Refused(text), StringComparison.Ordinal);
        Assert.Equal("for splits and dividends (as said)", Ingest(text, s_acme with { Adjustment = BarAdjustment.All }).TakenFor!.Adjusted);
        IngestResult raw = Ingest(Lines("Date,Open (raw),High (raw),Low (raw),Close (raw),Volume", bar => bar.ToString()), s_acme with { Name = "RAW" });
        Assert.StartsWith("raw", raw.TakenFor!.Adjusted, StringComparison.Ordinal);
    }

    [Fact]
    public void Close_OfLastOrSettle_IsAskedFor()
    {
        string text = Lines("Date,Open,High,Low,Last,Settle,Volume", bar => Invariant($"{bar.Session:yyyy-MM-dd},{bar.Prices},{bar.Close + 0.1},5"));
        Assert.Contains("Say --map close=Settle or --map close=Last", Refused(text), StringComparison.Ordinal);
        Ingest(text, With("close", "Settle"));
        Assert.Equal(Bars[0].Close + 0.1, Stored().Close[0], 9);
    }

    [Fact]
    public void PreviousClose_IsNotProposedAsTheClose()
    {
        string message = Refused(Lines("Date,Open,High,Low,Prev Close,Volume", bar => bar.ToString()));
        Assert.Contains("Name it with --map close=COLUMN", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Crsp_IsBars_AndItsAveragesOfBidAndAskAreNamed()
    {
        IngestResult result = Ingest(
            Lines("PERMNO,date,TICKER,BIDLO,ASKHI,PRC,VOL,OPENPRC",
                bar => Invariant($"84398,{bar.Session:yyyyMMdd},ACME,{bar.Low},{bar.High},{(bar.Row == 9 ? -bar.Close : bar.Close)},{bar.Volume},{bar.Open}")),
                new CsvIngestOptions());
        Assert.Equal((63, 1), (result.Rows.New, result.Quarantined[QualityReason.NonPositivePrice]));
        Assert.Contains("1 negative price is an average of bid and ask", Assert.Single(result.Remarks), StringComparison.Ordinal);
        Assert.Equal((Bars[0].Open, Bars[0].Close), (Stored().Open[0], Stored().Close[0]));
    }
}
