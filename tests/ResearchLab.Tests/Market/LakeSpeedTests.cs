using System.Diagnostics;
using ResearchLab.Lake;
using ResearchLab.Market;
using ResearchLab.Options;
using ResearchLab.Tests.Lake;
using ResearchLab.Time;

namespace ResearchLab.Tests.Market;

/// <summary>Measures, run by hand with <c>-explicit only</c>: the machine decides what is fast.</summary>
public sealed class LakeSpeedTests
{
    [Fact(Explicit = true)]
    public void Read_FromALakeOfManyChainRows_PrintsTimes()
    {
        using var fixture = new LakeFixture("2026-01-01");
        DateOnly[] sessions = ExchangeCalendar.Nyse.Sessions(new(2018, 1, 2), new(2025, 6, 30));
        void Print(string what, TimeSpan time) => TestContext.Current.SendDiagnosticMessage($"{what}: {time.TotalMilliseconds:0.0} ms");
        TimeSpan Time(Action work)
        {
            var clock = Stopwatch.StartNew();
            work();
            return clock.Elapsed;
        }

        Print("append 1,884 chains, 1.6 M rows", Time(() =>
        {
            foreach (DateOnly[] part in sessions.Chunk(250))
                LakeMarket.AppendChains(fixture.Lake, part.Select(Chain), "speed");
        }));
        DateOnly[] all = ExchangeCalendar.Nyse.Sessions(new(1995, 1, 3), new(2025, 6, 30));
        double[] price = [.. all.Select((_, i) => 100 + (Math.Sin(i) * 3))];
        Print("append 30 years of bars",
            Time(() => LakeMarket.AppendBars(fixture.Lake, new BarSeries("SPY", all, price, price, price, price, price), "speed")));
        for (int round = 0; round < 4; round++)
        {
            using LakeView view = fixture.Lake.Now();
            Print("first bars of a view", Time(() => Assert.Equal(all.Length, LakeMarket.Bars(view, "SPY").Count)));
            Print("bars again", Time(() => LakeMarket.Bars(view, "SPY")));
            Print("one chain", Time(() => Assert.Equal(850, LakeMarket.Chain(view, "SPY", sessions[900 + round])!.Count)));
            Print("another chain", Time(() => LakeMarket.Chain(view, "SPY", sessions[1500 + round])));
            Print("a year of chains", Time(() => Assert.True(LakeMarket.Chains(view, "SPY", new(2023, 1, 1), new(2023, 12, 31)).Count() > 240)));
            Print("chain sessions", Time(() => Assert.Equal(sessions.Length, LakeMarket.ChainSessions(view, "SPY").Length)));
        }

        Print("append one session", Time(() => LakeMarket.AppendChains(fixture.Lake, [Chain(new(2025, 7, 1))], "speed")));
        Print("append it again", Time(() => LakeMarket.AppendChains(fixture.Lake, [Chain(new(2025, 7, 1))], "speed")));
        using LakeView last = fixture.Lake.Now();
        Print("chain of a year in two files", Time(() => LakeMarket.Chain(last, "SPY", new(2025, 7, 1))));
    }

    private static OptionChain Chain(DateOnly session)
    {
        var contracts = new OptionContract[850];
        for (int i = 0; i < contracts.Length; i++)
            contracts[i] = new OptionContract(session.AddDays(7 * (1 + (i / 100))), 350 + (5 * (i % 100 / 2)), (OptionRight)(i % 2));
        double[] Numbers(double scale) => [.. contracts.Select((contract, i) => Math.Round(scale * (1 + ((i * 7919 % 1000) / 1000.0)), 4))];
        return new OptionChain
        {
            Underlying = "SPY",
            Session = session,
            Spot = 470,
            RatePerYear = 0.05,
            Origin = ChainOrigin.Modelled,
            Contracts = contracts,
            Bid = Numbers(5),
            Ask = Numbers(10.01),
            Volume = Numbers(100),
            OpenInterest = Numbers(1000),
            ImpliedVol = Numbers(0.15),
            Delta = Numbers(0.3),
        };
    }
}
