using MathNet.Numerics;
using ResearchLab.Options;

namespace ResearchLab.Tests.Options;

public sealed class NormalDistributionTests
{
    // Abramowitz and Stegun, table 26.1 and 26.2, and high-precision values of the far tail.
    [Theory]
    [InlineData(0.0, 0.5)]
    [InlineData(1.0, 0.84134474606854294859)]
    [InlineData(-1.0, 0.15865525393145705141)]
    [InlineData(-2.0, 0.02275013194817920721)]
    [InlineData(-5.0, 2.866515718791939e-7)]
    [InlineData(-10.0, 7.61985302416052607e-24)]
    [InlineData(-20.0, 2.75362411860623e-89)]
    [InlineData(-37.0, 5.72557122252458e-300)]
    public void Cdf_PublishedValues_AgreeToRounding(double x, double expected) =>
        Assert.Equal(1, NormalDistribution.Cdf(x) / expected, 5e-15 + (1e-16 * x * x));

    [Fact]
    public void Erfc_AcrossTheLine_AgreesWithAnIndependentImplementation()
    {
        for (double x = -6; x <= 20; x += 0.00917)
        {
            double expected = SpecialFunctions.Erfc(x);
            Assert.True(Math.Abs(NormalDistribution.Erfc(x) - expected) <= 1e-15 + (2e-13 * expected), $"x = {x}");
            Assert.True(Math.Abs((NormalDistribution.ScaledErfc(x) * Math.Exp(-x * x) / expected) - 1) < 2e-13, $"x = {x}");
        }
    }

    [Fact]
    public void Both_AcrossTheLine_AreTheDistributionAndItsComplement()
    {
        for (double x = -37; x <= 37; x += 0.0131)
        {
            (double below, double above) = NormalDistribution.Both(x, Math.Exp(-0.5 * x * x));
            double relative = 1e-14 + (4e-16 * x * x);
            Assert.Equal(1, below / NormalDistribution.Cdf(x), relative);
            Assert.Equal(1, above / NormalDistribution.Cdf(-x), relative);
        }

        Assert.Equal((0, 1), NormalDistribution.Both(-60, 0));
    }

    [Fact]
    public void Cdf_ComplementAndOrder_Hold()
    {
        double previous = 0;
        for (double x = -38; x <= 9; x += 0.013)
        {
            double value = NormalDistribution.Cdf(x);
            Assert.True(value >= previous);
            Assert.Equal(1, value + NormalDistribution.Cdf(-x), 4e-16);
            previous = value;
        }

        Assert.Equal(0, NormalDistribution.Cdf(double.NegativeInfinity));
        Assert.Equal(1, NormalDistribution.Cdf(double.PositiveInfinity));
    }
}
