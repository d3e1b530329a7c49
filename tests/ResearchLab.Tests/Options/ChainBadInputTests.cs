using ResearchLab.Basics;
using ResearchLab.Charts;
using ResearchLab.Options;
using ResearchLab.Time;

namespace ResearchLab.Tests.Options;

/// <summary>What vendors send on bad days: statuses and reasons, never a NaN in a position.</summary>
public sealed class ChainBadInputTests
{
    private const double Spot = 100;
    private static readonly DateOnly s_session = new(2019, 4, 1);
    private static readonly DateOnly s_expiry = new(2019, 5, 17);
    private static readonly RuleContext s_unknown = new(double.NaN, double.NaN, double.NaN);

    [Fact]
    public void Expired_AreLeftOutWithTheReason_AndTodaysHaveNoVolatility()
    {
        RawQuote[] quotes = [.. Smile(s_expiry, [90, 95, 100, 105, 110]), .. Smile(new(2019, 3, 15), [100]), .. Smile(s_session, [100])];
        ChainBuild build = ChainBuilder.Build("X", s_session, Spot, 0.02, ChainOrigin.Observed, quotes);
        Assert.Equal(2, build.Rejected.Count);
        Assert.All(build.Rejected, rejected => Assert.Contains("expired", rejected.Reason, StringComparison.Ordinal));
        CleanedChain cleaned = ChainCleaning.Clean(build.Chain);
        Assert.All(Enumerable.Range(0, 2), row => Assert.Equal(ImpliedVolStatus.InvalidInput, cleaned.Status[row]));
        Assert.Equal(SmileStatus.None, ChainSurface.Fit(cleaned).Slices[0].Status);
        AssertNoNaN(build.Chain);
    }

    [Fact]
    public void CrossedMissingAndZeroBids_AreFlaggedByName()
    {
        RawQuote[] quotes =
        [
            Quote(95, OptionRight.Put, 1.2, 1.0), Quote(100, OptionRight.Put, 0, 0.05), Quote(105, OptionRight.Put, 6, double.NaN),
            Quote(110, OptionRight.Put, 2, 2.1),
        ];
        CleanedChain cleaned = ChainCleaning.Clean(ChainBuilder.Build("X", s_session, Spot, 0.02, ChainOrigin.Observed, quotes).Chain);
        Assert.True(cleaned.Flags[0].HasFlag(QuoteFlags.Crossed | QuoteFlags.NoImpliedVol));
        Assert.True(cleaned.Flags[1].HasFlag(QuoteFlags.ZeroBid));
        Assert.True(cleaned.Flags[2].HasFlag(QuoteFlags.NoAsk));
        Assert.Equal(ImpliedVolStatus.BelowIntrinsic, cleaned.Status[3]);
        Assert.Equal(ParityStatus.NoPairs, cleaned.Expiries[0].Parity.Status);
        AssertNoNaN(cleaned.Chain);
    }

    [Fact]
    public void Stale_QuotesThatDidNotMoveWithTheUnderlying_AreFlagged()
    {
        RawQuote[] quotes = Smile(s_expiry, [90, 95, 100, 105, 110]);
        OptionChain before = ChainBuilder.Build("X", s_session, Spot, 0.02, ChainOrigin.Observed, quotes).Chain;
        OptionChain after = ChainBuilder.Build("X", new(2019, 4, 2), Spot * 1.03, 0.02, ChainOrigin.Observed, quotes).Chain;
        CleanedChain cleaned = ChainCleaning.Clean(after, new CleaningOptions { Previous = before });
        Assert.Contains(cleaned.Flags, flags => flags.HasFlag(QuoteFlags.Stale));
        Assert.DoesNotContain(ChainCleaning.Clean(before, new CleaningOptions { Previous = before }).Flags, flags => flags.HasFlag(QuoteFlags.Stale));
    }

    [Theory]
    [InlineData(-0.02, 0.2, 1)]
    [InlineData(0.03, 8.0, 1)]
    [InlineData(0.03, 0.01, 1)]
    [InlineData(0.02, 0.2, 0.01)]
    public void NegativeRate_AbsurdVol_StrikesInHundredsOfSpot_GiveNumbersOrReasons(double rate, double vol, double strikeScale)
    {
        double[] strikes = [.. Enumerable.Range(-8, 17).Select(i => (100 + (2.5 * i)) / strikeScale)];
        OptionChain chain = ChainBuilder.Build("X", s_session, Spot, rate, ChainOrigin.Observed, Smile(s_expiry, strikes, vol, rate)).Chain;
        CleanedChain cleaned = ChainCleaning.Clean(chain);
        Assert.Equal(vol > 5, cleaned.Flags.Any(flags => flags.HasFlag(QuoteFlags.ExtremeVol)));
        Assert.All(ChainSurface.Fit(cleaned).Slices, slice => Assert.True(slice.Status == SmileStatus.None || slice.MinButterfly >= 0));
        AssertNoNaN(chain);
    }

