using ResearchLab.Lake;
using ResearchLab.Market;
using ResearchLab.Tests.Lake;
using static ResearchLab.Tests.Market.InventedFile;

namespace ResearchLab.Tests.Market;

/// <summary>Prices that change their level and stay, and prints that come back.</summary>
public sealed class LevelStepsTests : IDisposable
{
    private static readonly CsvIngestOptions s_acme = new() { Name = "ACME" };
    private readonly LakeFixture _fixture = new("2024-06-01");

    public void Dispose() => _fixture.Dispose();

    private IngestResult Ingest(string text, CsvIngestOptions? options = null) =>
        CsvIngest.Ingest(_fixture.Lake, _fixture.Write("acme.csv", text), options ?? s_acme);

    private string Refused(string text, CsvIngestOptions? options = null)
    {
        string[] before = _fixture.DataFiles();
        CsvIngestException error = Assert.Throws<CsvIngestException>(() => Ingest(text, options));
        Assert.DoesNotContain('\n', error.Message);
        Assert.Equal(before, _fixture.DataFiles());
        return error.Message;
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(100)]
    public void Unit_ThatChangesAndStays_IsRefusedWhole_AndKeptWhenSaid(double factor)
    {
        string text = Of(bar => bar.Row >= 50 ? bar.Times(factor) : bar);
        string message = Refused(text);
        Assert.Contains($"on {Bars[50].Session:yyyy-MM-dd} and stays", message, StringComparison.Ordinal);
        Assert.Contains("as in another unit", message, StringComparison.Ordinal);
        // Raw prices do not change their unit either.
        Assert.Contains("Write all rows in one unit", Refused(text, s_acme with { Adjustment = BarAdjustment.Raw }), StringComparison.Ordinal);
        Assert.Equal(64, Ingest(text, s_acme with { MaxJump = double.PositiveInfinity }).Rows.New);
    }

    [Theory]
    [InlineData(2, "about a split of")]
    [InlineData(4, "about a split of")]
    [InlineData(1.5, "about a split of 1.")]
    [InlineData(0.1, "about a reverse split of 1 for")]
    public void Split_NobodyTold_IsRefusedWhole_AndTakenAsRawWhenSaid(double ratio, string shape)
    {
        string text = Of(bar => bar.Row < 30 ? bar.Times(ratio) with { Volume = bar.Volume / ratio } : bar);
        string message = Refused(text);
        Assert.Contains($"on {Bars[30].Session:yyyy-MM-dd} and stays, {shape}", message, StringComparison.Ordinal);
        Assert.Contains("say --adjusted raw if they are as traded", message, StringComparison.Ordinal);
        IngestResult raw = Ingest(text, s_acme with { Adjustment = BarAdjustment.Raw });
        Assert.Contains(shape, Assert.Single(raw.Remarks), StringComparison.Ordinal);
        Assert.InRange(raw.Rows.New, 63, 64);
    }

    [Fact]
    public void Split_ToldForADayLater_IsRefused()
    {
        string text = Lines(Header + ",Stock Splits", bar => $"{(bar.Row < 30 ? bar.Times(2) : bar)},{(bar.Row == 31 ? 2 : 0)}");
        Assert.Contains($"on {Bars[30].Session:yyyy-MM-dd} and stays, about a split of", Refused(text), StringComparison.Ordinal);
    }

    [Fact]
    public void Split_MissingAmongThoseOfTheFile_IsRefused_UntilSaidToBeRaw()
    {
        string text = Lines(Header + ",Split", bar => $"{bar.Times(bar.Row < 15 ? 8 : bar.Row < 30 ? 4 : 1)},{(bar.Row == 30 ? "4:1" : "")}");
        Assert.Contains($"on {Bars[15].Session:yyyy-MM-dd} and stays, about a split of", Refused(text), StringComparison.Ordinal);
        Assert.Equal(64, Ingest(text, s_acme with { Adjustment = BarAdjustment.Raw }).Rows.New);
    }

    [Theory]
    [InlineData("4 for 1")]
    [InlineData("4-for-1 split")]
    [InlineData("4:1")]
    public void Split_InTheFile_IsTheStepsReason(string split)
    {
        IngestResult result = Ingest(Lines(Header + ",Split", bar => $"{(bar.Row < 30 ? bar.Times(4) : bar)},{(bar.Row == 30 ? split : "")}"));
        Assert.Equal((64, 0), (result.Rows.New, result.QuarantinedTotal));
        Assert.Contains("stored as an action", Assert.Single(result.Remarks), StringComparison.Ordinal);
        using LakeView view = _fixture.Lake.Now();
        Assert.Equal([(Bars[30].Session, 4.0)], LakeMarket.Splits(view, "ACME"));
    }

    [Fact]
    public void Crash_OfABusyDay_IsNoSplit_AndOnlyItsRowWaits()
    {
        IngestResult result = Ingest(Of(bar => bar.Row >= 30 ? bar.Times(0.5) with { Volume = bar.Volume * (bar.Row == 30 ? 20 : 1) } : bar));
        Assert.Equal((63, 1), (result.Rows.New, result.Quarantined[QualityReason.Jump]));
    }

