using System.Text.Json.Nodes;
using ResearchLab.Charts;

namespace ResearchLab.Tests.Charts;

/// <summary>What the charts of returns, distributions, grids and contributions say, number by number.</summary>
public sealed class ChartReturnsTests
{
    private static readonly DateOnly[] s_sessions = [new(2023, 12, 28), new(2023, 12, 29), new(2024, 1, 2), new(2024, 1, 3), new(2024, 2, 1)];

    [Fact]
    public void EquityAndDrawdown_KnownReturns_CompoundAndStandUnderThePeak()
    {
        JsonNode data = Json(Chart.EquityAndDrawdown("t", s_sessions, [new("a", [0.1, -0.5, double.NaN, 1, 0])]))["data"]!;

        Assert.Equal([1.1, 0.55, 0.55, 1.1, 1.1], Values(data[0]!["y"]!));
        Assert.Equal([0, -0.5, -0.5, 0, 0], Values(data[1]!["y"]!));
    }

    [Fact]
    public void EquityAndDrawdown_AllLost_HasNoLogarithmicAxis()
    {
        JsonNode layout = Json(Chart.EquityAndDrawdown("t", s_sessions, [new("a", [0.1, -1, 0.5, 1, 0])]))["layout"]!;

        Assert.Null(layout["yaxis"]!["type"]);
    }

    [Fact]
    public void MonthlyReturns_KnownReturns_CompoundByMonthAndYear()
    {
        JsonNode map = Json(Chart.MonthlyReturns("t", s_sessions, [0.1, 0.1, -0.1, 0.2, 0.5]))["data"]![0]!;

        Assert.Equal(["2024", "2023"], map["y"]!.AsArray().Select(year => year!.GetValue<string>()));
        Assert.Equal(0.21, map["z"]![1]![11]!.GetValue<double>(), 6);
        Assert.Equal(0.21, map["z"]![1]![12]!.GetValue<double>(), 6);
        Assert.Equal(0.08, map["z"]![0]![0]!.GetValue<double>(), 6);
        Assert.Equal(0.5, map["z"]![0]![1]!.GetValue<double>(), 6);
        Assert.Equal(0.62, map["z"]![0]![12]!.GetValue<double>(), 6);
        Assert.Null(map["z"]![0]![2]);
    }

    [Fact]
    public void CalendarHeatMap_Sessions_StandAtTheirWeekAndWeekday()
    {
        JsonNode map = Json(Chart.CalendarHeatMap("t", s_sessions, [0.01, 0.02, 0.03, 0.04, 0.05], "return"))["data"]![0]!;

        // 2024-01-01 is a Monday, so 2 January is row 1 of week 0; two years of five weekdays with a gap between.
        Assert.Equal(11, map["z"]!.AsArray().Count);
        Assert.Equal(0.03, map["z"]![6 + 1]![0]!.GetValue<double>());
        Assert.Equal("Tue 2024-01-02", map["customdata"]![6 + 1]![0]!.GetValue<string>());
        Assert.Equal(0.01, map["z"]![3]![52]!.GetValue<double>());
        Assert.Equal(5, map["z"]!.AsArray().SelectMany(row => row!.AsArray()).Count(cell => cell is not null));
    }

    [Fact]
    public void CalendarHeatMap_Weekend_HasSevenRows()
    {
        JsonNode map = Json(Chart.CalendarHeatMap("t", [new(2024, 1, 6), new(2024, 1, 7)], [1, 2], "return"))["data"]![0]!;

        Assert.Equal(7, map["z"]!.AsArray().Count);
        Assert.Equal(2, map["z"]![6]![0]!.GetValue<double>());
    }

    [Fact]
    public void Histogram_Values_AreAllCountedOnce()
    {
        double[] values = [.. Enumerable.Range(0, 1000).Select(i => i / 10.0), double.NaN];
        Figure figure = Chart.Histogram("t", values, "x (%)", bins: 10);
        JsonNode bars = Json(figure)["data"]![0]!;

        Assert.All(Values(bars["y"]!), count => Assert.Equal(100, count));
        Assert.Equal(99.9 / 10, bars["width"]!.GetValue<double>(), 5);
        Assert.Contains("1 without a value", figure.Description, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new double[0], 0)]
    [InlineData(new[] { 3.0, 3.0 }, 1)]
    [InlineData(new[] { 1.0, 2, 3, 4, 5, 6, 7, 1e9 }, 200)]
    public void Histogram_OddValues_HaveSaneBins(double[] values, int bins) =>
        Assert.Equal(bins, Json(Chart.Histogram("t", values, "x (%)"))["data"]![0]!["y"]!.AsArray().Count);

