using ResearchLab.Features;
using ResearchLab.Market;
using ResearchLab.Options;
using ResearchLab.Time;
using static ResearchLab.Tests.Features.FeatureInvariants;

namespace ResearchLab.Tests.Features;

public sealed class FeatureEngineTests
{
    private static readonly string[] s_names = [.. FeatureCatalog.All.Select(feature => feature.Name)];

    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    public void Compute_HistoryEndsAtSession_GivesTheSameValue(ulong seed) =>
        Assert.Empty(ChangedByTruncation(market => market.Compute(), SampleMarket.Generate(seed, 900), s_names, trials: 60, seed));

    [Fact]
    public void ChangedByTruncation_FeatureThatPeeksOneSession_IsCaught()
    {
        FeatureMatrix WithPeeking(SampleMarket market)
        {
            double[] peeking = [.. market.Bars.Close.Skip(1).Append(market.Bars.Close[^1])];
            return market.Compute() with { Columns = [.. market.Compute().Columns, peeking] };
        }

        SortedSet<string> changed = ChangedByTruncation(WithPeeking, SampleMarket.Generate(3, 300), [.. s_names, "peeking"], trials: 10, seed: 3);
        Assert.Equal(["peeking"], changed);
    }

    [Fact]
    public void ChangedByTruncation_FeatureScaledByTheWholeHistory_IsCaught()
    {
        FeatureMatrix WithRescaling(SampleMarket market)
        {
            double[] rescaled = SampleMarket.Times(market.Bars.Close, 1 / market.Bars.Close.Max());
            return market.Compute() with { Columns = [.. market.Compute().Columns, rescaled] };
        }

        SortedSet<string> changed = ChangedByTruncation(WithRescaling, SampleMarket.Generate(4, 300), [.. s_names, "rescaled"], trials: 20, seed: 4);
        Assert.Equal(["rescaled"], changed);
    }

    [Theory]
    [InlineData(350)]
    [InlineData(599)]
    [InlineData(700)]
    public void Compute_LaterRowsChange_NothingMovesBefore(int row)
    {
        SampleMarket market = SampleMarket.Generate(5, 800), other = SampleMarket.Generate(6, 800);
        SampleMarket changed = new(
            Splice(market.Bars, other.Bars, row), [.. market.Chains[..row], .. other.Chains[row..]],
            new MarketContext(
                Splice(market.Context.Market, other.Context.Market, row), Splice(market.Context.Vix, other.Context.Vix, row),
                Splice(market.Context.Vix3M, other.Context.Vix3M, row), Splice(market.Context.TBill13W, other.Context.TBill13W, row)));
        FeatureMatrix before = market.Compute(), after = changed.Compute();
        for (int column = 0; column < s_names.Length; column++)
        {
            Assert.Equal(before.Columns[column][..row], after.Columns[column][..row]);
            if (FeatureCatalog.All[column].Group != FeatureGroup.Calendar)
                Assert.NotEqual(before.Columns[column][row..], after.Columns[column][row..]);
        }
    }

    [Fact]
    public void Compute_CompleteData_IsNaNExactlyBeforeTheDeclaredWarmUp()
    {
        FeatureMatrix features = SampleMarket.Generate(7, 700).Compute();
        Assert.All(FeatureCatalog.All, feature =>
        {
            double[] column = features.Columns[feature.Number - 1];
            Assert.All(column[..feature.WarmUpSessions], value => Assert.True(double.IsNaN(value), feature.Name));
            Assert.All(column[feature.WarmUpSessions..], value => Assert.True(double.IsFinite(value), feature.Name));
        });
    }

    [Theory]
    [InlineData(11UL)]
    [InlineData(12UL)]
    [InlineData(13UL)]
    [InlineData(14UL)]
    public void Compute_HistoryStarts500SessionsEarlier_MovesNothingAfterTheWarmUp(ulong seed)
    {
        SampleMarket market = SampleMarket.Generate(seed, 1200);
        FeatureMatrix longer = market.Compute(), shorter = market.Slice(500, 1200).Compute();
        var moved = new SortedSet<string>(StringComparer.Ordinal);
        foreach (FeatureDefinition feature in FeatureCatalog.All)
        {
            double[] expected = longer.Columns[feature.Number - 1], actual = shorter.Columns[feature.Number - 1];
            for (int row = feature.WarmUpSessions; row < actual.Length; row++)
            {
                // A window holds all a feature that is not recursive sees, so its bits must be the same.
                if (!Same(expected[row + 500], actual[row], feature.Recursive ? 1e-4 : 0))
                    moved.Add($"{feature.Name} at {row}: {expected[row + 500]:R} and {actual[row]:R}");
            }
        }

        Assert.Empty(moved);
    }

