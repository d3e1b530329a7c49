using ResearchLab.Options;

namespace ResearchLab.Tests.Options;

/// <summary>
/// Real chains of shares. Their files carry no volatilities of a vendor, so the measure is one that needs none: call and put of one strike are options on
/// one underlying and must imply one volatility. What they differ by is what the style, the forward or the dividends are wrong about.
/// </summary>
public sealed class ChainCleaningAmericanRealTests
{
    private static readonly Lazy<(CleanedChain American, CleanedChain European)[]> s_chains = new(() =>
    [
        .. AmericanChains.Real()
            .Select(chain => (ChainCleaning.Clean(chain), ChainCleaning.Clean(chain, new CleaningOptions { Exercise = ExerciseStyle.European }))),
    ]);

    private static readonly (double Low, double High)[] s_deltas = [(0.05, 0.15), (0.15, 0.35), (0.35, 0.65), (0.65, 0.85), (0.85, 0.95), (0.95, 0.995)];
    private static readonly (int From, int To)[] s_days = [(7, 59), (60, 180), (181, 2_000)];

    private sealed record Pair(string Underlying, double CallDelta, int Days, double European, double American, double HalfSpread);

    [Fact]
    public void CallAndPut_OfOneStrike_ImplyOneVolatility_MoreSoThanAsIfEuropean()
    {
        Pair[] all = [.. s_chains.Value.SelectMany(Pairs)];
        var report = new List<string>();
        foreach (string underlying in new[] { "AAPL", "GOOG" })
        {
            foreach ((int from, int to) in s_days)
            {
                foreach ((double low, double high) in s_deltas)
                {
                    Pair[] some = [.. Some(underlying, from, low, high)];
                    report.Add($"{underlying} {from}-{to} days, {low}-{high}: {some.Length,4} pairs, European {Text(some, pair => pair.European)}, "
                        + $"American {Text(some, pair => pair.American)}, half the call's spread {100 * some.Average(pair => pair.HalfSpread):0.00}");
                }
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Join("\n", report));
        // Where early exercise is worth most: far calls of Apple deep in the money, puts of Google (no dividends).
        Better("AAPL", 181, 0.05, 0.65);
        Better("AAPL", 181, 0.85, 0.75);
        Better("AAPL", 181, 0.95, 0.75);
        Better("AAPL", 60, 0.85, 0.8);
        Better("AAPL", 60, 0.95, 0.8);
        Better("GOOG", 181, 0.05, 0.5);
        Better("GOOG", 181, 0.15, 0.7);
        Better("GOOG", 181, 0.85, 0.7);
        // At the money nothing changes for the worse.
        foreach ((int from, _) in s_days)
        {
            foreach (string underlying in new[] { "AAPL", "GOOG" })
                Assert.InRange(Mean(Some(underlying, from, 0.35, 0.65), pair => Math.Abs(pair.American)), 0,
                    1e-4 + Mean(Some(underlying, from, 0.35, 0.65), pair => Math.Abs(pair.European)));
        }

        IEnumerable<Pair> Some(string underlying, int from, double low, double high)
        {
            int to = s_days.First(days => days.From == from).To;
            return all.Where(pair => pair.Underlying == underlying && pair.Days >= from && pair.Days <= to && pair.CallDelta >= low && pair.CallDelta < high);
        }

        void Better(string underlying, int from, double low, double share)
        {
            Pair[] some = [.. Some(underlying, from, low, s_deltas.First(delta => delta.Low == low).High)];
            double before = Mean(some, pair => Math.Abs(pair.European)), after = Mean(some, pair => Math.Abs(pair.American));
            Assert.True(some.Length >= 10 && after <= share * before,
                $"{underlying} from {from} days, from {low}: {some.Length} pairs, {before} before, {after} after");
        }
    }

    // The one file with a vendor's volatilities of American options: twenty contracts a session, mostly near the money, in steps of about a point.
    [Fact]
    public void PublishedVolatilities_OfFundOptions_AreAsNearAsTheirSteps()
    {
        var chains = AmericanChains.Funds();
        var misses = new List<(double Delta, double European, double American)>();
        foreach ((OptionChain chain, Dictionary<OptionContract, double> published) in chains)
        {
            CleanedChain american = ChainCleaning.Clean(chain),
                european = ChainCleaning.Clean(chain, new CleaningOptions { Exercise = ExerciseStyle.European });
            for (int row = 0; row < chain.Count; row++)
            {
                if (chain.Bid[row] > 0.2 && american.Chain.ImpliedVol[row] > 0 && european.Chain.ImpliedVol[row] > 0
                    && published[chain.Contracts[row]] is > 0.05 and < 2)
                    misses.Add((Math.Abs(american.Chain.Delta[row]), european.Chain.ImpliedVol[row] - published[chain.Contracts[row]],
                        american.Chain.ImpliedVol[row] - published[chain.Contracts[row]]));
            }
        }

        var report = new List<string>();
        foreach ((double low, double high) in s_deltas)
        {
            var some = misses.Where(miss => miss.Delta >= low && miss.Delta < high).ToArray();
            if (some.Length > 0)
                report.Add($"{low}-{high}: {some.Length} quotes, European {100 * some.Average(miss => Math.Abs(miss.European)):0.000} "
                    + $"({100 * some.Average(miss => miss.European):+0.000;-0.000}), American {100 * some.Average(miss => Math.Abs(miss.American)):0.000} "
                    + $"({100 * some.Average(miss => miss.American):+0.000;-0.000})");
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Join("\n", report));
        Assert.True(misses.Count > 2_000, $"{misses.Count}");
        Assert.InRange(misses.Average(miss => Math.Abs(miss.American)), 0, 0.01);
    }

    [Fact]
    public void Contradictions_AreFewerUnderTheLawsOfAmericanOptions()
    {
        foreach ((CleanedChain american, CleanedChain european) in s_chains.Value)
            Assert.InRange(american.Violations.Count, 0, Math.Min(5, european.Violations.Count));
    }

    // Before the dividend of August a forward is the spot, after it lower by it; options are the dearer to lend, so rates lie near bills'.
    [Fact]
    public void ForwardsAndRates_OfAppleAcrossADividend_AreThoseOfTheDay()
    {
        CleanedChain apple = s_chains.Value.First(found => found.American.Chain is { Underlying: "AAPL", Spot: 645.57 }).American;
        Assert.InRange(apple.At(new(2014, 7, 25)).Forward, 645.3, 646.1);
        Assert.InRange(apple.At(new(2014, 8, 16)).Forward, 645.57 - 3.29, 645.0);
        foreach (CleanedExpiry expiry in apple.Expiries.Where(found => found.Years > 0))
            Assert.InRange(-Math.Log(expiry.Discount) / expiry.Years, -0.002, 0.01);
    }

    // What early exercise makes up of a price at the chain's own forward and volatility.
    [Fact]
    public void Premium_OfEarlyExercise_IsPositive_AndLargestForCallsDeepInTheMoney()
    {
        CleanedChain apple = s_chains.Value.First(found => found.American.Chain is { Underlying: "AAPL", Spot: 645.57 }).American;
        OptionChain chain = apple.Chain;
        var premiums = new List<(OptionRight Right, double Delta, double Share)>();
        foreach (CleanedExpiry expiry in apple.Expiries.Where(found => found.Years > 0.45))
        {
            double rate = -Math.Log(expiry.Discount) / expiry.Years, yield = rate - (Math.Log(expiry.Forward / chain.Spot) / expiry.Years);
            for (int row = expiry.Start; row < expiry.End; row++)
            {
                if (apple.Status[row] != ImpliedVolStatus.Solved || !(chain.Bid[row] > 1))
                    continue;
                OptionContract contract = chain.Contracts[row];
                double premium = AmericanVolatilities.Premium(contract.Right, chain.Spot, contract.Strike, chain.ImpliedVol[row], expiry.Years, rate, yield);
                Assert.InRange(premium, -1e-7 * chain.Spot, 0.05 * chain.Spot);
                premiums.Add((contract.Right, Math.Abs(chain.Delta[row]), premium / apple.Greeks[row].Price));
            }
        }

        double Share(OptionRight right, double low, double high) =>
            premiums.Where(one => one.Right == right && one.Delta >= low && one.Delta < high).Average(one => one.Share);
        TestContext.Current.TestOutputHelper?.WriteLine($"calls {Share(OptionRight.Call, 0.05, 0.35):P2} {Share(OptionRight.Call, 0.35, 0.65):P2} "
            + $"{Share(OptionRight.Call, 0.65, 0.99):P2}, puts {Share(OptionRight.Put, 0.35, 1.01):P2}");
        Assert.True(Share(OptionRight.Call, 0.65, 0.99) > Share(OptionRight.Call, 0.05, 0.35));
        Assert.InRange(Share(OptionRight.Call, 0.65, 0.99), 0.003, 0.04);
        Assert.InRange(Share(OptionRight.Put, 0.35, 1.01), 0, 0.01);
    }

    private static double Mean(IEnumerable<Pair> pairs, Func<Pair, double> value) => pairs.Average(value);

    private static string Text(Pair[] pairs, Func<Pair, double> gap) =>
        pairs.Length == 0 ? "-" : $"{100 * pairs.Average(pair => Math.Abs(gap(pair))):0.00} ({100 * pairs.Average(gap):+0.00;-0.00;0.00})";

    // Two-sided pairs with all four volatilities, by the American delta of the call.
    private static IEnumerable<Pair> Pairs((CleanedChain American, CleanedChain European) cleaned)
    {
        OptionChain chain = cleaned.American.Chain;
        double[] american = chain.ImpliedVol, european = cleaned.European.Chain.ImpliedVol;
        foreach (CleanedExpiry expiry in cleaned.American.Expiries)
        {
            for (int row = expiry.Start; row + 1 < expiry.End; row++)
            {
                if (chain.Contracts[row].Strike != chain.Contracts[row + 1].Strike || !(chain.Bid[row] > 0.1 && chain.Bid[row + 1] > 0.1))
                    continue;
                if (american[row] > 0 && american[row + 1] > 0 && european[row] > 0 && european[row + 1] > 0)
                    yield return new(chain.Underlying, chain.Delta[row], expiry.Expiry.DayNumber - chain.Session.DayNumber, european[row] - european[row + 1],
                        american[row] - american[row + 1],
                        0.005 * (chain.Ask[row] - chain.Bid[row]) / cleaned.American.Greeks[row].VegaPerVolPoint);
            }
        }
    }
}