    [Fact]
    public void Fan_QuantilesInAnyOrder_MakeBandsAndAMedian()
    {
        JsonArray data = Json(Chart.Fan("t", [0, 1], [(0.9, [1, 3]), (0.5, [1, 2]), (0.1, [1, 1])], "price ($)"))["data"]!.AsArray();

        Assert.Equal(3, data.Count);
        Assert.Equal([1, 1], Values(data[0]!["y"]!));
        Assert.Equal([1, 3], Values(data[1]!["y"]!));
        Assert.Equal("80% of paths", data[1]!["name"]!.GetValue<string>());
        Assert.Equal("median", data[2]!["name"]!.GetValue<string>());
    }

    [Fact]
    public void Fan_BadQuantiles_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => Chart.Fan("t", [0], [], "price ($)"));
        Assert.Throws<ArgumentException>(() => Chart.Fan("t", [0], [(1, [1.0])], "price ($)"));
        Assert.Throws<ArgumentException>(() => Chart.Fan("t", [0], [(0.5, [1.0, 2])], "price ($)"));
        Assert.Throws<ArgumentException>(() => Chart.Fan("t", [0], [(0.5, [1.0]), (0.5, [1.0])], "price ($)"));
    }

    [Fact]
    public void ShapWaterfall_Bars_AddUpToThePrediction()
    {
        Figure figure = Chart.ShapWaterfall("t", ["a", "b", "c"], [0.1, -0.5, 0.3], 1, most: 1);
        JsonNode bars = Json(figure)["data"]![0]!;

        Assert.Equal(["2 others", "b"], bars["y"]!.AsArray().Select(label => label!.GetValue<string>()));
        Assert.Equal(-0.1, Values(bars["x"]!).Sum(), 9);
        Assert.Contains("to 0.900 here", figure.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void ShapWaterfall_WithValues_LabelsInTwoLines()
    {
        Figure figure = Chart.ShapWaterfall("t", ["market_to_sma200", "a<b"], [0.1, -0.5], 1, [0.09957, double.NaN]);

        Assert.Equal(["market_to_sma200<br>= 0.09957", "a&lt;b<br>= missing"],
            Json(figure)["data"]![0]!["y"]!.AsArray().Select(label => label!.GetValue<string>()));
    }

    [Fact]
    public void Charts_OfOtherLengths_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => Chart.EquityAndDrawdown("t", s_sessions, [new("a", [1.0])]));
        Assert.Throws<ArgumentException>(() => Chart.MonthlyReturns("t", s_sessions, [1]));
        Assert.Throws<ArgumentException>(() => Chart.CalendarHeatMap("t", s_sessions, [1], "x"));
        Assert.Throws<ArgumentException>(() => Chart.Area("t", s_sessions, [new("a", [1.0])], "x"));
        Assert.Throws<ArgumentException>(() => Chart.HeatMap("t", ["a"], ["b"], [[1, 2]], "x"));
        Assert.Throws<ArgumentException>(() => Chart.ShapWaterfall("t", ["a"], [1, 2], 0));
    }

    [Fact]
    public void Charts_OfNothing_SaySo()
    {
        Assert.Equal("No sessions.", Chart.EquityAndDrawdown("t", [], []).Description);
        Assert.Equal("No sessions.", Chart.MonthlyReturns("t", [], []).Description);
        Assert.Equal("No values.", Chart.CalendarHeatMap("t", [], [], "x").Description);
        Assert.Equal("No values.", Chart.HeatMap("t", [], [], [], "x").Description);
    }

    private static JsonNode Json(Figure figure) => JsonNode.Parse(figure.ToJson())!;

    private static double[] Values(JsonNode array) => [.. array.AsArray().Select(value => value!.GetValue<double>())];
}