    [Theory]
    [InlineData(10, 1)]
    [InlineData(0.1, 1)]
    [InlineData(1, 10)]
    [InlineData(1, 0.001)]
    public void Compute_ScaledPricesOrVolumes_LeaveScaleFreeFeatures(double price, double volume)
    {
        SampleMarket market = SampleMarket.Generate(21, 600);
        FeatureMatrix plain = market.Compute(), scaled = market.Scale(price, volume).Compute(),
            withChains = market.Scale(price, volume, scaleChains: true).Compute();
        Assert.All(FeatureCatalog.All, feature =>
        {
            bool changed = false;
            for (int row = 0; row < market.Rows; row++)
            {
                double expected = plain.Columns[feature.Number - 1][row];
                bool same = Same(expected, scaled.Columns[feature.Number - 1][row], 1e-9, 1e-11);
                changed |= !same;
                Assert.True(same || !feature.ScaleFree, $"{feature.Name} at {row}");
                if (feature.Group == FeatureGroup.OptionChain)
                    Assert.True(Same(expected, withChains.Columns[feature.Number - 1][row], 1e-9, 1e-11), $"{feature.Name} at {row}, chains scaled");
            }

            bool feelsIt = price != 1 || feature.Inputs.HasFlag(FeatureInputs.Volume);
            Assert.True(feature.ScaleFree || !feelsIt || changed, $"{feature.Name} is declared scale-dependent but is not");
        });
    }

    [Fact]
    public void Compute_ConstantPrices_HaveNoVolatilityAndNoUndefinedRatio()
    {
        SampleMarket market = SampleMarket.Generate(31, 500);
        double[] flat = [.. Enumerable.Repeat(17.1, 500)];
        FeatureMatrix features = market.WithBars(bars => new BarSeries("FLAT", bars.Sessions, flat, flat, flat, flat, bars.Volume)).Compute();
        AssertNoInfinity(features);
        foreach (string name in (string[])[
            "ret_1d", "ret_126d", "gap_open", "close_to_sma10", "close_to_sma200", "sma50_to_sma200", "ema12_to_ema26", "trend_slope21",
            "aroon_osc25", "trix15",
            "streak", "hv5", "hv63", "parkinson21", "garman_klass21", "yang_zhang21", "atr14_pct", "bb_width20", "obv_slope21", "cmf20", "drawdown252",
            "adx14", "beta63"])
            Assert.Equal(0, features.Columns[FeatureCatalog.IndexOf(name)][^1]);
        foreach (string name in (string[])[
            "rsi14", "stoch_k14", "stoch_rsi14", "cci20", "mfi14", "ultimate_osc", "connors_rsi", "efficiency10", "trend_r2_21", "macd_hist_atr", "di_spread14",
            "bb_pctb20", "hv5_to_hv63", "vol_of_vol63", "skew63", "kurt63", "downside_share21", "corr63"])
            Assert.True(double.IsNaN(features.Columns[FeatureCatalog.IndexOf(name)][^1]), name);
        Assert.Equal(1, features.Columns[FeatureCatalog.IndexOf("hv21_pctile252")][^1]);
    }

    [Fact]
    public void Compute_FlatPriceMovesAgain_OscillatorsComeBack()
    {
        SampleMarket market = SampleMarket.Generate(32, 900);
        double[] Halt(double[] values) => [.. values.Select((value, row) => row is >= 400 and < 480 ? 55.5 : value)];
        FeatureMatrix features = market.WithBars(bars => new BarSeries(
            "HALT", bars.Sessions, Halt(bars.Open), Halt(bars.High), Halt(bars.Low), Halt(bars.Close), bars.Volume)).Compute();
        AssertNoInfinity(features);
        Assert.All(features.Columns, column => Assert.True(double.IsFinite(column[^1])));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(30)]
    public void Compute_ShortHistory_HasOnlyWhatNeedsNoHistory(int rows)
    {
        FeatureMatrix features = SampleMarket.Generate(41, rows).Compute();
        Assert.Equal(84, features.Columns.Length);
        Assert.All(FeatureCatalog.All, feature =>
        {
            double[] column = features.Columns[feature.Number - 1];
            Assert.Equal(rows, column.Length);
            Assert.Equal(Math.Max(0, rows - feature.WarmUpSessions), column.Count(double.IsFinite));
        });
    }

