using ResearchLab.Market;

namespace ResearchLab.Tests.Market;

/// <summary>The modelled chains against real index options: the constants are what the fit gives, and how far off the model is on dates it has not seen.</summary>
public class VolSurfaceFitTests(ITestOutputHelper output)
{
    private static SpxSmile[] Train => [.. SpxChains.Smiles.Where(s => s.Date.Month < 6)];

    private static SpxSmile[] HeldOut => [.. SpxChains.Smiles.Where(s => s.Date.Month >= 6)];

    [Fact]
    public void SmileConstants_RefitOnAprilAndMay_Agree()
    {
        VolSurfaceFit.Smile fit = VolSurfaceFit.FitSmile(Train);
        output.WriteLine($"{fit}");
        Assert.Equal(ModelledChain.Correlation, fit.Correlation, 0.01);
        Assert.Equal(ModelledChain.Curvature, fit.Curvature, 0.01);
        Assert.Equal(ModelledChain.Decay, fit.Decay, 0.01);
    }

    [Fact]
    public void TermConstants_RefitOnAprilAndMay_Agree()
    {
        VolSurfaceFit.Term fit = VolSurfaceFit.FitTerm(Train, SpxChains.Closes("vol_VIX.csv.gz"), SpxChains.Closes("vol_VIX3M.csv.gz"));
        output.WriteLine($"{fit}");
        Assert.Equal(ModelledChain.AtmToVix, fit.Ratio30, 0.005);
        Assert.Equal(ModelledChain.AtmToVix3M, fit.Ratio93, 0.005);
        Assert.Equal(ModelledChain.MeanReversion, fit.MeanReversion, 0.2);
    }

    [Fact]
    public void SpreadConstants_RefitOnAprilAndMay_Agree()
    {
        VolSurfaceFit.Spread fit = VolSurfaceFit.FitSpread(Train);
        output.WriteLine($"{fit}");
        Assert.Equal(ModelledChainPricing.SpreadPerSpot, fit.PerSpot, 1e-6);
        Assert.Equal(ModelledChainPricing.SpreadPerRoot, fit.PerRootTimeValue, 1e-5);
        Assert.Equal(ModelledChainPricing.SpreadPerRootYear, fit.PerRootTimeValueYear, 2e-5);
        Assert.Equal(ModelledChainPricing.SpreadPerIntrinsic, fit.PerIntrinsic, 1e-4);
    }

    /// <summary>Mean absolute error of implied volatility in volatility points, by |delta| and days; bounds a little above what was measured.</summary>
    [Theory]
    [InlineData(7, 20, 0.05, 0.15, 1.6)]
    [InlineData(7, 20, 0.15, 0.35, 1.2)]
    [InlineData(7, 20, 0.35, 0.65, 1.0)]
    [InlineData(21, 45, 0.05, 0.15, 0.75)]
    [InlineData(21, 45, 0.15, 0.35, 0.65)]
    [InlineData(21, 45, 0.35, 0.65, 0.7)]
    [InlineData(46, 100, 0.05, 0.15, 0.6)]
    [InlineData(46, 100, 0.15, 0.35, 0.5)]
    [InlineData(46, 100, 0.35, 0.65, 0.55)]
    [InlineData(101, 250, 0.05, 0.15, 0.9)]
    [InlineData(101, 250, 0.15, 0.35, 0.8)]
    [InlineData(101, 250, 0.35, 0.65, 0.8)]
    public void ImpliedVol_JuneFromVolatilityIndices_ErrorIsBounded(int minDays, int maxDays, double minDelta, double maxDelta, double bound)
    {
        Dictionary<DateOnly, double> vix = SpxChains.Closes("vol_VIX.csv.gz"), vix3M = SpxChains.Closes("vol_VIX3M.csv.gz");
        double sum = 0, bias = 0;
        int count = 0;
        foreach (SpxSmile smile in HeldOut.Where(s => s.Days >= minDays && s.Days <= maxDays))
        {
            VolSlice slice = ModelledChain.Surface(vix[smile.Date], vix3M[smile.Date], 1, 0).At(smile.Forward, smile.Years);
            foreach (SpxQuote quote in smile.Quotes.Where(q => q.AbsDelta >= minDelta && q.AbsDelta < maxDelta))
            {
                double miss = 100 * (slice.ImpliedVol(quote.Strike) - quote.ImpliedVol);
                sum += Math.Abs(miss);
                bias += miss;
                count++;
            }
        }

        output.WriteLine($"{minDays}-{maxDays} days, |delta| {minDelta}-{maxDelta}: {count} quotes, error {sum / count:F2} points, bias {bias / count:F2}");
        Assert.True(count > 100);
        Assert.InRange(sum / count, 0, bound);
    }

    /// <summary>Median model spread over real spread on June's quotes, by |delta| and days.</summary>
    [Theory]
    [InlineData(7, 20, 0.05, 0.2)]
    [InlineData(7, 20, 0.2, 0.5)]
    [InlineData(21, 75, 0.05, 0.2)]
    [InlineData(21, 75, 0.2, 0.5)]
    [InlineData(21, 75, 0.5, 0.8)]
    [InlineData(76, 250, 0.05, 0.2)]
    [InlineData(76, 250, 0.2, 0.5)]
    [InlineData(76, 250, 0.5, 0.8)]
    public void Spread_June_IsOfTheRightSize(int minDays, int maxDays, double minDelta, double maxDelta)
    {
        double[] ratios = [.. HeldOut.Where(s => s.Days >= minDays && s.Days <= maxDays).SelectMany(VolSurfaceFit.Terms)
            .Where(t => t.Quote.AbsDelta >= minDelta && t.Quote.AbsDelta < maxDelta)
            .Select(t => ((ModelledChainPricing.SpreadPerSpot * t.Terms[0]) + (ModelledChainPricing.SpreadPerRoot * t.Terms[1])
                + (ModelledChainPricing.SpreadPerRootYear * t.Terms[2]) + (ModelledChainPricing.SpreadPerIntrinsic * t.Terms[3])) / t.Quote.Spread)
            .Order()];
        output.WriteLine($"{minDays}-{maxDays} days, |delta| {minDelta}-{maxDelta}: {ratios.Length} quotes, median {ratios[ratios.Length / 2]:F2}, quartiles {ratios[ratios.Length / 4]:F2} {ratios[3 * ratios.Length / 4]:F2}");
        Assert.InRange(ratios[ratios.Length / 2], 0.7, 1.5);
    }
}
