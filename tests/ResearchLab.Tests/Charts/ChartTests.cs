using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using ResearchLab.Charts;
using ResearchLab.Market;
using ResearchLab.Models;
using ResearchLab.Options;
using ResearchLab.Tests.Reports;

namespace ResearchLab.Tests.Charts;

public sealed class ChartTests
{
    private static readonly OptionChain s_chain = ReportFixture.Chain(ChainOrigin.Observed);

    [Fact]
    public void Payoff_IronCondorAtExpiry_IsTheKnownTent()
    {
        StructurePosition position = ReportFixture.Position(Structure.IronCondor, s_chain);

        double credit = -100 * position.NetMid;
        Assert.Equal(credit, AtExpiry(position, 470), 3);
        Assert.Equal(credit - 1000, AtExpiry(position, 410), 3);
        Assert.Equal(credit - 1000, AtExpiry(position, 520), 3);
        Assert.Equal(credit - 500, AtExpiry(position, 445), 3);
        Assert.All(position.Breakevens, price => Assert.Equal(0, AtExpiry(position, price), 3));
    }

    [Fact]
    public void Payoff_CalendarAtNearExpiry_KeepsTheTimeValueOfTheLaterLeg()
    {
        StructurePosition position = ReportFixture.Position(Structure.PutCalendar, s_chain);
        Leg later = position.Legs[1];

        // 28 days are left to the later leg when the nearer ends; at the strike the nearer is worthless.
        double expected = 100 * (BlackScholes.Price(OptionRight.Put, 470, 470, later.ImpliedVol, 28 / 365.0, 0.05) - position.NetMid);
        Assert.Equal(expected, AtExpiry(position, 470), 3);
        Assert.True(expected > 0 && AtExpiry(position, 410) < 0);
    }

    [Fact]
    public void Payoff_TodayAtSpot_IsTheDifferenceOfModelPriceAndLimit()
    {
        StructurePosition position = ReportFixture.Position(Structure.BullCallSpread, s_chain);

        Assert.InRange(Chart.ProfitToday(position, position.Spot, 0.05, 0), -5, 5);
    }

    [Theory]
    [InlineData(Structure.IronCondor)]
    [InlineData(Structure.BullCallSpread)]
    [InlineData(Structure.LongCall)]
    [InlineData(Structure.LongStraddle)]
    [InlineData(Structure.PutCalendar)]
    public void Payoff_TodayAnywhere_LosesNoMoreThanTheMaxLoss(Structure structure)
    {
        StructurePosition position = ReportFixture.Position(structure, s_chain);

        for (double price = 300; price <= 700; price += 2.5)
            Assert.True(Chart.ProfitToday(position, price, 0.05, 0) >= -position.MaxLoss - 0.01, $"at {price}");
    }

    [Theory]
    [InlineData(Structure.IronCondor, 2)]
    [InlineData(Structure.LongCall, 1)]
    [InlineData(Structure.LongStraddle, 2)]
    [InlineData(Structure.PutCalendar, 2)]
    public void Payoff_Figure_HasCurvesUnitsAndAnnotations(Structure structure, int breakevens)
    {
        StructurePosition position = ReportFixture.Position(structure, s_chain);
        JsonNode figure = JsonNode.Parse(Chart.Payoff(position, 0.05).ToJson())!;

        JsonNode expiry = figure["data"]![2]!;
        double[] x = [.. expiry["x"]!.AsArray().Select(value => value!.GetValue<double>())];
        Assert.Equal(x.Length, expiry["y"]!.AsArray().Count);
        Assert.Equal(x.Order(), x);
        Assert.All(position.Legs, leg => Assert.Contains(leg.Contract.Strike, x));
        string[] notes = [.. figure["layout"]!["annotations"]!.AsArray().Select(note => note!["text"]!.GetValue<string>())];
        Assert.Equal(breakevens, notes.Count(note => note.StartsWith("BE $", StringComparison.Ordinal)));
        Assert.Contains("spot $467.92", notes);
        Assert.Contains(double.IsInfinity(position.MaxProfit) ? "max profit unlimited" : $"max profit ${position.MaxProfit:N2}", notes);
        Assert.Contains($"max loss ${position.MaxLoss:N2}", notes);
        AssertUnits(figure);
    }