    [Fact]
    public void Compute_OneMissingBar_CostsExactlyTheWindowsThatHoldIt()
    {
        const int Gap = 600;
        SampleMarket market = SampleMarket.Generate(51, 1200);
        FeatureMatrix whole = market.Compute(), holed = market.WithBars(bars => new BarSeries(
            bars.Symbol, bars.Sessions, SampleMarket.Replace(bars.Open, Gap, double.NaN), SampleMarket.Replace(bars.High, Gap, double.NaN),
            SampleMarket.Replace(bars.Low, Gap, double.NaN), SampleMarket.Replace(bars.Close, Gap, double.NaN),
            SampleMarket.Replace(bars.Volume, Gap, double.NaN))).Compute();
        Assert.All(FeatureCatalog.All, feature =>
        {
            double[] before = whole.Columns[feature.Number - 1], after = holed.Columns[feature.Number - 1];
            Assert.Equal(before[..Gap], after[..Gap]);
            bool fromBars = (feature.Inputs & (FeatureInputs.Open | FeatureInputs.High | FeatureInputs.Low | FeatureInputs.Close | FeatureInputs.Volume))
                != FeatureInputs.None;
            Assert.Equal(fromBars, double.IsNaN(after[Gap]));

            // The row after the last window that holds the gap; a recursive feature takes its whole warm-up again.
            int back = Gap + feature.WarmUpSessions + 1;
            for (int row = back; row < market.Rows; row++)
                Assert.True(Same(before[row], after[row], feature.Recursive ? 1e-4 : 0), $"{feature.Name} at {row}");
            if (feature.Recursive)
                Assert.All(after[Gap..back], value => Assert.True(double.IsNaN(value), feature.Name));
        });
    }

    [Theory]
    [InlineData(1e-6, 1)]
    [InlineData(1e9, 1)]
    [InlineData(1, 0)]
    [InlineData(1, 1e9)]
    public void Compute_ExtremePricesAndVolumes_StayFinite(double price, double volume) =>
        AssertNoInfinity(SampleMarket.Generate(61, 500).Scale(price, volume, scaleChains: true).Compute());

    [Fact]
    public void Compute_PricesJumpingBetweenExtremes_GiveNoInfinity()
    {
        double[] Jump(double[] values) => [.. values.Select((_, row) => row % 7 == 3 ? 1e9 : 1e-6)];
        AssertNoInfinity(SampleMarket.Generate(62, 500).WithBars(bars => new BarSeries(
            "JUMP", bars.Sessions, Jump(bars.Open), Jump(bars.High), Jump(bars.Low), Jump(bars.Close), Jump(bars.Volume))).Compute());
    }

    [Fact]
    public void Compute_ZeroAndNegativePrices_AreMissing()
    {
        SampleMarket market = SampleMarket.Generate(63, 400);
        FeatureMatrix zero = market.WithBars(bars => bars with { Close = SampleMarket.Replace(bars.Close, 390, 0) }).Compute();
        FeatureMatrix missing = market.WithBars(bars => bars with { Close = SampleMarket.Replace(bars.Close, 390, double.NaN) }).Compute();
        AssertNoInfinity(zero);
        Assert.Equal(missing.Columns, zero.Columns);
    }

    [Fact]
    public void Compute_MissingChains_BlankTheirSessionAndAreBridgedFiveSessionsInRanks()
    {
        SampleMarket market = SampleMarket.Generate(71, 700);
        FeatureMatrix whole = market.Compute();
        SampleMarket WithHole(int length) =>
            market with { Chains = [.. market.Chains.Select((chain, row) => row >= 400 && row < 400 + length ? default : chain)] };
        FeatureMatrix five = WithHole(5).Compute(), six = WithHole(6).Compute();
        foreach (FeatureDefinition feature in FeatureCatalog.All.Where(feature => feature.Group == FeatureGroup.OptionChain))
        {
            double[] column = five.Columns[feature.Number - 1];
            Assert.All(column[400..405], value => Assert.True(double.IsNaN(value), feature.Name));
            Assert.True(double.IsFinite(column[411]), feature.Name);
        }

        int rank = FeatureCatalog.IndexOf("iv_rank252"), percentile = FeatureCatalog.IndexOf("iv_pctile252");
        Assert.All(new[] { rank, percentile }, column =>
        {
            Assert.True(double.IsFinite(five.Columns[column][405]));
            Assert.InRange(five.Columns[column][405], whole.Columns[column][405] - 0.05, whole.Columns[column][405] + 0.05);
            Assert.All(six.Columns[column][400..657], value => Assert.True(double.IsNaN(value)));
            Assert.True(double.IsFinite(six.Columns[column][657]));
        });
    }

