using System.Diagnostics;
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
            TestContext.Current.TestOutputHelper?.WriteLine($"{day.Chain.Session} {day.Root} {day.Chain.Count} quotes: clean {cleaning * 1000:0.0} ms, fit {(watch.Elapsed.TotalSeconds - cleaning) * 1000:0.0} ms; violations {string.Join(" ", cleaned.Violations.GroupBy(v => v.Kind).Select(g => $"{g.Key} {g.Count()}"))}");
            foreach (SmileSlice slice in surface.Slices.Where(slice => slice.Status != SmileStatus.None))
            {
                slices++;
                svi += slice.Status == SmileStatus.Svi ? 1 : 0;
                close += slice.RmsError < 0.005 ? 1 : 0;
                if (slice.RmsError > 0.006)
                    TestContext.Current.TestOutputHelper?.WriteLine($"  {slice.Expiry} T {slice.Years:0.000} {slice.Status} n {slice.Quotes} rms {slice.RmsError:0.0000} max {slice.MaxError:0.0000} in {slice.WithinSpread:0.00} g {slice.MinButterfly:0.0000} shift {slice.CalendarShift:0.0000000} gap {slice.CalendarGap:0.0000000} {slice.Smile}");
                Assert.True(slice.MinButterfly >= 0, $"{day.Chain.Session} {slice}");
                consistent += slice.CalendarGap >= -1e-9 ? 1 : 0;
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{slices} slices, {svi} SVI, {consistent} not below the expiry before, {close} within 0.5 points; {1000 * seconds / quotes * 13_000:0.0} ms per 13,000 quotes over {days} chains");
        Assert.True(consistent >= 0.97 * slices);
        Assert.True(svi >= 0.95 * slices);
        Assert.True(close >= 0.95 * slices);
    }
}
