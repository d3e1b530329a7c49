using ResearchLab.Options;

namespace ResearchLab.Tests.Options;

/// <summary>Chains whose options can be exercised early, against chains whose every number is known, QuantLib and the style of listed options.</summary>
public sealed class ChainCleaningAmericanTests
{
    private static double Skew(double strike, double years) => 0.25 - (0.15 * Math.Log(strike / 100)) + (0.02 * years);

    // High rates, high yields, neither, and a negative rate.
    [Theory]
    [InlineData(0.05, 0.0)]
    [InlineData(0.05, 0.02)]
    [InlineData(0.01, 0.06)]
    [InlineData(0.0, 0.0)]
    [InlineData(-0.005, 0.01)]
    public void Clean_ExactAmericanPrices_GivesForwardVolatilityAndGreeks(double rate, double yield)
    {
        OptionChain chain = AmericanChains.Made(rate, yield, Skew, days: [30, 120, 365]);
        CleanedChain cleaned = ChainCleaning.Clean(chain);
        Assert.Equal(ExerciseStyle.American, cleaned.Exercise);
        int solved = 0;
        foreach (CleanedExpiry expiry in cleaned.Expiries)
        {
            Assert.Equal(100 * Math.Exp((rate - yield) * expiry.Years), expiry.Forward, 3e-4);
            for (int row = expiry.Start; row < expiry.End; row++)
            {
                OptionContract contract = chain.Contracts[row];
                double vol = Skew(contract.Strike, expiry.Years);
                Greeks exact = AmericanOption.Greeks(contract.Right, 100, contract.Strike, vol, expiry.Years, rate, yield);
                if (cleaned.Status[row] != ImpliedVolStatus.Solved)
                {
                    // Exercised now, or worth less than half a quote.
                    double exercise = contract.Right == OptionRight.Call ? 100 - contract.Strike : contract.Strike - 100;
                    Assert.True(exact.Price - Math.Max(exercise, 0) < 2e-3, $"{contract} {cleaned.Status[row]} {exact}");
                    continue;
                }

                if (exact.VegaPerVolPoint < 0.01)
                    continue;
                solved++;
                // What the forward's and the rate's last digits are worth, by the option's own vega.
                Assert.True(Math.Abs(cleaned.Chain.ImpliedVol[row] - vol) < 1e-3 * Math.Max(0.02, 0.01 / exact.VegaPerVolPoint),
                    $"{contract} {cleaned.Chain.ImpliedVol[row]} instead of {vol}, {exact}");
                Assert.Equal(exact.DeltaPerUnit, cleaned.Greeks[row].DeltaPerUnit, 1e-3);
                Assert.Equal(exact.GammaPerUnit, cleaned.Greeks[row].GammaPerUnit, 1e-2 * exact.GammaPerUnit);
                Assert.Equal(exact.VegaPerVolPoint, cleaned.Greeks[row].VegaPerVolPoint, 1e-3 + (5e-3 * exact.VegaPerVolPoint));
                Assert.Equal(exact.ThetaPerDay, cleaned.Greeks[row].ThetaPerDay, 2e-3);
            }
        }

        Assert.True(solved > 100, $"{solved}");
        Assert.Empty(cleaned.Violations);
    }

    [Fact]
    public void Clean_AsIfEuropean_IsWrongInTheMoney_AndTheSmileFollowsTheRightOne()
    {
        OptionChain chain = AmericanChains.Made(0.05, 0, (_, _) => 0.2, days: [180, 365]);
        CleanedChain american = ChainCleaning.Clean(chain), european = ChainCleaning.Clean(chain, new CleaningOptions { Exercise = ExerciseStyle.European });
        int put = chain.IndexOf(new(chain.Session.AddDays(365), 115, OptionRight.Put));
        Assert.Equal(0.2, american.Chain.ImpliedVol[put], 1e-4);
        Assert.True(!(european.Chain.ImpliedVol[put] < 0.21), $"{european.Chain.ImpliedVol[put]}");
        Assert.True(american.Greeks[put].DeltaPerUnit < european.Greeks[put].DeltaPerUnit - 0.02 || double.IsNaN(european.Greeks[put].DeltaPerUnit));
        ChainSurface surface = ChainSurface.Fit(american);
        Assert.Equal(ExerciseStyle.American, surface.Exercise);
        foreach (double strike in new[] { 80.0, 100, 120 })
        {
            Assert.Equal(0.2, surface.Vol(strike, 1), 1e-3);
            Assert.Equal(AmericanOption.Price(OptionRight.Put, 100, strike, 0.2, 1, 0.05), surface.ListedPrice(OptionRight.Put, strike, 1), 0.02);
            Assert.Equal(BlackScholes.Price(OptionRight.Put, 100, strike, 0.2, 1, 0.05), surface.Price(OptionRight.Put, strike, 1), 0.02);
        }
    }

