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

    /// <summary>A simulated strike stays listed until it expires, so no exit waits for a quote and no mark is carried.</summary>
    [Fact]
    public void FromChains_OfTheDemo_NoExitWaitsAndNoMarkIsCarried()
    {
        SimulatedMarket market = SimulatedMarket.Generate("SMH", 4, new DateOnly(2017, 6, 30));
        DateOnly[] sessions = market.Bars.Sessions;
        ChainHistory history = ChainHistories.FromChains("SMH", sessions, [.. sessions.AsParallel().AsOrdered().Select(market.ChainAt)]);
        int traded = 0, carried = 0, deferred = 0;
        for (int row = 0; row < sessions.Length - 70; row += 9)
        {
            for (int s = 0; s < Structures.Count; s++)
            {
                if (ParameterRules.Choose((Structure)s, history.ChainAt(sessions[row])!,
                    new RuleContext(double.NaN, double.NaN, double.NaN)).Position is not { } position)
                    continue;
                TradePath path = OutcomeEngine.Trace(position, history, CostModel.Default);
                traded += path.Outcome.IsComplete ? 1 : 0;
                carried += path.MissingMarks;
                deferred += path.DeferredExits;
            }
        }

        Assert.True(traded > 150, $"{traded}");
        Assert.Equal((0, 0), (carried, deferred));
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
