using ResearchLab.Backtesting;
using ResearchLab.Market;
using ResearchLab.Options;

namespace ResearchLab.Tests.Backtesting;

public class ChainHistoriesTests
{
    private static readonly SimulatedMarket s_market = SimulatedMarket.Generate("SMH", 11, new DateOnly(2016, 12, 30));

    [Fact]
    public void FromChains_AndFromSimulated_QuoteTheSame()
    {
        OptionChain[] chains = [.. s_market.Bars.Sessions.Take(12).Reverse().Select(s_market.ChainAt)];
        ChainHistory held = ChainHistories.FromChains("SMH", s_market.Bars.Sessions, chains), made = ChainHistories.FromSimulated(s_market);
        foreach (OptionChain chain in chains)
        {
            Assert.Same(chain, held.ChainAt(chain.Session));
            foreach (OptionContract contract in chain.Contracts)
                Assert.Equal(made.Quote(chain.Session, contract), held.Quote(chain.Session, contract));
        }

        DateOnly without = s_market.Bars.Sessions[20];
        Assert.Null(held.ChainAt(without));
        Assert.True(double.IsNaN(held.Quote(without, chains[0].Contracts[0]).Bid));
        Assert.True(double.IsNaN(held.Quote(chains[0].Session, new OptionContract(new DateOnly(2016, 5, 20), 1.23, OptionRight.Put)).Bid));
        Assert.Null(made.ChainAt(new DateOnly(2016, 1, 1)));
    }

    [Fact]
    public void FromSurface_SessionsWithoutSurface_HaveNoQuotes()
    {
        var context = new MarketContext(s_market.Market, s_market.Vix, s_market.Vix3M, s_market.TBill13W);
        ChainHistory history = ChainHistories.FromSurface(s_market.Bars, ModelledChainSurfaces.Of(s_market.Bars, context));
        Assert.Null(history.ChainAt(s_market.Bars.Sessions[0]));
        OptionChain chain = history.ChainAt(s_market.Bars.Sessions[100])!;
        Assert.Equal((ChainOrigin.Modelled, s_market.Bars.Close[100]), (chain.Origin, chain.Spot));
        Assert.Equal((chain.Bid[40], chain.Ask[40]), history.Quote(chain.Session, chain.Contracts[40]));
        Assert.True(double.IsNaN(history.Quote(s_market.Bars.Sessions[0], chain.Contracts[40]).Bid));
        Assert.True(double.IsNaN(history.Quote(new DateOnly(2016, 1, 2), chain.Contracts[40]).Bid));
    }

    [Fact]
    public void Factories_InconsistentInput_Throw()
    {
        OptionChain chain = s_market.ChainAt(s_market.Bars.Sessions[0]);
        Assert.Throws<ArgumentException>(() => ChainHistories.FromChains("SMH", s_market.Bars.Sessions, [chain, chain]));
        Assert.Throws<ArgumentException>(() => ChainHistories.FromChains("SPY", s_market.Bars.Sessions, [chain]));
        Assert.Throws<ArgumentException>(() => ChainHistories.FromChains("SMH", [chain.Session, chain.Session], [chain]));
        Assert.Throws<ArgumentException>(() => ChainHistories.FromSurface(s_market.Bars, []));
    }
}
