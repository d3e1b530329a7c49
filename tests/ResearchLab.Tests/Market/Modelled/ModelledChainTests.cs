using ResearchLab.Market;
using ResearchLab.Options;
using ResearchLab.Time;

namespace ResearchLab.Tests.Market;

public class ModelledChainTests
{
    private static readonly DateOnly s_session = new(2019, 6, 3);

    [Theory]
    [InlineData(9, 10, 1, 280)]
    [InlineData(20, 21, 1, 400)]
    [InlineData(80, 65, 1, 230)]
    [InlineData(20, 21, 3, 35)]
    [InlineData(30, 28, 2, 8)]
    [InlineData(16, 17, 1.4, 3000)]
    public void Build_AnyLevel_IsSane(double vix, double vix3M, double ratio, double spot)
    {
        OptionChain chain = ModelledChain.Build("SPY", s_session, spot, ModelledChain.Surface(vix, vix3M, ratio, 0.02));
        ChainChecks.Sane(chain);
        Assert.Equal(ChainOrigin.Modelled, chain.Origin);
        Assert.All(chain.OpenInterest, oi => Assert.True(double.IsNaN(oi)));
        Assert.InRange(chain.Count, 250, 3500);
    }

    [Fact]
    public void Quote_EveryListedContract_EqualsTheChain()
    {
        VolSurface surface = ModelledChain.Surface(18, 20, 1.3, 0.02);
        OptionChain chain = ModelledChain.Build("SMH", s_session, 111.3, surface);
        for (int i = 0; i < chain.Count; i++)
            Assert.Equal((chain.Bid[i], chain.Ask[i]), ModelledChain.Quote(s_session, 111.3, surface, chain.Contracts[i]));
    }

    [Fact]
    public void Quote_MidWithoutTicks_IsBlackScholes()
    {
        VolSurface surface = ModelledChain.Surface(18, 20, 1, 0.03);
        var expiry = new DateOnly(2019, 7, 19);
        double years = BlackScholes.Years(s_session, expiry);
        foreach (double strike in (double[])[2200, 2600, 2800, 2900, 3200])
        {
            foreach (OptionRight right in Enum.GetValues<OptionRight>())
            {
                (double bid, double ask) = ModelledChain.Quote(s_session, 2800, surface, new OptionContract(expiry, strike, right));
                double price = BlackScholes.Price(right, 2800, strike, surface.ImpliedVol(2800, strike, years), years, surface.RatePerYear);
                Assert.Equal(price, 0.5 * (bid + ask), 0.051);
            }
        }
    }

    [Fact]
    public void Quote_OnAndAfterExpiry_IsIntrinsicThenNothing()
    {
        VolSurface surface = ModelledChain.Surface(18, 20, 1, 0.03);
        (double bid, double ask) = ModelledChain.Quote(s_session, 105, surface, new OptionContract(s_session, 100, OptionRight.Call));
        Assert.Equal(5, 0.5 * (bid + ask), 0.051);
        (bid, ask) = ModelledChain.Quote(s_session, 105, surface, new OptionContract(s_session, 100, OptionRight.Put));
        Assert.Equal(0, bid);
        Assert.InRange(ask, 0.01, 0.02);
        Assert.True(double.IsNaN(ModelledChain.Quote(s_session, 105, surface, new OptionContract(s_session.AddDays(-1), 100, OptionRight.Call)).Ask));
    }

    [Fact]
    public void Spread_ScaleAndTenor_Widen()
    {
        SpreadModel model = ChainModel.Shipped.Spread;
        double near = model.Of(100, 2, 0.1, 0), far = model.Of(100, 2, 1, 0);
        Assert.True(far > near && model.Of(100, 4, 0.1, 0) > near && model.Of(100, 2, 0.1, 5) > near);
        VolSurface tight = ModelledChain.Surface(20, 21, 1, 0.02), wide = ModelledChain.Surface(20, 21, 1, 0.02, spreadScale: 8);
        var contract = new OptionContract(new DateOnly(2019, 7, 19), 100, OptionRight.Put);
        (double bid, double ask) = ModelledChain.Quote(s_session, 100, tight, contract);
        (double wideBid, double wideAsk) = ModelledChain.Quote(s_session, 100, wide, contract);
        Assert.True(wideBid < bid && wideAsk > ask);
    }

    [Fact]
    public void BidAsk_Rounding_KeepsATickAndNoNegativeBid()
    {
        Assert.Equal((0, 0.01), ModelledChainPricing.BidAsk(0.001, 0.005));
        Assert.Equal((0, 0.03), ModelledChainPricing.BidAsk(0.01, 0.04));
        Assert.Equal((1.23, 1.24), ModelledChainPricing.BidAsk(1.234, 0.001));
        Assert.Equal((4.95, 5.05), ModelledChainPricing.BidAsk(5, 0.1));
        Assert.Equal((3, 3.05), ModelledChainPricing.BidAsk(3.008, 0.029)); // nearest ticks would be 2.99 and 3.00, below the mid
        for (double mid = 0.001; mid < 4; mid += 0.0007)
        {
            for (double spread = 0; spread < 0.2; spread += 0.0031)
            {
                (double bid, double ask) = ModelledChainPricing.BidAsk(mid, spread);
                Assert.True(bid >= 0 && bid <= mid && ask >= mid && ask > bid, $"{mid} ± {spread / 2} gives {bid} {ask}");
            }
        }
    }