    [Fact]
    public void Compute_EmptyContext_BlanksMarketFeaturesOnly()
    {
        SampleMarket market = SampleMarket.Generate(72, 400);
        FeatureMatrix features = (market with
        {
            Context = new MarketContext(
                new BarSeries("SPY", [], [], [], [], [], []), DailySeries.Empty("vix"), DailySeries.Empty("vix3m"), DailySeries.Empty("tbill_13w")),
        }).Compute();
        Assert.All(FeatureCatalog.All, feature =>
            Assert.Equal(feature.Group == FeatureGroup.Market && feature.Name != "drawdown252", double.IsNaN(features.Columns[feature.Number - 1][^1])));
    }

    [Fact]
    public void Compute_SummaryOfAnotherSession_IsRefused()
    {
        SampleMarket market = SampleMarket.Generate(73, 10);
        ChainSummary[] shifted = [.. market.Chains[1..], default];
        Assert.Contains("align", Assert.Throws<ArgumentException>(() => (market with { Chains = shifted }).Compute()).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => (market with { Chains = market.Chains[1..] }).Compute());
    }

    [Fact]
    public void Compute_SessionsOutOfOrder_AreRefused() =>
        Assert.Throws<ArgumentException>(() => SampleMarket.Generate(74, 10).WithBars(bars => bars with { Sessions = [.. bars.Sessions.Reverse()] }).Compute());

    [Fact]
    public void Compute_TenThousandSessions_AllocatesAtMostHalfAgainTheOutput()
    {
        SampleMarket market = SampleMarket.Generate(81, 10_000);
        market.Compute();
        long before = GC.GetAllocatedBytesForCurrentThread();
        market.Compute();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before, output = 84L * 10_000 * sizeof(double);
        Assert.InRange(allocated, output, output * 3 / 2);
    }

    [Theory]
    [InlineData("2021-12-31", 5, 14, 0, 3)]
    [InlineData("2022-04-14", 4, 0, 10, 4)]
    [InlineData("2022-04-13", 3, 1, 11, 1)]
    [InlineData("2022-06-17", 5, 0, 8, 4)]
    [InlineData("2022-11-23", 3, 16, 4, 2)]
    public void Compute_Calendar_CountsSessions(string day, int weekday, int toExpiry, int toMonthEnd, int toNext)
    {
        var session = DateOnly.Parse(day);
        DateOnly[] sessions = [session];
        double[] one = [1];
        FeatureMatrix features = FeatureEngine.Compute(
            new BarSeries("X", sessions, one, one, one, one, one), new ChainSummary[1],
            new MarketContext(new BarSeries("SPY", sessions, one, one, one, one, one), DailySeries.Empty("vix"), DailySeries.Empty("vix3m"),
                DailySeries.Empty("t")),
            ExchangeCalendar.Nyse);
        Assert.Equal([weekday, toExpiry, toMonthEnd, toNext], features.Columns[80..].Select(column => (int)column[0]));
    }

    private static void AssertNoInfinity(FeatureMatrix features)
    {
        for (int column = 0; column < s_names.Length; column++)
            Assert.False(features.Columns[column].Any(double.IsInfinity), s_names[column]);
    }

    private static BarSeries Splice(BarSeries first, BarSeries then, int row) => new(
        first.Symbol, first.Sessions, [.. first.Open[..row], .. then.Open[row..]], [.. first.High[..row], .. then.High[row..]],
        [.. first.Low[..row], .. then.Low[row..]], [.. first.Close[..row], .. then.Close[row..]], [.. first.Volume[..row], .. then.Volume[row..]]);

    private static DailySeries Splice(DailySeries first, DailySeries then, int row) =>
        new(first.Name, first.Sessions, [.. first.Values[..row], .. then.Values[row..]]);
}