    [Fact]
    public void Print_ThatComesBack_IsTheBadRow_AndSoIsTheLastThatNothingConfirms()
    {
        Assert.Equal((63, 1), Counts(Of(bar => bar.Row == 20 ? bar.Times(0.01) : bar)));
        Assert.Equal((0, 1), Counts(Of(bar => bar.Row == 63 ? bar.Times(100) : bar), same: 62));
        Assert.Contains("and stays", Refused(Of(bar => bar.Row is >= 30 and < 33 ? bar.Times(0.5) : bar), s_acme with { Name = "HALF" }),
            StringComparison.Ordinal);

        (int New, int Jump) Counts(string text, int same = 0)
        {
            IngestResult result = Ingest(text);
            Assert.True(result.Rows.Same >= same);
            return (same > 0 ? 0 : result.Rows.New, result.Quarantined[QualityReason.Jump]);
        }
    }

    [Fact]
    public void File_InAnotherUnitThanTheLake_IsRefused_LaterEarlierOrOverlapping()
    {
        Ingest(Of(bar => bar, 20, 40));
        Assert.Contains("and stays", Refused(Of(bar => bar.Times(0.01), 40)), StringComparison.Ordinal);
        Assert.Contains("the next one in the lake", Refused(Of(bar => bar.Times(100), 0, 20)), StringComparison.Ordinal);
        // Two shared sessions of one factor are another basis, not two corrections.
        IngestResult two = Ingest(Of(bar => bar.Times(0.01), 38));
        Assert.Equal((0, 26), (two.Usable, two.QuarantinedTotal));
        Assert.Contains("times those stored on 1 session that both have", string.Join(' ', two.Remarks), StringComparison.Ordinal);
        Assert.Equal(24, Ingest(Of(bar => bar, 40)).Rows.New);
    }

    [Fact]
    public void OneSymbolOfSeveral_IsRefusedAlone()
    {
        string text = Lines("Symbol," + Header, bar => $"GOOD,{bar}") + Lines("", bar => $"BAD,{(bar.Row >= 50 ? bar.Times(0.01) : bar)}")[1..];
        IngestResult result = Ingest(text, new CsvIngestOptions());
        Assert.Equal((64, 64), (result.Rows.New, result.Quarantined[QualityReason.OtherBasis]));
        Assert.Equal(["GOOD"], result.Names);
        Assert.StartsWith("BAD: its close goes from", Assert.Single(result.Remarks), StringComparison.Ordinal);
    }

    [Fact]
    public void BadPrints_InHighLowOrOneWholeBar_AreRefused()
    {
        Check(QualityReason.Implausible, bar => bar.Row == 20 ? bar with { Low = bar.Low / 100 } : bar, 1);
        Check(QualityReason.Implausible, bar => bar.Row == 20 ? bar with { High = bar.High * 10 } : bar, 1);
        Check(QualityReason.Jump, bar => bar.Row == 20 ? bar.Times(1.35) : bar, 1);
        Check(QualityReason.Jump, bar => bar.Row == 20 ? bar.Times(0.7) : bar, 1);
        // Nothing traded has no range.
        Check(QualityReason.Stale, bar => bar.Row is > 10 and <= 13 ? Bars[10] with { Session = bar.Session, Volume = 0 } : bar, 3);
        // Carried forward with the volume of each day.
        Check(QualityReason.Stale, bar => bar.Row is > 10 and <= 30 ? Bars[10] with { Session = bar.Session, Volume = bar.Volume } : bar, 20);

        void Check(QualityReason reason, Func<Bar, Bar> change, int rows)
        {
            IngestResult result = Ingest(Of(change));
            Assert.Equal((reason, rows), Assert.Single(result.Quarantined.Select(pair => (pair.Key, pair.Value))));
        }
    }

    [Fact]
    public void SecondBarOfADate_FarFromTheFirst_IsRefusedWhole()
    {
        string message = Refused(Lines(Header, bar => bar.Row == 10 ? $"{bar}\n{bar.Times(1.05)}" : bar.ToString()));
        Assert.Contains($"two bars of ACME for {Bars[10].Session:yyyy-MM-dd}", message, StringComparison.Ordinal);
        Assert.Contains("on line 12", message, StringComparison.Ordinal);
        Assert.Equal(1, Ingest(Lines(Header, bar => bar.Row == 10 ? $"{bar}\n{bar}" : bar.ToString())).Quarantined[QualityReason.DuplicateKey]);
    }

    [Fact]
    public void BarOfASessionThatHasNotClosed_IsLeftOut()
    {
        _fixture.Clock.Now = new DateTimeOffset(Bars[63].Session.ToDateTime(new TimeOnly(17, 0)), TimeSpan.Zero);
        IngestResult early = Ingest(Of(bar => bar));
        Assert.Equal((63, 1), (early.Rows.New, early.Quarantined[QualityReason.Future]));
        Assert.Contains("a session that has not closed", Assert.Single(early.Remarks), StringComparison.Ordinal);
        _fixture.Clock.Now += TimeSpan.FromHours(4);
        Assert.Equal(1, Ingest(Of(bar => bar)).Rows.New);
        // Of a market that never closes the day ends at midnight.
        var coin = new CsvIngestOptions { Name = "COIN", Calendar = ResearchLab.Time.ExchangeCalendar.Crypto };
        Assert.Contains("a day that is not over", Ingest(Of(bar => bar), coin).Remarks[0], StringComparison.Ordinal);
    }
}