    [Fact]
    public void Strikes_Listed_CoverOldPositionsAndAreDenseAtTheMoney()
    {
        Span<double> buffer = stackalloc double[ModelledChainStrikes.Capacity];
        double[] strikes = buffer[..ModelledChainStrikes.List(112, 0.08, 30, buffer)].ToArray();
        Assert.True(strikes[0] < 0.75 * 112 && strikes[^1] > 1.3 * 112, string.Join(' ', strikes));
        Assert.True(strikes.Count(k => Math.Abs((k / 112) - 1) < 0.12) >= 8);
        Assert.Equal(strikes.Order().Distinct(), strikes);
        Assert.InRange(strikes.Length, 15, 60);
    }

    /// <summary>Steps near the money as contract specifications give them: 5 points and 25 for an index, a dollar for funds, half of one below 75.</summary>
    [Theory]
    [InlineData(2900, 0.05, 30, 5)]
    [InlineData(2900, 0.09, 120, 25)]
    [InlineData(112, 0.08, 30, 1)]
    [InlineData(112, 0.15, 150, 1)]
    [InlineData(44, 0.12, 30, 0.5)]
    [InlineData(4000, 0.30, 80, 50)] // a crisis: three deviations would be 720 strikes
    public void Strikes_NearTheMoney_HaveTheStepOfTheirLevel(double spot, double deviation, int days, double step)
    {
        Span<double> buffer = stackalloc double[ModelledChainStrikes.Capacity];
        double[] near = [.. buffer[..ModelledChainStrikes.List(spot, deviation, days, buffer)].ToArray().Where(k => Math.Abs((k / spot) - 1) < deviation)];
        Assert.True(near.Length >= 6);
        for (int i = 1; i < near.Length; i++)
            Assert.Equal(step, near[i] - near[i - 1], 1e-9);
    }

    [Theory]
    [InlineData(15, 0.02)]
    [InlineData(400, 0.6)]
    [InlineData(6000, 1.2)]
    [InlineData(0.8, 0.4)]
    public void Strikes_AnyLevel_FitTheRoomAndReachFarEnough(double spot, double deviation)
    {
        Span<double> buffer = stackalloc double[ModelledChainStrikes.Capacity];
        int count = ModelledChainStrikes.List(spot, deviation, 45, buffer);
        Assert.InRange(count, 5, ModelledChainStrikes.Capacity - 1);
        Assert.True(buffer[count - 1] > spot * Math.Min(1.3, 1 + deviation));
    }

    [Fact]
    public void Surfaces_LaterBarsChanged_EarlierSurfacesStay()
    {
        SimulatedMarket market = SimulatedMarket.Generate("SMH", 3, new DateOnly(2018, 12, 31));
        var context = new MarketContext(market.Market, market.Vix, market.Vix3M, market.TBill13W);
        VolSurface?[] all = ModelledChainSurfaces.Of(market.Bars, context);
        VolSurface?[] early = ModelledChainSurfaces.Of(market.Bars.Take(400), context with { Market = market.Market.Take(400) });
        Assert.Equal(early, all[..400]);
        Assert.Null(all[ModelledChainSurfaces.Window - 1]);
        Assert.NotNull(all[ModelledChainSurfaces.Window]);
        Assert.NotNull(ModelledChainSurfaces.Of(market.Market, context)[0]);
        // The modelled volatility follows the truth of a symbol a fifth more volatile than its market.
        double[] modelled = [.. all[Range.StartAt(ModelledChainSurfaces.Window)].Select(s => s!.Value.AtmVol(30 / 365.0))];
        double[] vix = [.. market.Vix.Values[ModelledChainSurfaces.Window..].Select(v => v / 100)];
        Assert.InRange(modelled.Average() / vix.Average(), 0.95, 1.35);
    }

    [Fact]
    public void Surfaces_WithoutIndex_UseTheEstimateFromRealisedVolatility()
    {
        DateOnly[] sessions = ExchangeCalendar.Nyse.Sessions(new(1985, 1, 2), new(1985, 6, 28));
        double[] close = [.. sessions.Select((_, i) => i % 2 == 0 ? 100 : 101.0)]; // every return ±ln 1.01
        var bars = new BarSeries("SPY", sessions, close, close, close, close, new double[close.Length]);
        var none = new DailySeries("none", [], []);
        VolSurface?[] surfaces = ModelledChainSurfaces.Of(bars, new MarketContext(bars, none, none, none));
        Assert.Null(surfaces[ModelledChainSurfaces.Window - 1]);
        double realised = 100 * Math.Sqrt(252) * Math.Log(1.01);
        double index = Math.Exp(1.0219 + ((0.3444 + 0.3780) * Math.Log(realised)));
        Assert.InRange(index, 15, 25);
        var state = new MarketState(index, Realised21: realised / 100, Return21: Math.Log(100 / 101.0)); // 21 alternating returns leave one
        Assert.Equal(ChainModel.Shipped.Surface(state).AtmVol(0.1), surfaces[ModelledChainSurfaces.Window]!.Value.AtmVol(0.1), 1e-12);
    }
}
