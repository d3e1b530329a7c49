using ResearchLab.Options;

namespace ResearchLab.Tests.Options;

public class ModelFreeVarianceTests
{
    [Theory]
    [InlineData(0.0005)]
    [InlineData(0.01)]
    [InlineData(0.3)]
    public void Of_FlatSmile_IsItsVariance(double total) => Assert.Equal(total, ModelFreeVariance.Of(SviSmile.Flat(total)), 1e-6 * total);

    /// <summary>Against the sum over out-of-the-money prices that defines it: 2 ∫ O(K) / K² dK (Demeterfi, Derman, Kamal and Zou, 1999).</summary>
    [Theory]
    [InlineData(0.0008, -0.47, 0.8)]
    [InlineData(0.002, -0.56, 0.8)]
    [InlineData(0.02, -0.7, 1.1)]
    [InlineData(0.05, -0.3, 0.6)]
    public void Of_Skewed_IsTheIntegralOverPrices(double theta, double tilt, double curvature)
    {
        double phi = Math.Min(curvature / (Math.Pow(theta, 0.44) * Math.Pow(1 + theta, 0.56)), 2 / Math.Sqrt(theta * (1 + Math.Abs(tilt))));
        SviSmile smile = SviSmile.Ssvi(theta, tilt, phi);
        double sum = 0;
        const double Step = 0.0005;
        for (double k = -12; k < 6; k += Step)
        {
            double middle = k + (0.5 * Step), strike = Math.Exp(middle);
            sum += Black76.Price(middle < 0 ? OptionRight.Put : OptionRight.Call, 1, strike, Math.Sqrt(smile.TotalVariance(middle)), 1, 0) / strike * Step;
        }

        Assert.Equal(2 * sum, ModelFreeVariance.Of(smile), 1e-3 * 2 * sum);
    }
}