    [Fact]
    public void ExpiryOnAHoliday_StillChoosesASessionToClose()
    {
        DateOnly goodFriday = new(2019, 4, 19), session = new(2019, 3, 15);
        OptionChain chain = ChainBuilder.Build("X", session, Spot, 0.02, ChainOrigin.Observed,
            Smile(goodFriday, [.. Enumerable.Range(0, 21).Select(i => 80 + (2.0 * i))], session: session)).Chain;
        StructurePosition position = ParameterRules.Choose(Structure.IronCondor, chain, s_unknown).Position!;
        Assert.True(ExchangeCalendar.Nyse.IsSession(position.Exits.CloseOn));
        AssertNoNaN(chain);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void FewStrikes_GetATameSmileWithItsStatus(int count)
    {
        double[] strikes = [.. Enumerable.Range(0, count).Select(i => 100 + (5.0 * (i - (count / 2))))];
        OptionChain chain = ChainBuilder.Build("X", s_session, Spot, 0.02, ChainOrigin.Observed, Smile(s_expiry, strikes)).Chain;
        SmileSlice slice = Assert.Single(ChainSurface.Fit(chain).Slices);
        Assert.Equal(count < 3 ? SmileStatus.Flat : SmileStatus.Ssvi, slice.Status);
        foreach (double strike in new[] { 60.0, 90, 100, 110, 150 })
            Assert.InRange(slice.Vol(strike), 0.1, 0.6);
        AssertNoNaN(chain);
    }

    [Fact]
    public void EmptyChain_HasNoSmile_AndNothingToTrade()
    {
        OptionChain chain = ChainBuilder.Build("X", s_session, Spot, 0.02, ChainOrigin.Observed, []).Chain;
        ChainSurface surface = ChainSurface.Fit(chain);
        Assert.False(surface.HasSmile);
        Assert.True(double.IsNaN(surface.Vol(100, 0.1)));
        Assert.Contains("has no quotes", Assert.Throws<UsageException>(() => ChainCleaning.Clean(chain).At(s_expiry)).Message, StringComparison.Ordinal);
        AssertNoNaN(chain);
        Assert.Throws<ArgumentOutOfRangeException>(() => ChainCleaning.Clean(chain with { Spot = 0 }));
    }

    [Fact]
    public void Violations_PlantedOnes_AreFoundWithTheirSize()
    {
        RawQuote[] quotes = Smile(s_expiry, [90, 95, 100, 105, 110]);
        Assert.Empty(ChainCleaning.Clean(ChainBuilder.Build("X", s_session, Spot, 0.02, ChainOrigin.Observed, quotes).Chain).Violations);
        int call = Array.FindIndex(quotes, quote => quote.Contract.Strike == 105 && quote.Contract.Right == OptionRight.Call);
        int lower = Array.FindIndex(quotes, quote => quote.Contract.Strike == 100 && quote.Contract.Right == OptionRight.Call);
        quotes[call] = quotes[call] with { Bid = quotes[lower].Ask + 0.30, Ask = quotes[lower].Ask + 0.35 };
        IReadOnlyList<ChainViolation> found = ChainCleaning.Clean(ChainBuilder.Build("X", s_session, Spot, 0.02, ChainOrigin.Observed,
            quotes).Chain).Violations;
        Assert.Equal(0.30, found.First(violation => violation.Kind == ViolationKind.Vertical).Size, 1e-9);
        Assert.Contains(found, violation => violation.Kind == ViolationKind.Butterfly);
        Assert.Contains(found, violation => violation.Kind == ViolationKind.Parity);

        RawQuote[] calendar = [.. Smile(new(2019, 4, 18), [90, 95, 100, 105, 110], 0.6), .. Smile(s_expiry, [90, 95, 100, 105, 110], 0.2)];
        Assert.Contains(
            ChainCleaning.Clean(ChainBuilder.Build("X", s_session, Spot, 0.02, ChainOrigin.Observed, calendar).Chain).Violations,
            violation => violation.Kind == ViolationKind.Calendar);
    }

    private static void AssertNoNaN(OptionChain chain)
    {
        foreach (StructureRule rule in StructureRules.All)
        {
            StructureChoice choice = ParameterRules.Choose(rule.Structure, chain, s_unknown);
            if (choice.Position is not { } chosen)
            {
                Assert.StartsWith("not tradable: ", choice.NotTradable, StringComparison.Ordinal);
                continue;
            }

            StructurePosition p = PositionValue.WithExpectedValue(chosen, chain);
            double[] numbers = [p.NetMid, p.LimitPrice, p.MaxLoss, p.CapitalAtRisk, p.Margin, p.TouchProbability ?? 0, p.ExpectedValue ?? 0, p.WinProbability,
                p.ExpectedMove, p.Greeks.Delta, p.Greeks.Vega];
            Assert.All(numbers, number => Assert.True(double.IsFinite(number), $"{rule.Structure} {p}"));
            Assert.False(double.IsNaN(p.MaxProfit));
            string figure = Chart.ProfitSurface(p).Data.ToJsonString();
            Assert.DoesNotContain("null", figure, StringComparison.Ordinal);
        }
    }

    private static RawQuote[] Smile(DateOnly expiry, double[] strikes, double vol = 0.25, double rate = 0.02, DateOnly? session = null) =>
    [
        .. strikes.SelectMany(strike => new[] { OptionRight.Call, OptionRight.Put }.Select(right =>
        {
            double price = BlackScholes.Price(right, Spot, strike, vol,
                Math.Max(0, BlackScholes.Years(session ?? s_session, expiry < (session ?? s_session) ? session ?? s_session : expiry)), rate);
            return new RawQuote(new OptionContract(expiry, strike, right), Math.Max(0, Math.Round(price - 0.02, 2)), Math.Round(price + 0.02, 2), 10, 1_000);
        })),
    ];

    private static RawQuote Quote(double strike, OptionRight right, double bid,
        double ask) => new(new OptionContract(s_expiry, strike, right), bid, ask, 10, 1_000);
}