    [Fact]
    public void Candlestick_Levels_AreDrawnAtTheirPricesWithLabelsApart()
    {
        BarSeries bars = ReportFixture.Bars();
        PriceLevel[] levels = [new("a", 450, Palette.Blue), new("b", 450.5, Palette.Blue), new("c", 451, Palette.Blue),
            new("nothing", double.NaN, Palette.Blue)];
        JsonNode figure = JsonNode.Parse(Chart.Candlestick(bars, [20, 1000], levels).ToJson())!;

        Assert.Equal(2, figure["data"]!.AsArray().Count); // no bar has an SMA 1000
        Assert.Equal(250, figure["data"]![0]!["close"]!.AsArray().Count);
        Assert.Equal(bars.Close[^20..].Average(), figure["data"]![1]!["y"]![249]!.GetValue<double>(), 3);
        Assert.Equal([450, 450.5, 451], figure["layout"]!["shapes"]!.AsArray().Select(shape => shape!["y0"]!.GetValue<double>()));
        double[] labels = [.. figure["layout"]!["annotations"]!.AsArray().Select(note => note!["y"]!.GetValue<double>())];
        double range = figure["layout"]!["yaxis"]!["range"]![1]!.GetValue<double>() - figure["layout"]!["yaxis"]!["range"]![0]!.GetValue<double>();
        Assert.All(labels.Zip(labels.Skip(1)), pair => Assert.True(pair.Second - pair.First > 0.049 * range));
        // The market was closed on Thanksgiving and Christmas of 2023.
        string[] closed = [.. figure["layout"]!["xaxis"]!["rangebreaks"]![1]!["values"]!.AsArray().Select(day => day!.GetValue<string>())];
        Assert.Contains("2023-11-23", closed);
        Assert.Contains("2023-12-25", closed);
        Assert.DoesNotContain("2023-12-26", closed);
        AssertUnits(figure);
    }

    [Fact]
    public void Candlestick_MissingNumbers_AreNull()
    {
        BarSeries bars = ReportFixture.Bars();
        bars.Close[^1] = double.NaN;

        JsonNode figure = JsonNode.Parse(Chart.Candlestick(bars, [5]).ToJson())!;

        Assert.Null(figure["data"]![0]!["close"]![249]);
        Assert.Null(figure["data"]![1]!["y"]![249]);
        Assert.NotNull(figure["data"]![1]!["y"]![248]);
    }

    [Fact]
    public void Line_WrongLength_NamesTheLine() =>
        Assert.Contains("'vix'", Assert.Throws<ArgumentException>(() => Chart.Line("t", [ReportFixture.Session], [new("vix", [1, 2])], "points")).Message);

    [Fact]
    public void ProbabilityBars_SortedWithThePickSetApart()
    {
        double[] probabilities = [0.02, 0.03, 0.05, 0.05, 0.2, 0.1, 0.3, 0.05, 0.05, 0.05, 0.05, 0.05];
        JsonNode figure = JsonNode.Parse(Chart.ProbabilityBars(probabilities, Structure.BullPutSpread).ToJson())!;

        JsonNode bars = figure["data"]![0]!;
        Assert.Equal("iron condor", bars["y"]![11]!.GetValue<string>());
        Assert.Equal("bull put spread", bars["y"]![10]!.GetValue<string>());
        Assert.Equal([10], Enumerable.Range(0, 12).Where(i => bars["marker"]!["color"]![i]!.GetValue<string>() == Palette.Blue));
        Assert.Throws<ArgumentException>(() => Chart.ProbabilityBars([1], Structure.LongCall));
    }

    [Fact]
    public void Smile_ByStrikeAndDelta_MarksLegsAndDropsUnsolvedQuotes()
    {
        StructurePosition position = ReportFixture.Position(Structure.IronCondor, s_chain);
        OptionChain holes =
            s_chain with { ImpliedVol = [.. s_chain.ImpliedVol.Select((vol, row) => s_chain.Contracts[row].Right == OptionRight.Call ? double.NaN : vol)] };
        JsonNode strike = JsonNode.Parse(Chart.Smile(s_chain, [position.Expiry], position.Legs).ToJson())!;
        JsonNode delta = JsonNode.Parse(Chart.Smile(holes, [position.Expiry], position.Legs, SmileAxis.CallDelta).ToJson())!;

        Assert.Equal([440.0, 450, 485, 495], strike["data"]![2]!["x"]!.AsArray().Select(value => value!.GetValue<double>()));
        Assert.Equal(strike["data"]![2]!["y"]![0]!.GetValue<double>(), position.Legs[0].ImpliedVol, 6);
        Assert.Empty(delta["data"]![1]!["x"]!.AsArray());
        Assert.NotEmpty(delta["data"]![0]!["x"]!.AsArray());
        Assert.All(delta["data"]![0]!["x"]!.AsArray(), value => Assert.InRange(value!.GetValue<double>(), 0, 1));
        AssertUnits(strike);
        AssertUnits(delta);
    }

    [Fact]
    public void Reliability_NineteenRows_HasTheWilsonInterval()
    {
        JsonNode figure = JsonNode.Parse(Chart.Reliability([new(0.8, 16 / 19.0, 19), new(double.NaN, double.NaN, 0)]).ToJson())!;

        // 16 of 19: Wilson's 95% interval is 62.4% to 94.5%.
        JsonNode trace = figure["data"]![1]!;
        Assert.Single(trace["x"]!.AsArray());
        double accuracy = trace["y"]![0]!.GetValue<double>();
        Assert.Equal(0.624, accuracy - trace["error_y"]!["arrayminus"]![0]!.GetValue<double>(), 3);
        Assert.Equal(0.945, accuracy + trace["error_y"]!["array"]![0]!.GetValue<double>(), 3);
        AssertUnits(figure);
    }

