using ResearchLab.Backtesting;
using ResearchLab.Market;
using ResearchLab.Models;
using ResearchLab.Options;
using ResearchLab.Time;

namespace ResearchLab.Tests.Models;

public sealed class LabelPricingTests
{
    private static readonly DateOnly[] s_sessions = ExchangeCalendar.Nyse.Sessions(new(2021, 1, 4), new(2021, 9, 30));

    private static BarSeries Bars(double level)
    {
        double[] close = [.. s_sessions.Select((_, i) => Math.Round(level * (1 + (0.0005 * i) + (0.02 * Math.Sin(i / 7.0))), 2))];
        return new BarSeries("SPY", s_sessions, close, close, close, close, close);
    }

    private static OutcomeMatrix Build(double level, LabelPricing? pricing)
    {
        VolSurface?[] surfaces = [.. s_sessions.Select((_, i) => (VolSurface?)ModelledChain.Surface(18 + (2 * Math.Sin(i / 11.0)), 20, 1, 0.01))];
        return Labels.Build(ChainHistories.FromSurface(Bars(level), surfaces), _ => new RuleContext(double.NaN, double.NaN, double.NaN), CostModel.Default,
            pricing: pricing);
    }

    [Fact]
    public void Reference_HoldsUntilThePriceLeavesTheBand()
    {
        double[] close = [100, 110, 124, 126, 130, 96, 94, 150];
        var bars = new BarSeries("X", s_sessions[..8], close, close, close, close, close);
        double[] reference = [.. Enumerable.Range(0, 8).Select(i => LabelPricing.ReferenceOf(bars, s_sessions[i]))];
        Assert.Equal([100, 100, 100, 126, 126, 126, 94, 150], reference);
        Assert.True(double.IsNaN(LabelPricing.ReferenceOf(bars, new(2020, 1, 1))));
    }

    /// <summary>The same path at a tenth of the price has the same labels, whatever it cost then; without a reference it has others.</summary>
    [Fact]
    public void Build_AtAReferencePrice_DoesNotDependOnTheLevel()
    {
        var pricing = new LabelPricing(400, "test", 0, 0);
        OutcomeMatrix dear = Build(400, pricing), cheap = Build(40, pricing), then = Build(40, null);
        int compared = 0;
        double gap = 0;
        for (int i = 0; i < dear.Outcomes.Length; i++)
        {
            if (!dear.Outcomes[i].IsComplete || !cheap.Outcomes[i].IsComplete || !then.Outcomes[i].IsComplete)
                continue;
            compared++;
            // Closes are rounded to cents before they are scaled, which is a tenth of a per mille at 40 dollars; a strike may then be the neighbour.
            gap += Math.Abs(dear.Outcomes[i].Return - cheap.Outcomes[i].Return) < 0.02 ? 0 : 1;
        }

        Assert.True(compared > 1_000 && gap / compared < 0.05, $"{gap} of {compared}");
        double Costs(OutcomeMatrix labels) => labels.Outcomes.Where(outcome => outcome.IsComplete).Average(outcome => outcome.Costs / outcome.CapitalAtRisk);
        Assert.Equal(Costs(dear), Costs(cheap), 0.001);
        Assert.True(Costs(then) > 2 * Costs(dear), $"{Costs(then)} {Costs(dear)}");
    }

    [Fact]
    public void Build_Corners_BracketTheOutcomeAndKeepItsContracts()
    {
        OutcomeMatrix exact = Build(400, new LabelPricing(400, "test", 0, 0)), labels = Build(400, new LabelPricing(400, "test", 0.05, 0.35));
        Assert.Equal(exact.Outcomes, labels.Outcomes);
        Assert.Empty(exact.Corners);
        int inside = 0, all = 0;
        double cheaper = 0, dearer = 0;
        for (int row = 0; row < labels.Sessions.Length; row++)
        {
            Assert.InRange(labels.Agreement(row), 1 / 9.0, 1);
            TradeOutcome strangle = labels.Row(row)[(int)Structure.LongStrangle];
            if (!strangle.IsComplete)
                continue;
            double[] corners = [.. Enumerable.Range(0, LabelPricing.Corners).Select(corner => labels.ReturnAt(row, Structure.LongStrangle, corner))];
            all++;
            inside += corners.Where(double.IsFinite).Min() <= strangle.Return && strangle.Return <= corners.Where(double.IsFinite).Max() ? 1 : 0;
            if (double.IsFinite(corners[4] + corners[5]))
                (cheaper, dearer) = (cheaper + corners[4], dearer + corners[5]);
        }

        // A corner may exit on another day, so not every trade lies between its corners.
        Assert.True(all > 100 && inside > 0.75 * all, $"{inside} of {all}");
        Assert.True(dearer > cheaper + (0.02 * all), $"options dearer at the exit alone are a gain to a strangle: {cheaper / all} {dearer / all}");
        Assert.Contains(Enumerable.Range(0, labels.Sessions.Length), row => labels.Agreement(row) < 1);
        Assert.All(Enumerable.Range(0, exact.Sessions.Length), row => Assert.Equal(1, exact.Agreement(row)));
    }

    /// <summary>A label is known when its corners are: one that exits later would otherwise weigh a row by what came after it.</summary>
    [Fact]
    public void EndOf_WaitsForTheCorners()
    {
        OutcomeMatrix labels = Build(400, new LabelPricing(400, "test", 0.05, 0.35));
        int later = 0;
        for (int i = 0; i < labels.Outcomes.Length; i++)
        {
            if (!labels.Outcomes[i].IsComplete)
                continue;
            Assert.True(labels.EndAt(i) is null || labels.EndAt(i) >= labels.Outcomes[i].Exit);
            later += labels.EndAt(i) is null || labels.EndAt(i) > labels.Outcomes[i].Exit ? 1 : 0;
        }

        Assert.True(later > 0);
        // Appending sessions changes no label whose end has come.
        OutcomeMatrix early = Labels.Build(
            ChainHistories.FromSurface(Bars(400).Take(120),
                [.. s_sessions[..120].Select((_, i) => (VolSurface?)ModelledChain.Surface(18 + (2 * Math.Sin(i / 11.0)), 20, 1, 0.01))]),
            _ => new RuleContext(double.NaN, double.NaN, double.NaN), CostModel.Default, pricing: new LabelPricing(400, "test", 0.05, 0.35));
        int same = 0;
        for (int row = 0; row < early.Sessions.Length; row++)
        {
            if (early.EndOf(row) is null)
                continue;
            same++;
            Assert.Equal(labels.Best(row), early.Best(row));
            Assert.Equal(labels.Agreement(row), early.Agreement(row));
        }

        Assert.True(same > 40);
    }
}
