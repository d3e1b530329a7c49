using ResearchLab.Basics;
using ResearchLab.Models;

namespace ResearchLab.Tests.Models;

public sealed class TemperatureScalingTests
{
    [Theory]
    [InlineData(0.5)]
    [InlineData(1.0)]
    [InlineData(3.0)]
    public void Fit_LabelsDrawnAtATemperature_FindsIt(double temperature)
    {
        const int Rows = 20_000, Classes = 4;
        var random = new Pcg32(1);
        double[] raw = [.. Enumerable.Range(0, Rows * Classes).Select(_ => 2 * random.NextNormal())];
        var labels = new int[Rows];
        var probabilities = new double[Classes];
        for (int row = 0; row < Rows; row++)
        {
            TemperatureScaling.Apply(raw.AsSpan(row * Classes, Classes), temperature, probabilities);
            double u = random.NextDouble();
            for (; labels[row] < Classes - 1 && u >= probabilities[labels[row]]; labels[row]++)
                u -= probabilities[labels[row]];
        }

        double fitted = TemperatureScaling.Fit(raw, Classes, labels, [.. Enumerable.Repeat(1.0, Rows)]);

        Assert.Equal(1, fitted / temperature, 0.05);
    }

    [Fact]
    public void Fit_RightOrWrongEverywhere_StaysInBounds()
    {
        double[] raw = [1, 0, 1, 0];
        Assert.Equal(TemperatureScaling.Lowest, TemperatureScaling.Fit(raw, 2, [0, 0], [1, 1]), 1e-3);
        Assert.Equal(TemperatureScaling.Highest, TemperatureScaling.Fit(raw, 2, [1, 1], [1, 1]), 0.01);
        Assert.Equal(1, TemperatureScaling.Fit([], 2, [], []));
    }

    [Fact]
    public void Apply_HugeScores_DoesNotOverflow()
    {
        var probabilities = new double[3];
        TemperatureScaling.Apply([5000, 4999, -5000], 1, probabilities);
        Assert.Equal(1 / (1 + Math.Exp(-1)), probabilities[0], 1e-12);
        Assert.Equal(1, probabilities.Sum(), 1e-12);
    }
}