    [Fact]
    public void PolicyIntervals_GroupsByTheSideOfZero()
    {
        PolicyResult Policy(string name, double low, double high) => new(
            name, 0, 0, 0, (low + high) / 2, low, high, 1, 1, 0, 0, 0, double.NaN, 0, 2, new MetricContext("labels", "wf1-0", 1, 1, 0, 1, "s", "c", 1));
        Figure figure = Chart.PolicyIntervals([Policy("model", 0, 0), Policy("always_long_call", 0.01, 0.02), Policy("textbook", -0.01, 0.02),
            Policy("random", -0.02, -0.01)]);
        JsonNode json = JsonNode.Parse(figure.ToJson())!;

        Assert.Equal(["model better", "not distinguishable", "model worse"], json["data"]!.AsArray().Select(trace => trace!["name"]!.GetValue<string>()));
        Assert.Equal("always<br>long call", json["data"]![0]!["y"]![0]!.GetValue<string>());
        Assert.Equal(1.5, json["data"]![0]!["x"]![0]!.GetValue<double>(), 9);
        Assert.Equal(0.5, json["data"]![0]!["error_x"]!["arrayminus"]![0]!.GetValue<double>(), 9);
        Assert.Contains("Of 3 baselines the model is better than 1 and worse than 1", figure.Description);
    }

    [Fact]
    public void ToJson_OfAFigure_HasTitleEscapedAndLeavesTheFigureUnchanged()
    {
        Figure figure = Chart.Line("a < b & c", [ReportFixture.Session], [new("<b>x</b>", [1])], "units");
        string before = figure.Layout.ToJsonString();
        JsonNode json = JsonNode.Parse(figure.ToJson())!;

        Assert.Equal("a &lt; b &amp; c", json["layout"]!["title"]!["text"]!.GetValue<string>());
        Assert.Equal("&lt;b&gt;x&lt;/b&gt;", json["data"]![0]!["name"]!.GetValue<string>());
        Assert.Equal(figure.ToJson(), figure.ToJson());
        Assert.Equal(before, figure.Layout.ToJsonString());
    }

    [Fact]
    public void Spread_AnyPositions_KeepsOrderGapAndMean() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int[]>(), raw =>
        {
            double[] wanted = [.. raw.Select(value => (double)(value % 100)).Order()];
            double[] placed = Plot.Spread(wanted, 3);
            return placed.Length == wanted.Length
                && placed.Zip(placed.Skip(1)).All(pair => pair.Second - pair.First > 3 - 1e-9)
                && (wanted.Length == 0 || Math.Abs(placed.Average() - wanted.Average()) < 1e-9)
                && (wanted.Zip(wanted.Skip(1)).Any(pair => pair.Second - pair.First < 3)
                    || placed.Zip(wanted).All(pair => Math.Abs(pair.First - pair.Second) < 1e-9));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithReplay(20260101UL, 1UL));

    [Fact]
    public void StackRows_AnyPositions_KeepsLabelsOfARowApart() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int[]>(), raw =>
        {
            double[] positions = [.. raw.Select(value => Math.Abs(value % 100) / 100.0).Order()];
            int[] rows = Plot.StackRows(positions, 0.25);
            return positions.Zip(rows).GroupBy(pair => pair.Second).All(row =>
            {
                double[] inRow = [.. row.Select(pair => pair.First)];
                return inRow.Zip(inRow.Skip(1)).All(pair => pair.Second - pair.First >= 0.25 - 1e-9);
            });
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithReplay(20260101UL, 1UL));

    [Fact]
    public void SafeScript_TextThatWouldEndTheElement_IsDefused()
    {
        string safe = FigureHtml.SafeScript("var a = '</SCRIPT><!--';");

        Assert.DoesNotContain("</script", safe, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<!--", safe);
    }

    /// <summary>The drawn value of the curve at expiry, between its points on a straight line.</summary>
    private static double AtExpiry(StructurePosition position, double price)
    {
        JsonNode curve = JsonNode.Parse(Chart.Payoff(position, 0.05).ToJson())!["data"]![2]!;
        double[] x = [.. curve["x"]!.AsArray().Select(value => value!.GetValue<double>())],
            y = [.. curve["y"]!.AsArray().Select(value => value!.GetValue<double>())];
        int after = Math.Max(1, Array.FindIndex(x, value => value >= price));
        return y[after - 1] + ((y[after] - y[after - 1]) * (price - x[after - 1]) / (x[after] - x[after - 1]));
    }

    private static void AssertUnits(JsonNode figure)
    {
        foreach (string axis in (string[])["xaxis", "yaxis"])
        {
            string title = figure["layout"]![axis]!["title"]!["text"]!.GetValue<string>();
            Assert.True(title == "session" || title.Contains('('), $"'{title}' names no unit");
        }
    }
}