    [Fact]
    public void Clean_PriceAtExerciseValue_HasAStatusAndNoNumber()
    {
        // Puts 30 and more in the money are exercised at once at this rate and volatility: their price is what exercise brings.
        OptionChain chain = AmericanChains.Made(0.08, 0, (_, _) => 0.2, half: 0.01, days: [180]);
        CleanedChain cleaned = ChainCleaning.Clean(chain);
        DateOnly expiry = chain.Session.AddDays(180);
        foreach (double strike in new[] { 130.0, 135, 140 })
        {
            int row = chain.IndexOf(new(expiry, strike, OptionRight.Put));
            Assert.Equal(strike - 100, 0.5 * (chain.Bid[row] + chain.Ask[row]), 1e-9);
            Assert.Equal(ImpliedVolStatus.ExerciseRegion, cleaned.Status[row]);
            Assert.True(double.IsNaN(cleaned.Chain.ImpliedVol[row]) && double.IsNaN(cleaned.Greeks[row].DeltaPerUnit)
                && cleaned.Flags[row].HasFlag(QuoteFlags.NoImpliedVol));
        }

        int below = chain.IndexOf(new(expiry, 120, OptionRight.Put));
        (chain.Bid[below], chain.Ask[below]) = (19.90, 19.94);
        Assert.Equal(ImpliedVolStatus.BelowIntrinsic, ChainCleaning.Clean(chain).Status[below]);
    }

    [Fact]
    public void Violations_AmericanBoundsAreWiderThanParity_AndStillBind()
    {
        OptionChain chain = AmericanChains.Made(0.05, 0, (_, _) => 0.2, days: [180, 365]);
        Assert.Empty(ChainCleaning.Clean(chain).Violations);
        Assert.Contains(ChainCleaning.Clean(chain, new CleaningOptions { Exercise = ExerciseStyle.European }).Violations,
            found => found.Kind == ViolationKind.Parity);
        int call = chain.IndexOf(new(chain.Session.AddDays(180), 100, OptionRight.Call));
        (chain.Bid[call], chain.Ask[call]) = (chain.Bid[call] + 3, chain.Ask[call] + 3);
        Assert.Contains(ChainCleaning.Clean(chain).Violations, found => found.Kind == ViolationKind.Parity);
        (chain.Bid[call], chain.Ask[call]) = (chain.Bid[call] + 6, chain.Ask[call] + 6);
        Assert.Contains(ChainCleaning.Clean(chain).Violations, found => found.Kind == ViolationKind.Vertical);
        Assert.Contains(ChainCleaning.Clean(chain).Violations, found => found.Kind == ViolationKind.Calendar);
    }

