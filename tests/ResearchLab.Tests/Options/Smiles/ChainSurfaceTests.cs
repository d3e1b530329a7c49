using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using ResearchLab.Options;

namespace ResearchLab.Tests.Options;

public sealed class ChainSurfaceTests
{
    [Fact]
    public void Fit_RealIndexChains_FollowTheQuotes_WithoutArbitrage()
    {
        int slices = 0, svi = 0, close = 0, consistent = 0;
        double seconds = 0;
        int quotes = 0, days = 0;
        foreach (SpxRoots.Day day in SpxRoots.Days)
        {
            var watch = Stopwatch.StartNew();
            CleanedChain cleaned = ChainCleaning.Clean(day.Chain, new CleaningOptions { Timing = new QuoteTiming(day.Root == "SPX" ? -0.24 : 0.05) });
            double cleaning = watch.Elapsed.TotalSeconds;
            ChainSurface surface = ChainSurface.Fit(cleaned);
            seconds += watch.Elapsed.TotalSeconds;
            quotes += day.Chain.Count;
            days++;
            TestContext.Current.TestOutputHelper?.WriteLine($"{day.Chain.Session} {day.Root} {day.Chain.Count} quotes: clean {cleaning * 1000:0.0} ms, "
                + $"fit {(watch.Elapsed.TotalSeconds - cleaning) * 1000:0.0} ms; "
                + $"violations {string.Join(" ", cleaned.Violations.GroupBy(v => v.Kind).Select(g => $"{g.Key} {g.Count()}"))}");
            foreach (SmileSlice slice in surface.Slices.Where(slice => slice.Status != SmileStatus.None))
            {
                slices++;
                svi += slice.Status == SmileStatus.Svi ? 1 : 0;
                close += slice.RmsError < 0.005 ? 1 : 0;
                if (slice.RmsError > 0.006)
                    TestContext.Current.TestOutputHelper?.WriteLine($"  {slice.Expiry} T {slice.Years:0.000} {slice.Status} n {slice.Quotes} rms "
                        + $"{slice.RmsError:0.0000} max {slice.MaxError:0.0000} in {slice.WithinSpread:0.00} g {slice.MinButterfly:0.0000} shift "
                        + $"{slice.CalendarShift:0.0000000} gap {slice.CalendarGap:0.0000000} {slice.Smile}");
                Assert.True(slice.MinButterfly >= 0, $"{day.Chain.Session} {slice}");
                consistent += slice.CalendarGap >= -1e-9 ? 1 : 0;
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{slices} slices, {svi} SVI, {consistent} not below the expiry before, {close} within 0.5 points; "
            + $"{1000 * seconds / quotes * 13_000:0.0} ms per 13,000 quotes over {days} chains");
        Assert.True(consistent >= 0.97 * slices);
        Assert.True(svi >= 0.95 * slices);
        Assert.True(close >= 0.95 * slices);
    }

    /// <summary>A strike found for a delta has that delta, and the delta of a strike finds the strike, on fitted real and made surfaces.</summary>
    [Fact]
    public void StrikeAtDelta_AndBack_IsTheSame()
    {
        int none = 0, found = 0;
        Prop.ForAll(
        Gen.Choose(0, 39).SelectMany(seed => Gen.Choose(2, 98), (seed, percent) => (seed, percent))
            .SelectMany(pair => Gen.Choose(5, 400), (pair, days) => (pair.seed, pair.percent, days)).ToArbitrary(),
        drawn =>
        {
            ChainSurface surface = s_surfaces.Value[drawn.seed % s_surfaces.Value.Length];
            double years = drawn.days / 365.0, share = drawn.percent / 100.0, carry = surface.Discount(years) * surface.Forward(years) / surface.Spot;
            foreach (OptionRight right in new[] { OptionRight.Call, OptionRight.Put })
            {
                double delta = carry * (right == OptionRight.Call ? share : -share);
                if (Math.Abs(delta) >= 1)
                    continue;
                double strike = surface.StrikeAtDelta(right, delta, years);
                if (double.IsNaN(strike)) // a made-up wing so steep that no strike within eight deviations has so small a delta
                {
                    none++;
                    continue;
                }

                found++;
                double back = BlackScholes.Greeks(right, surface.Spot, strike, surface.Vol(strike, years), years, -Math.Log(surface.Discount(years)) / years,
                    -Math.Log(carry) / years).DeltaPerUnit;
                if (Math.Abs(back - delta) > 1e-9 || Math.Abs(surface.StrikeAtDelta(right, back, years) - strike) > 1e-6 * strike)
                    return false;
            }

            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400).WithReplay(20261121UL, 1UL));
        Assert.True(found > 20 * none, $"{found} strikes found, {none} not");
    }

    private static readonly Lazy<ChainSurface[]> s_surfaces =
        new(() => [.. Enumerable.Range(1, 8).Select(seed => ChainSurface.Fit(TestChains.Synthetic((ulong)seed)))]);
}
