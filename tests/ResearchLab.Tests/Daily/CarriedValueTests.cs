using ResearchLab.Basics;
using ResearchLab.Daily;
using ResearchLab.Market;
using ResearchLab.Tests.Lake;
using ResearchLab.Tests.Reports;

namespace ResearchLab.Tests.Daily;

/// <summary>Market series that end before the session that uses them.</summary>
public sealed class CarriedValueTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("researchlab-carried-").FullName;
    private readonly BarSeries _bars = ReportFixture.Bars();
    private readonly Lab _lab;

    public CarriedValueTests()
    {
        _lab = Lab.Open(LabOptions.FromEnvironment() with
        {
            DataFolder = _folder,
            JournalConnection = null,
            Time = new ManualClock(LakeFixture.At("2024-01-06")),
            CodeVersion = "test"
        });
        LakeMarket.AppendBars(_lab.Lake, _bars, "csv:spy");
    }

    public void Dispose()
    {
        _lab.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    public void Data_SeriesThatEndsEarlier_IsCarriedWithItsAge(int sessions)
    {
        Append("vix", 16, sessions);
        Append("tbill_13w", 0.0518, 0);
        SessionData data = _lab.Data("SPY", ReportFixture.Session);
        DateOnly newest = _bars.Sessions[^(1 + sessions)];
        Assert.Equal(sessions == 0 ? [] : [new CarriedValue("volatility index 'vix'", 16, newest, sessions)], data.Carried);
        Assert.NotNull(data.ChainAt(ReportFixture.Session));
        Assert.Contains(
            $"volatility index 16.0{(sessions == 0 ? "," : $" of {newest:yyyy-MM-dd}, {(sessions == 1 ? "1 session" : $"{sessions} sessions")} old,")}",
            Regime.Describe(data, data.Bars.Count - 1));
        CarriedValue.RequireFresh(data);
    }

    [Fact]
    public void Run_OnSeriesOlderThanFiveSessions_IsStale_AndNamesEach()
    {
        Append("vix", 16, 6);
        Append("vix3m", 18, 0);
        Append("tbill_13w", 0.05, 40);
        SessionData data = _lab.Data("SPY", ReportFixture.Session);
        DateOnly index = _bars.Sessions[^7], bill = _bars.Sessions[^41];
        var error = Assert.Throws<DataStaleException>(() => _lab.Daily.Run("SPY", ReportFixture.Session));
        Assert.Contains($"the volatility index 'vix' is that of {index:yyyy-MM-dd} (16), 6 sessions old; the T-bill yield 'tbill_13w' is that of "
            + $"{bill:yyyy-MM-dd} (0.05), 40 sessions old", error.Message);
        Assert.Contains($"'--session {bill:yyyy-MM-dd}'", error.Message);
        Assert.DoesNotContain("vix3m", error.Message);

        // Exploring goes on, and knows nothing where nothing is known: no estimate steps in for an index that ended.
        Assert.Null(data.ChainAt(ReportFixture.Session));
        Assert.Equal((true, false), (double.IsNaN(data.Feature("atm_iv30", data.Bars.Count - 1)), double.IsNaN(data.Feature("atm_iv30", data.Bars.Count - 2))));
        Assert.Equal(0, data.WithoutIndex);
    }

    [Fact]
    public void Run_OnAMarketThatEndsEarlier_SaysSo()
    {
        LakeMarket.AppendBars(_lab.Lake, _bars.Take(_bars.Count - 9) with { Symbol = "QQQ" }, "csv:qqq");
        Append("vix", 16, 0);
        SessionData data = SessionData.Load(_lab.Lake, _lab.View(), "SPY", MarketNames.UnitedStates with { Market = "QQQ" }, demo: false);
        Assert.Equal(("market's close 'QQQ'", 9), data.Carried.Select(one => (one.Name, one.SessionsOld)).Single());
        Assert.Contains("market's close 'QQQ'", Assert.Throws<DataStaleException>(() => CarriedValue.RequireFresh(data)).Message);
    }

    [Fact]
    public void Data_BeforeTheIndexBegins_IsEstimatedAndCounted_AfterAHoleItIsNot()
    {
        int begins = _bars.Count - 100, hole = _bars.Count - 60;
        int[] held = [.. Enumerable.Range(begins, 100).Where(row => row < hole || row >= hole + 20)];
        LakeMarket.AppendSeries(_lab.Lake, new DailySeries("vix", [.. held.Select(row => _bars.Sessions[row])], [.. held.Select(_ => 16.0)]), "csv:vix");
        SessionData data = _lab.Data("SPY", ReportFixture.Session);
        Assert.Equal(ChainOriginOf(data, begins - 1), ChainOriginOf(data, begins));
        Assert.Equal(Enumerable.Range(0, begins).Count(row => ChainOriginOf(data, row) is not null), data.WithoutIndex);
        Assert.True(data.WithoutIndex > 0);
        // Five sessions of the hole are carried; for the rest there is no chain.
        Assert.Equal(15, Enumerable.Range(hole, 20).Count(row => ChainOriginOf(data, row) is null));
        Assert.NotNull(ChainOriginOf(data, hole + 20));
    }

    [Fact]
    public void Data_OfManySessions_HoldsOneEngine_AndEarlierDataStillRead()
    {
        Append("vix", 16, 0);
        SessionData[] all = [.. Enumerable.Range(1, 6).Select(back => _lab.Data("SPY", _bars.Sessions[^back]))];
        Assert.Equal(1, all.Count(data => data.View.IsHeld));
        // What was made by SQL lasts.
        all[1].View.Sql("CREATE TEMP TABLE kept AS SELECT 42 AS answer");
        _lab.Data("SPY", ReportFixture.Session);
        Assert.Equal(42, all[1].View.Sql("SELECT answer FROM kept").Get<int>("answer")[0]);
        Assert.Null(all[0].SeenChain(ReportFixture.Session));
        Assert.Equal(_bars.Count, LakeMarket.Bars(all[0].View, "SPY").Count);
        _lab.Dispose();
        Assert.Throws<ObjectDisposedException>(() => LakeMarket.Bars(all[0].View, "SPY"));
    }

    private static object? ChainOriginOf(SessionData data, int row) => data.OriginAt(data.Bars.Sessions[row]);

    private void Append(string name, double value, int missing) =>
        LakeMarket.AppendSeries(_lab.Lake, new DailySeries(name, _bars.Sessions[..^missing], [.. _bars.Sessions[..^missing].Select(_ => value)]),
            "csv:" + name);
}