    // QuantLib 1.29, QdFpAmericanEngine with its high-precision scheme and Brent's method (bench/quantlib/american-vols.cpp): mids of Apple on
    // 2014-06-06, then other rates and yields.
    [Theory]
    [InlineData("C", 645.57, 500, 134, 0.001, 0.013, 146.875, 0.278501731)]
    [InlineData("C", 645.57, 560, 134, 0.001, 0.013, 91.9, 0.244948801)]
    [InlineData("C", 645.57, 600, 134, 0.001, 0.013, 61.9, 0.241423685)]
    [InlineData("C", 645.57, 645, 134, 0.001, 0.013, 36.25, 0.239208947)]
    [InlineData("C", 645.57, 700, 134, 0.001, 0.013, 16.925, 0.240603038)]
    [InlineData("C", 645.57, 760, 134, 0.001, 0.013, 6.725, 0.244967871)]
    [InlineData("P", 645.57, 500, 134, 0.001, 0.013, 1.725, 0.249714726)]
    [InlineData("P", 645.57, 560, 134, 0.001, 0.013, 7.925, 0.239100197)]
    [InlineData("P", 645.57, 600, 134, 0.001, 0.013, 18.35, 0.238196637)]
    [InlineData("P", 645.57, 645, 134, 0.001, 0.013, 38, 0.237095354)]
    [InlineData("P", 645.57, 700, 134, 0.001, 0.013, 73.475, 0.235974571)]
    [InlineData("P", 645.57, 760, 134, 0.001, 0.013, 123.375, 0.238647193)]
    [InlineData("C", 645.57, 500, 225, 0.001, 0.013, 148.45, 0.254388470)]
    [InlineData("C", 645.57, 560, 225, 0.001, 0.013, 97.725, 0.241823477)]
    [InlineData("C", 645.57, 600, 225, 0.001, 0.013, 70.3, 0.239640434)]
    [InlineData("C", 645.57, 645, 225, 0.001, 0.013, 46.375, 0.239316100)]
    [InlineData("C", 645.57, 700, 225, 0.001, 0.013, 26.15, 0.239282763)]
    [InlineData("C", 645.57, 760, 225, 0.001, 0.013, 13, 0.239291232)]
    [InlineData("P", 645.57, 500, 225, 0.001, 0.013, 5.625, 0.252373841)]
    [InlineData("P", 645.57, 560, 225, 0.001, 0.013, 15.875, 0.241463418)]
    [InlineData("P", 645.57, 600, 225, 0.001, 0.013, 29.1, 0.240840352)]
    [InlineData("P", 645.57, 645, 225, 0.001, 0.013, 50.575, 0.241124383)]
    [InlineData("P", 645.57, 700, 225, 0.001, 0.013, 85.35, 0.240401785)]
    [InlineData("P", 645.57, 760, 225, 0.001, 0.013, 132.325, 0.241206395)]
    [InlineData("P", 100, 120, 180, 0.05, 0.01, 20.9, 0.281260372)]
    [InlineData("P", 100, 105, 180, 0.05, 0.01, 7.3, 0.188919484)]
    [InlineData("P", 100, 90, 365, 0.05, 0, 3.9, 0.248087760)]
    [InlineData("C", 100, 80, 180, 0.02, 0.06, 20.4, 0.296461046)]
    [InlineData("C", 100, 95, 365, 0, 0.04, 9.1, 0.208634082)]
    [InlineData("P", 100, 130, 730, 0.04, 0.02, 31.5, 0.229006146)]
    [InlineData("P", 450, 480, 30, 0.052, 0.013, 31.2, 0.210317730)]
    [InlineData("C", 450, 400, 365, 0.052, 0.013, 72, 0.177621863)]
    public void Volatility_OfSampleQuotes_IsThatOfQuantLib(string right, double spot, double strike, int days, double rate, double yield, double price,
        double expected)
    {
        Span<double> vol = stackalloc double[1];
        Span<ImpliedVolStatus> status = stackalloc ImpliedVolStatus[1];
        OptionRight which = right == "C" ? OptionRight.Call : OptionRight.Put;
        AmericanVolatilities.Solve(which, [price], spot, [strike], days / 365.0, rate, yield, vol, status);
        Assert.Equal(ImpliedVolStatus.Solved, status[0]);
        Assert.Equal(expected, vol[0], 5e-6);
        Assert.Equal(expected, AmericanImpliedVolatility.Solve(which, price, spot, strike, days / 365.0, rate, yield).VolAnnual, 2e-7);
    }

