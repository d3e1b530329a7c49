using ResearchLab.Lake;
using ResearchLab.Market;
using ResearchLab.Tests.Lake;
using ResearchLab.Time;

namespace ResearchLab.Tests.Market;

/// <summary>Prices on different bases never end up in one series.</summary>
public sealed class StoredBarsTests : IDisposable
{
    private readonly LakeFixture _fixture = new();
    private readonly DateOnly[] _sessions = ExchangeCalendar.Nyse.Sessions(new(2023, 1, 3), new(2023, 3, 31));

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void AppendBars_OverlapAtAnotherFactor_IsRefusedWithTheRatio()
    {
        Append(_sessions[..40], 100, BarAdjustment.Splits);
        IngestResult result = Append(_sessions[20..], 25, BarAdjustment.Splits); // the vendor has applied a 4:1 split
        Assert.Equal(1, result.Quarantined[QualityReason.Jump]); // from the last stored close
        Assert.Equal(_sessions.Length - 21, result.Quarantined[QualityReason.OtherBasis]);
        Assert.Equal(0, result.Usable);
        string remark = Assert.Single(result.Remarks);
        Assert.Contains("0.25 times", remark, StringComparison.Ordinal);
        Assert.Contains("2023-01-03..2023-03-01", remark, StringComparison.Ordinal);
        Assert.Equal(40, Bars().Count);
    }

    [Fact]
    public void AppendBars_WholeHistoryAtAnotherFactor_ReplacesIt()
    {
        Append(_sessions[..40], 100, BarAdjustment.Splits);
        _fixture.Clock.Now = _fixture.Clock.Now.AddDays(1);
        IngestResult result = Append(_sessions, 25, BarAdjustment.Splits);
        Assert.Equal(new AppendResult(_sessions.Length - 40, 0, 40), result.Rows);
        Assert.All(Bars().Close, close => Assert.InRange(close, 24, 27));
    }

    [Fact]
    public void AppendBars_OtherAdjustment_IsRefusedEvenWithoutOverlap()
    {
        Append(_sessions[..40], 100, BarAdjustment.Splits);
        Assert.Contains("'raw'", Assert.Single(Append(_sessions[40..], 100, BarAdjustment.Raw).Remarks), StringComparison.Ordinal);
        Assert.Empty(Append(_sessions[40..], 100, BarAdjustment.Splits).Remarks);
    }

    [Fact]
    public void AppendBars_OneCorrectedBarOrRounding_IsARevision()
    {
        Append(_sessions[..40], 100, BarAdjustment.Splits);
        IngestResult one = Append(_sessions[39..40], 100.9, BarAdjustment.Splits);
        Assert.Equal(1, one.Rows.Revised);
        IngestResult rounded = Append(_sessions[20..], 100.02, BarAdjustment.Splits);
        Assert.Empty(rounded.Remarks);
    }

    private IngestResult Append(DateOnly[] sessions, double level, BarAdjustment adjustment)
    {
        double[] close = Array.ConvertAll(sessions, session => level * (1 + (0.0005 * (session.DayNumber % 50))));
        return LakeMarket.AppendBars(
            _fixture.Lake,
            new BarSeries("ABC", sessions, close, Array.ConvertAll(close, c => c * 1.01), Array.ConvertAll(close, c => c * 0.99), close,
                Array.ConvertAll(close, _ => 1e6)),
            "test", adjustment);
    }

    private BarSeries Bars()
    {
        using LakeView view = _fixture.Lake.Now();
        return LakeMarket.Bars(view, "ABC");
    }
}
