using ResearchLab.Basics;
using ResearchLab.Features;
using ResearchLab.Models;
using ResearchLab.Options;
using ResearchLab.Risk;

namespace ResearchLab.Tests.Models;

/// <summary>What pickers' scores are worth: levels, break-even, and that a score without meaning changes nothing.</summary>
public sealed class ProposalCalibrationTests
{
    private static readonly FeatureMatrix s_features = SyntheticMarket.Features(3_000, 71);

    private static LabeledRows Rows(Func<int, Structure, double> mean) =>
        StructureTrainer.Rows(s_features, SyntheticMarket.Outcomes(s_features, 72, mean), SyntheticMarket.Options);

    private static int[] All(LabeledRows rows) => [.. Enumerable.Range(0, rows.Count)];

    [Fact]
    public void Payoff_OfOneStructure_IsItsWeightedOutcomes()
    {
        LabeledRows rows = Rows((_, structure) => structure == Structure.IronCondor ? 0.1 : -0.02);
        StructurePayoff condor = StructurePayoff.Of(rows, All(rows))[(int)Structure.IronCondor];
        // Returns are 0.1 plus a normal of 0.3: won with probability Φ(1/3).
        Assert.InRange(condor.WinRate, 0.55, 0.68);
        Assert.InRange(condor.MeanReturn, 0.05, 0.13);
        Assert.True(condor.IsKnown);
        Assert.InRange(condor.Effective, 100, 300);
        // Mean win p − mean loss (1 − p) is the mean where nothing is shrunk, and break-even is where it would be 0.
        Assert.Equal(0, (condor.BreakEven * condor.MeanWin) - ((1 - condor.BreakEven) * condor.MeanLoss), 1e-12);
        Assert.True(condor.WinRate > condor.BreakEven);
    }

    [Fact]
    public void Payoff_FewOutcomes_SayNothing()
    {
        LabeledRows rows = Rows((_, _) => 0.5);
        StructurePayoff[] few = StructurePayoff.Of(rows, [.. Enumerable.Range(0, 60)]);
        Assert.All(few, payoff => Assert.False(payoff.IsKnown));
        TradeForecast forecast = ProposalCalibration.Fit(rows, few, []).Of(Structure.LongCall, 1);
        Assert.True(double.IsNaN(forecast.WinProbability) && double.IsNaN(forecast.ExpectedReturn) && double.IsNaN(forecast.BreakEven));
        Assert.InRange(forecast.Effective, 1, 29.99);
    }

    [Fact]
    public void Fit_ScoreThatTells_IsFollowed_AndOneThatDoesNot_IsShrunk()
    {
        var random = new Pcg32(5);
        double[] signal = [.. Enumerable.Range(0, 3_000).Select(_ => random.NextNormal())], noise = [.. signal.Select(_ => random.NextNormal())];
        LabeledRows rows = Rows((row, structure) => structure == Structure.LongPut ? 0.3 * signal[row] : 0);
        (int, Structure, double)[] Proposed(double[] scores) => [.. All(rows).Select(row => (row, Structure.LongPut, scores[rows.LabelRow[row]]))];
        ProposalCalibration told = ProposalCalibration.Fit(rows, All(rows), Proposed(signal)),
            untold = ProposalCalibration.Fit(rows, All(rows), Proposed(noise));
        Assert.InRange(told.ReturnSlope, 0.2, 0.35);
        Assert.True(told.WinSlope > 0.7, $"{told.WinSlope}");
        Assert.InRange(Math.Abs(untold.ReturnSlope), 0, 0.05);
        Assert.InRange(Math.Abs(untold.WinSlope), 0, 0.25);
        TradeForecast high = told.Of(Structure.LongPut, 2), low = told.Of(Structure.LongPut, -2);
        Assert.True(high.WinProbability > 0.8 && low.WinProbability < 0.2);
        Assert.True(high.ExpectedReturn > 0.3 && low.ExpectedReturn < -0.3);
    }

    /// <summary>A picker that takes the best of eleven noisy forecasts proposes what will fall back: its own proposals show by how much.</summary>
    [Fact]
    public void Fit_BestOfElevenForecasts_ExpectsNoMoreThanTheyEarned()
    {
        var random = new Pcg32(9);
        double[] forecast = [.. Enumerable.Range(0, 3_000 * Structures.Count).Select(_ => 0.2 * random.NextNormal())];
        LabeledRows rows = Rows((_, _) => 0);
        (int Row, Structure Structure, double Score)[] proposed = [.. All(rows).Select(row =>
        {
            double[] own = forecast[(rows.LabelRow[row] * Structures.Count)..((rows.LabelRow[row] + 1) * Structures.Count)];
            int best = Array.IndexOf(own, own.Max());
            return (row, (Structure)best, own[best]);
        })];
        ProposalCalibration calibration = ProposalCalibration.Fit(rows, All(rows), proposed);
        double claimed = proposed.Average(one => one.Score), expected = proposed.Average(one => calibration.Of(one.Structure, one.Score).ExpectedReturn);
        Assert.InRange(claimed, 0.25, 0.4);
        Assert.InRange(expected, -0.05, 0.05);
    }

    [Fact]
    public void Fit_LaterOutcomes_ChangeNothing()
    {
        LabeledRows rows = Rows((row, _) => row < 1_500 ? 0.05 : -0.4), other = Rows((row, _) => row < 1_500 ? 0.05 : 0.9);
        int[] known = [.. All(rows).Where(row => rows.Spans[row].EndPosition <= 1_400)];
        (int, Structure, double)[] proposed = [.. known.Select(row => (row, Structure.IronCondor, (double)(row % 7)))];
        Assert.Equal(Text(ProposalCalibration.Fit(rows, known, proposed)), Text(ProposalCalibration.Fit(other, known, proposed)));

        static string Text(ProposalCalibration calibration) => System.Text.Json.JsonSerializer.Serialize(calibration);
    }
}