    [Theory]
    [InlineData("SPX", ChainOrigin.Observed, ExerciseStyle.European)]
    [InlineData("XSP", ChainOrigin.Observed, ExerciseStyle.European)]
    [InlineData("NDX", ChainOrigin.Observed, ExerciseStyle.European)]
    [InlineData("RUT", ChainOrigin.Observed, ExerciseStyle.European)]
    [InlineData("VIX", ChainOrigin.Observed, ExerciseStyle.European)]
    [InlineData("AAPL", ChainOrigin.Observed, ExerciseStyle.American)]
    [InlineData("SPY", ChainOrigin.Observed, ExerciseStyle.American)]
    [InlineData("SPY", ChainOrigin.Modelled, ExerciseStyle.European)] // prices made by a European model
    [InlineData("SMH", ChainOrigin.Demo, ExerciseStyle.European)]
    public void Style_OfAChain_IsThatOfItsPrices(string underlying, ChainOrigin origin, ExerciseStyle expected)
    {
        OptionChain chain = AmericanChains.Made(0.05, 0, (_, _) => 0.2, days: [90]) with { Underlying = underlying, Origin = origin };
        Assert.Equal(expected, ExerciseStyles.Of(chain));
        Assert.Equal(expected, ChainCleaning.Clean(chain).Exercise);
        // What a model made says itself how it is exercised.
        if (origin != ChainOrigin.Observed)
            Assert.Equal(ExerciseStyle.American, ExerciseStyles.Of(chain with { Model = new ChainSmiles(ExerciseStyle.American, []) }));
    }

    [Fact]
    public void Clean_OddAmericanChains_GiveStatusesAndNoNaNBesides()
    {
        // Both rates negative with the yield below, one strike, absurd prices, nothing two-sided.
        foreach (OptionChain chain in new[]
        {
            AmericanChains.Made(-0.02, -0.03, (_, _) => 0.2, days: [90]), AmericanChains.Made(0.03, 0, (_, _) => 6.0, days: [90]),
            AmericanChains.Made(0.03, 0, (_, _) => 0.005, days: [90]),
            AmericanChains.Made(0.03, 0.4, (_, _) => 0.3, days: [90]), Without(AmericanChains.Made(0.03, 0, (_, _) => 0.3, days: [90])),
        })
        {
            CleanedChain cleaned = ChainCleaning.Clean(chain);
            for (int row = 0; row < chain.Count; row++)
            {
                bool solved = cleaned.Status[row] == ImpliedVolStatus.Solved;
                Assert.Equal(solved, cleaned.Chain.ImpliedVol[row] > 0);
                Assert.Equal(solved, double.IsFinite(cleaned.Greeks[row].Price + cleaned.Greeks[row].DeltaPerUnit + cleaned.Greeks[row].VegaPerVolPoint
                    + cleaned.Greeks[row].ThetaPerDay + cleaned.Greeks[row].RhoPerPct));
            }

            Assert.All(cleaned.Expiries, expiry => Assert.True(expiry.Forward > 0 && expiry.Discount > 0));
            Assert.All(ChainSurface.Fit(cleaned).Slices, slice => Assert.True(slice.Status == SmileStatus.None || slice.MinButterfly >= 0));
        }
    }

    [Fact]
    public void ExpectedValue_WhereCallsAndPutsImplyNoForward_IsUnknown()
    {
        OptionChain chain = AmericanChains.Made(0.03, 0, (_, _) => 0.3, days: [45]);
        StructurePosition position = ParameterRules.Choose(Structure.BullPutSpread, chain, new RuleContext(double.NaN, double.NaN, double.NaN)).Position!;
        Assert.NotNull(PositionValue.WithExpectedValue(position, chain).ExpectedValue);
        for (int row = 0; row < chain.Count; row++)
        {
            // Calls as if the underlying stood a quarter higher.
            double price = AmericanOption.Price(OptionRight.Call, 125, chain.Contracts[row].Strike, 0.3, 45 / 365.0, 0.03);
            if (chain.Contracts[row].Right == OptionRight.Call)
                (chain.Bid[row], chain.Ask[row]) = (price - 0.01, price + 0.01);
        }

        Assert.Equal(ParityStatus.Implausible, ChainCleaning.Clean(chain).Expiries[0].Parity.Status);
        Assert.Null(PositionValue.WithExpectedValue(position, chain).ExpectedValue);
    }

    private static OptionChain Without(OptionChain chain)
    {
        Array.Fill(chain.Bid, 0);
        return chain;
    }
}
