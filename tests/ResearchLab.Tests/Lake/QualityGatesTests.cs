using FsCheck;
using FsCheck.Fluent;
using ResearchLab.Lake;
using ResearchLab.Time;

namespace ResearchLab.Tests.Lake;

public sealed class QualityGatesTests
{
    private static readonly DateOnly[] s_sessions = ExchangeCalendar.Nyse.Sessions(new(2024, 1, 2), new(2024, 12, 31));

    private static QualityReason[] Check(double[] close, Func<string, DateOnly, double>? previous = null, Func<string, DateOnly, double>? split = null,
        double maxJump = 0.6)
    {
        var reasons = new QualityReason[close.Length];
        double[] volume = [.. close.Select((_, i) => 1000.0 + i)];
        QualityGates.CheckBars(
            new([.. close.Select(_ => "X")], s_sessions[..close.Length], close, close, close, close, volume), reasons, ExchangeCalendar.Nyse, maxJump,
            previous, split);
        return reasons;
    }

    [Theory]
    [InlineData(10, 11, 9, 10, 100, QualityReason.None)]
    [InlineData(10, 9, 11, 10, 100, QualityReason.HighBelowLow)]
    [InlineData(12, 11, 9, 10, 100, QualityReason.OutsideRange)]
    [InlineData(10, 11, 9, 8, 100, QualityReason.OutsideRange)]
    [InlineData(11.005, 11, 9, 10, 100, QualityReason.None)]        // within rounding
    [InlineData(0, 11, 9, 10, 100, QualityReason.NonPositivePrice)]
    [InlineData(10, 11, -9, 10, 100, QualityReason.NonPositivePrice)]
    [InlineData(10, 11, 9, 10, -1, QualityReason.NonPositivePrice)]
    [InlineData(double.NaN, 11, 9, 10, 100, QualityReason.NotFinite)]
    [InlineData(10, double.PositiveInfinity, 9, 10, 100, QualityReason.NotFinite)]
    [InlineData(10, 11, 9, 10, double.NaN, QualityReason.None)]     // an index has no volume
    public void CheckBar_OneDefect_IsNamed(double open, double high, double low, double close, double volume, QualityReason expected) =>
        Assert.Equal(expected, QualityGates.CheckBar(open, high, low, close, volume));

    [Theory]
    [InlineData(1, 2, QualityReason.None)]
    [InlineData(2, 1, QualityReason.Crossed)]
    [InlineData(2, 0, QualityReason.Crossed)]
    [InlineData(0, 1, QualityReason.ZeroBid)]
    [InlineData(double.NaN, 1, QualityReason.ZeroBid)]
    [InlineData(0, 0, QualityReason.NoQuote)]
    [InlineData(-1, 1, QualityReason.NonPositivePrice)]
    public void CheckQuote_OneDefect_IsNamed(double bid, double ask, QualityReason expected) =>
        Assert.Equal(expected, QualityGates.CheckQuote(100, bid, ask, 100));

    [Fact]
    public void CheckBars_BadPrint_OnlyItIsMarked() =>
        Assert.Equal([QualityReason.None, QualityReason.Jump, QualityReason.None, QualityReason.None], Check([100, 1000, 101, 102]));

    [Fact]
    public void CheckBars_NewLevel_OnlyItsFirstBarIsMarked() =>
        Assert.Equal([QualityReason.None, QualityReason.Jump, QualityReason.None, QualityReason.None], Check([700, 100, 101, 102]));

    [Fact]
    public void CheckBars_SplitExplainsTheJump_IsGood() =>
        Assert.DoesNotContain(QualityReason.Jump, Check([700, 100, 101], split: (_, session) => session == s_sessions[1] ? 7 : double.NaN));

    [Fact]
    public void CheckBars_JumpFromTheLastStoredClose_IsMarked() =>
        Assert.Equal(QualityReason.Jump, Check([100, 101], previous: (_, _) => 10)[0]);

    [Fact]
    public void CheckBars_RunOfFiveEqualBars_MarksTheRepeats()
    {
        var reasons = new QualityReason[9];
        double[] close = [1, 2, 2, 2, 2, 2, 3, 3, 3];
        QualityGates.CheckBars(new([.. close.Select(_ => "X")], s_sessions[..9], close, close, close, close, [.. close.Select(_ => 5.0)]), reasons,
            ExchangeCalendar.Nyse, 2);
        Assert.Equal(4, reasons.Count(reason => reason == QualityReason.Stale));
        Assert.Equal(QualityReason.None, reasons[1]);
        Assert.Equal(QualityReason.None, reasons[8]);
    }

    [Fact]
    public void CheckBars_HolidayDuplicateAndOldDate_AreMarked()
    {
        var reasons = new QualityReason[5];
        DateOnly[] dates = [new(2024, 1, 2), new(2024, 1, 2), new(2024, 1, 6), new(2024, 12, 25), new(202, 1, 2)];
        double[] price = [1, 1.01, 1.02, 1.03, 1.04];
        QualityGates.CheckBars(new(["X", "X", "X", "X", "X"], dates, price, price, price, price, price), reasons, ExchangeCalendar.Nyse);
        Assert.Equal([QualityReason.None, QualityReason.DuplicateKey, QualityReason.NotASession, QualityReason.NotASession,
            QualityReason.NotASession], reasons);
    }

    [Fact]
    public void CheckBars_AnyOrderOfRows_MarksTheSameRows() =>
        Prop.ForAll<int, int[]>((seed, moves) =>
        {
            double[] close = [.. moves.Take(40).Aggregate(new List<double> { 100 },
                (list, move) => { list.Add(list[^1] * Math.Exp((Math.Abs(move) % 300 - 150) / 100.0)); return list; })];
            int[] order = [.. Enumerable.Range(0, close.Length).OrderBy(i => unchecked((i + 1) * (uint)(seed * 2 + 1) * 2654435761u))];
            QualityReason[] straight = Check(close);
            var shuffled = new QualityReason[close.Length];
            double[] mixed = [.. order.Select(i => close[i])];
            double[] volume = [.. order.Select(i => 1000.0 + i)];
            QualityGates.CheckBars(new([.. mixed.Select(_ => "X")], [.. order.Select(i => s_sessions[i])], mixed, mixed, mixed, mixed, volume), shuffled,
                ExchangeCalendar.Nyse);
            return order.Select(i => straight[i]).SequenceEqual(shuffled);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200).WithReplay(20260101UL, 1UL));

    [Fact]
    public void Names_AllReasons_AreDifferent() =>
        Assert.Equal(Enum.GetValues<QualityReason>().Length, Enum.GetValues<QualityReason>().Select(reason => reason.Name()).Distinct().Count());
}
