using ResearchLab.Market;
using ResearchLab.Options;
using ResearchLab.Time;

namespace ResearchLab.Tests.Market;

public class ModelledChainSummaryTests(ITestOutputHelper output)
{
    private static IEnumerable<(DateOnly Session, double Spot, VolSurface Surface)> Grid()
    {
        DateOnly[] sessions = ExchangeCalendar.Nyse.Sessions(new DateOnly(2016, 1, 4), new DateOnly(2023, 12, 29));
        int at = 0;
        foreach (double vix in (double[])[9, 14, 22, 40, 82])
        {
            foreach (double term in (double[])[double.NaN, 0.85, 1.0, 1.2])
            {
                foreach (double ratio in (double[])[0.7, 1, 1.9])
                {
                    foreach (double rate in (double[])[0, 0.05])
                    {
                        foreach (double spot in (double[])[35, 250, 4700])
                            yield return (sessions[at++ * 17 % sessions.Length], spot, ModelledChain.Surface(vix, vix * term, ratio, rate));
                    }
                }
            }
        }
    }

    /// <summary>
    /// From 2016 on, with weeklies around every tenor. The summary has no listed strikes and ticks, the chain has, so they agree closely and not to the bit:
    /// volatilities to a thousandth or two, the straddle to some thousandths, except where a strike step is a large part of the straddle (a $35 share at 5%
    /// volatility), where the chain's linear interpolation overstates it by up to a tenth. The spread is a few ticks there, so it may be off by most of itself,
    /// and around 3 it is one tick of 0.01 or one of 0.05.
    /// </summary>
    [Fact]
    public void Of_GridOfSurfaces_IsCloseToSummarisingTheBuiltChain()
    {
        (string Name, Func<ChainSummary, double> Value, double Typical, double Most, double Worst)[] fields =
        [
            ("AtmIv30", s => s.AtmIv30, 0.001, 0.003, 0.02), ("AtmIv60", s => s.AtmIv60, 0.001, 0.003, 0.01), ("AtmIv90", s => s.AtmIv90, 0.0015, 0.004, 0.01),
            ("PutIv25Delta30", s => s.PutIv25Delta30, 0.002, 0.006, 0.025), ("CallIv25Delta30", s => s.CallIv25Delta30, 0.001, 0.007, 0.04),
            ("StraddleMid30", s => s.StraddleMid30, 0.004, 0.025, 0.15), ("AtmSpreadPct", s => s.AtmSpreadPct, 0.06, 0.5, 4),
        ];
        (ChainSummary Direct, ChainSummary Built)[] pairs =
            [.. Grid().AsParallel().AsOrdered().Select(c =>
                (ModelledChainSummary.Of(c.Session, c.Spot, c.Surface), ChainSummaries.Summarise(ModelledChain.Build("SPY", c.Session, c.Spot, c.Surface))))];
        var wrong = new List<string>();
        foreach ((string name, Func<ChainSummary, double> value, double typical, double most, double worst) in fields)
        {
            double[] errors = [.. pairs.Where(p => double.IsFinite(value(p.Built))).Select(p => Math.Abs((value(p.Direct) / value(p.Built)) - 1)).Order()];
            output.WriteLine($"{name,-16} {errors.Length} of {pairs.Length}: median {errors[errors.Length / 2]:P3}, "
                + $"95% {errors[errors.Length * 95 / 100]:P3}, worst {errors[^1]:P3}");
            if (errors.Length < 0.95 * pairs.Length || errors[errors.Length / 2] > typical || errors[errors.Length * 95 / 100] > most || errors[^1] > worst)
                wrong.Add(
                    $"{name}: {errors.Length} values, median {errors[errors.Length / 2]:P3}, 95% {errors[errors.Length * 95 / 100]:P3}, worst {errors[^1]:P3}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Of_TwentyFiveDeltaVolatilities_AreThoseOfTheStrikesWithThatDelta()
    {
        foreach ((DateOnly session, double spot, VolSurface surface) in Grid())
        {
            ChainSummary summary = ModelledChainSummary.Of(session, spot, surface);
            Assert.Equal(VolAt(surface, spot, OptionRight.Put, -0.25), summary.PutIv25Delta30, 1e-8);
            Assert.Equal(VolAt(surface, spot, OptionRight.Call, 0.25), summary.CallIv25Delta30, 1e-8);
            Assert.True(summary.PutIv25Delta30 > summary.CallIv25Delta30, "index smiles make puts dearer");
        }
    }

    // Bisects for the strike: the delta of a put and of a call both fall with it.
    private static double VolAt(VolSurface surface, double spot, OptionRight right, double delta)
    {
        const double Years = 30 / 365.0;
        double low = spot * 0.2, high = spot * 3;
        for (int i = 0; i < 200; i++)
        {
            double strike = 0.5 * (low + high), vol = surface.ImpliedVol(spot, strike, Years);
            bool above = BlackScholes.Greeks(right, spot, strike, vol, Years, surface.RatePerYear).DeltaPerUnit > delta;
            (low, high) = above ? (strike, high) : (low, strike);
        }

        Assert.Equal(delta, BlackScholes.Greeks(right, spot, low, surface.ImpliedVol(spot, low, Years), Years, surface.RatePerYear).DeltaPerUnit, 1e-9);
        return surface.ImpliedVol(spot, low, Years);
    }

    [Fact]
    public void Of_WhatAModelCannotKnow_IsNaNAndTheRestIsNot()
    {
        foreach ((DateOnly session, double spot, VolSurface surface) in Grid())
        {
            ChainSummary direct = ModelledChainSummary.Of(session, spot, surface);
            Assert.Equal((session, ChainOrigin.Modelled), (direct.Session, direct.Origin));
            Assert.All(Unknown(direct), value => Assert.True(double.IsNaN(value)));
            Assert.All(
                (double[])[direct.AtmIv30, direct.AtmIv60, direct.AtmIv90, direct.PutIv25Delta30, direct.CallIv25Delta30, direct.StraddleMid30,
                    direct.AtmSpreadPct],
                value => Assert.True(value > 0 && double.IsFinite(value)));
        }

        // The built chain leaves the same unknown.
        (DateOnly day, double close, VolSurface any) = Grid().First();
        Assert.All(Unknown(ChainSummaries.Summarise(ModelledChain.Build("SPY", day, close, any))), value => Assert.True(double.IsNaN(value)));
    }

    private static double[] Unknown(ChainSummary s) => [s.PutVolume, s.CallVolume, s.PutOpenInterest, s.CallOpenInterest, s.MaxPainStrike, s.DollarGamma];
}
