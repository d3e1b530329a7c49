using ResearchLab.Basics;
using ResearchLab.Options;

namespace ResearchLab.Tests.Options;

/// <summary>A damaged chain gives nearly the value of the whole one, or none with a reason; never a wild one.</summary>
public sealed class ChainSummariesHolesTests
{
    private const double Spot = 400, Rate = 0.03;
    private static readonly DateOnly s_session = new(2023, 3, 1);

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.4)]
    [InlineData(0.8)]
    [InlineData(0.97)]
    public void Summarise_DamagedQuotes_AreNearTheTruthOrMissing(double share)
    {
        ChainSummary truth = ChainSummaries.Summarise(Chain(out _));
        int missing = 0, present = 0;
        for (ulong seed = 1; seed <= 150; seed++)
        {
            OptionChain damaged = Damage(Chain(out _), new Pcg32(seed), share);
            ChainSummary summary = ChainSummaries.Summarise(damaged);
            foreach ((string name, double actual, double expected, double tolerance) in new[]
            {
                ("AtmIv30", summary.AtmIv30, truth.AtmIv30, 0.15), ("AtmIv60", summary.AtmIv60, truth.AtmIv60, 0.15),
                ("AtmIv90", summary.AtmIv90, truth.AtmIv90, 0.15),
                ("PutIv25Delta30", summary.PutIv25Delta30, truth.PutIv25Delta30, 0.2), ("CallIv25Delta30", summary.CallIv25Delta30, truth.CallIv25Delta30, 0.2),
                ("StraddleMid30", summary.StraddleMid30, truth.StraddleMid30, 0.2), ("AtmSpreadPct", summary.AtmSpreadPct, truth.AtmSpreadPct, 0.9),
            })
            {
                missing += double.IsNaN(actual) ? 1 : 0;
                present += double.IsNaN(actual) ? 0 : 1;
                Assert.True(double.IsNaN(actual) || Math.Abs((actual / expected) - 1) <= tolerance, $"seed {seed}: {name} is {actual}, {expected} undamaged");
            }

            string[] nan = [.. Values(summary).Where(value => double.IsNaN(value.Value)).Select(value => value.Name)];
            Assert.Equal(nan, ChainSummaries.Explain(damaged).Select(reason => reason.Name));
            Assert.All(ChainSummaries.Explain(damaged), reason => Assert.NotEmpty(reason.Why));
        }

        Assert.True(share > 0.9 ? missing > 0 : present > 0);
    }

    [Fact]
    public void Summarise_VendorVolatilityOfQuotesWithoutBid_DoesNotCount()
    {
        OptionChain chain = Chain(out int[] nearest);
        foreach (int row in nearest)
            (chain.Bid[row], chain.ImpliedVol[row]) = (0, 3.9);
        Assert.Equal(1, ChainSummaries.Summarise(chain).AtmIv30 / ChainSummaries.Summarise(Chain(out _)).AtmIv30, 0.02);
    }

    [Fact]
    public void Explain_WholeChain_HasNothingToSay() => Assert.Empty(ChainSummaries.Explain(Chain(out _)));

    [Fact]
    public void Explain_OneExpiry_NamesTheTenorAndWhatIsThere()
    {
        OptionChain one = Only(Chain(out _), contract => contract.Expiry == s_session.AddDays(16));
        MissingValue reason = ChainSummaries.Explain(one).Single(missing => missing.Name == "AtmIv30");
        Assert.Contains("around 30 days", reason.Why, StringComparison.Ordinal);
        Assert.Contains("16 days: usable, but too far", reason.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_ThreeStrikes_SaysHowManyAreNeeded()
    {
        OptionChain few = Only(Chain(out _), contract => Math.Abs(contract.Strike - Spot) < 7);
        Assert.Contains("3 strikes with a volatility, 4 are needed", ChainSummaries.Explain(few).Single(missing => missing.Name == "AtmIv30").Why,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_NoQuoteAtAll_SaysSo() =>
        Assert.Equal("no expiry after the session", ChainSummaries.Explain(Only(Chain(out _), _ => false))[0].Why);

    private static IEnumerable<(string Name, double Value)> Values(ChainSummary summary) =>
        typeof(ChainSummary).GetProperties().Where(property => property.PropertyType == typeof(double))
            .Select(property => (property.Name, (double)property.GetValue(summary)!));

    private static OptionChain Damage(OptionChain chain, Pcg32 random, double share)
    {
        for (int row = 0; row < chain.Count; row++)
        {
            if (random.NextDouble() >= share)
                continue;
            switch (random.NextInt(4))
            {
                case 0:
                    (chain.Bid[row], chain.ImpliedVol[row]) = (0, 0.01 + (5 * random.NextDouble()));
                    break;
                case 1:
                    (chain.Bid[row], chain.Ask[row], chain.ImpliedVol[row]) = (chain.Ask[row] + 5, chain.Bid[row], 0.01 + (5 * random.NextDouble()));
                    break;
                case 2:
                    (chain.ImpliedVol[row], chain.Delta[row]) = (double.NaN, double.NaN);
                    break;
                default:
                    (chain.Bid[row], chain.Ask[row], chain.ImpliedVol[row], chain.Delta[row]) = (double.NaN, double.NaN, double.NaN, double.NaN);
                    break;
            }
        }

        return chain;
    }

    private static OptionChain Only(OptionChain chain, Func<OptionContract, bool> kept)
    {
        int[] rows = [.. Enumerable.Range(0, chain.Count).Where(row => kept(chain.Contracts[row]))];
        double[] Part(double[] values) => Array.ConvertAll(rows, row => values[row]);
        return chain with
        {
            Contracts = Array.ConvertAll(rows, row => chain.Contracts[row]),
            Bid = Part(chain.Bid),
            Ask = Part(chain.Ask),
            Volume = Part(chain.Volume),
            OpenInterest = Part(chain.OpenInterest),
            ImpliedVol = Part(chain.ImpliedVol),
            Delta = Part(chain.Delta),
        };
    }

    private static OptionChain Chain(out int[] nearest)
    {
        var quotes = new List<RawQuote>();
        foreach (int days in new[] { 16, 23, 30, 37, 51, 79, 107 })
        {
            for (double strike = 280; strike <= 520; strike += 5)
            {
                foreach (OptionRight right in new[] { OptionRight.Call, OptionRight.Put })
                {
                    double vol = 0.2 - (0.3 * Math.Log(strike / Spot)), mid = BlackScholes.Price(right, Spot, strike, vol, days / 365.0, Rate);
                    if (mid > 0.02)
                        quotes.Add(new(new(s_session.AddDays(days), strike, right), mid * 0.99, mid * 1.01, 100, 1000));
                }
            }
        }

        OptionChain chain = ChainBuilder.Build("X", s_session, Spot, Rate, ChainOrigin.Observed, [.. quotes]).Chain;
        nearest = [.. Enumerable.Range(0, chain.Count).Where(row => Math.Abs(chain.Contracts[row].Strike - Spot) < 3)];
        return chain;
    }
}
