using ResearchLab.Backtesting;
using ResearchLab.Basics;
using ResearchLab.Market;
using ResearchLab.Options;
using ResearchLab.Time;

namespace ResearchLab.Tests.Backtesting;

/// <summary>
/// An exact canary: on a driftless random walk priced with its own volatility every mid is a martingale, so whatever the strikes and
/// exit rules, the expected profit before costs is zero. An engine that looks ahead, marks wrongly or forgets a cost cannot pass.
/// </summary>
public class OutcomeCanaryTests(ITestOutputHelper output)
{
    private const int Paths = 700;
    private const double Volatility = 0.22, Spot = 400;

    [Fact]
    public void Simulate_FairRandomWalk_LosesTheCostsAndNothingElse()
    {
        var gross = new double[Structures.Count][];
        var cost = new double[Structures.Count];
        for (int s = 0; s < Structures.Count; s++)
            gross[s] = new double[Paths];
        DateOnly[] sessions = ExchangeCalendar.Nyse.Sessions(new DateOnly(2023, 3, 1), new DateOnly(2023, 6, 30));
        var context = new RuleContext(double.NaN, double.NaN, double.NaN);
        Parallel.For(0, Paths, path =>
        {
            ChainHistory history = RandomWalk(sessions, (ulong)path);
            OptionChain chain = history.ChainAt(sessions[0])!;
            for (int s = 0; s < Structures.Count; s++)
            {
                StructurePosition? position = ParameterRules.Choose((Structure)s, chain, context).Position;
                Assert.NotNull(position);
                TradeOutcome outcome = OutcomeEngine.Simulate(position, history, CostModel.Default);
                if (outcome.Reason == ExitReason.NotTraded)
                    continue;
                Assert.True(outcome.IsComplete);
                gross[s][path] = (outcome.Pnl + outcome.Costs) / outcome.CapitalAtRisk;
                lock (cost)
                    cost[s] += outcome.Costs / outcome.CapitalAtRisk / Paths;
            }
        });

        for (int s = 0; s < Structures.Count; s++)
        {
            double mean = gross[s].Average(), error = Math.Sqrt(gross[s].Average(g => (g - mean) * (g - mean)) / Paths);
            output.WriteLine($"{((Structure)s).Name(),-18} before costs {mean:+0.0000;-0.0000} ± {error:F4}, costs {cost[s]:F4}");
            Assert.InRange(mean / error, -3.5, 3.5);
            Assert.InRange(cost[s], 0.003, 0.25);
        }
    }

    /// <summary>Closes of a geometric Brownian motion in calendar time, the clock that options are priced by, at rate 0.</summary>
    private static ChainHistory RandomWalk(DateOnly[] sessions, ulong path)
    {
        var random = new Pcg32(20260101, path);
        var close = new double[sessions.Length];
        close[0] = Spot;
        for (int i = 1; i < close.Length; i++)
        {
            double variance = Volatility * Volatility * (sessions[i].DayNumber - sessions[i - 1].DayNumber) / 365.0;
            close[i] = close[i - 1] * Math.Exp((Math.Sqrt(variance) * random.NextNormal()) - (0.5 * variance));
        }

        var flat = new VolSurface(Volatility * Volatility, Volatility * Volatility, 1, 0, 0, 0.5, 0, SpreadScale: 0.5);
        return ChainHistories.FromSurface(
            new BarSeries("WALK", sessions, close, close, close, close, close), [.. Enumerable.Repeat<VolSurface?>(flat, sessions.Length)]);
    }
}
