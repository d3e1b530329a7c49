using ResearchLab.Basics;
using ResearchLab.Options;

namespace ResearchLab.Tests.Options;

public sealed class BlackScholesBatchTests
{
    private static double[][] Run(OptionRight right, double spot, double[] strike, double[] vol, double years, double rate, double yield)
    {
        double[][] to = [.. Enumerable.Range(0, 6).Select(_ => new double[strike.Length])];
        BlackScholesBatch.Greeks(right, spot, strike, vol, years, rate, yield, new GreekColumns(to[0], to[1], to[2], to[3], to[4], to[5]));
        return to;
    }

    [Fact]
    public void Greeks_OfAnyChain_EqualTheScalarOnes()
    {
        var random = new Pcg32(7, 1);
        double Uniform(double low, double high) => low + ((high - low) * random.NextDouble());
        for (int chain = 0; chain < 2_000; chain++)
        {
            int count = (int)Uniform(0, 40);
            double spot = Math.Exp(Uniform(-2, 9)), years = Math.Exp(Uniform(Math.Log(1e-4), Math.Log(30)));
            double rate = Uniform(-0.05, 0.15), yield = Uniform(-0.02, 0.1);
            OptionRight right = chain % 2 == 0 ? OptionRight.Call : OptionRight.Put;
            double[] strike = [.. Enumerable.Range(0, count).Select(_ => spot * Math.Exp(Uniform(-3, 3)))];
            double[] vol = [.. Enumerable.Range(0, count).Select(_ => Math.Exp(Uniform(Math.Log(0.002), Math.Log(8))))];
            double[][] batch = Run(right, spot, strike, vol, years, rate, yield);
            for (int i = 0; i < count; i++)
            {
                Greeks g = BlackScholes.Greeks(right, spot, strike[i], vol[i], years, rate, yield);
                double[] scalar = [g.Price, g.DeltaPerUnit, g.GammaPerUnit, g.VegaPerVolPoint, g.ThetaPerDay, g.RhoPerPct];
                double money = Math.Max(spot, strike[i]) * Math.Exp(0.1 * years);
                double[] scale = [money, 1, Math.Max(1 / spot, 100 * g.GammaPerUnit), money, money, money];
                for (int column = 0; column < 6; column++)
                {
                    double tolerance = 1e-12 * scale[column] * (1 + (column is 1 or 2 ? Math.Exp(0.1 * years) : 0));
                    Assert.True(
                        Math.Abs(batch[column][i] - scalar[column]) <= tolerance,
                        $"{right} column {column} S {spot} K {strike[i]} v {vol[i]} T {years} r {rate} q {yield}: {batch[column][i]} against {scalar[column]}");
                }
            }
        }
    }

    [Fact]
    public void Greeks_BadRows_AreNaN_AndDegenerateOnesTheirLimit()
    {
        double[] strike = [100, double.NaN, -1, 90, 100, 110, 120, 0, double.PositiveInfinity];
        double[] vol = [0.2, 0.2, 0.2, 0, double.NaN, -0.1, 1e300, 0.2, 0.2];
        double[][] batch = Run(OptionRight.Call, 100, strike, vol, 0.5, 0.02, 0);
        for (int i = 0; i < strike.Length; i++)
        {
            bool good = i is 0 or 3 or 6;
            Assert.All(batch, column => Assert.Equal(good, double.IsFinite(column[i])));
            if (good)
                Assert.Equal(BlackScholes.Price(OptionRight.Call, 100, strike[i], vol[i], 0.5, 0.02), batch[0][i], 1e-12);
        }

        Assert.All(Run(OptionRight.Put, 100, strike, vol, 0, 0.02, 0)[0][..1], price => Assert.Equal(0, price));
        Assert.Throws<ArgumentException>(() => Run(OptionRight.Put, 100, strike, vol[1..], 0.5, 0.02, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Run(OptionRight.Put, double.NaN, strike, vol, 0.5, 0.02, 0));
    }

    [Fact]
    public void GreeksAndImpliedVols_PlaceAndNeighbours_ChangeNoBit()
    {
        var random = new Pcg32(9, 1);
        double[] strike = [.. Enumerable.Range(0, 37).Select(_ => 60 + (80 * random.NextDouble()))], vol = [.. strike.Select(_ => 0.1 + random.NextDouble())];
        foreach (OptionRight right in new[] { OptionRight.Call, OptionRight.Put })
        {
            double[][] all = Run(right, 100, strike, vol, 0.7, 0.03, 0.01);
            double[] vols = ImpliedVols(right, all[0], strike);
            for (int from = 0; from < strike.Length; from++)
            {
                for (int count = 1; from + count <= strike.Length && count < 20; count++)
                {
                    double[][] part = Run(right, 100, strike[from..(from + count)], vol[from..(from + count)], 0.7, 0.03, 0.01);
                    for (int column = 0; column < 6; column++)
                        Assert.Equal(all[column][from..(from + count)], part[column]);
                    Assert.Equal(vols[from..(from + count)], ImpliedVols(right, all[0][from..(from + count)], strike[from..(from + count)]));
                }

                // A neighbour that cannot be priced.
                double[] bad = [.. strike], prices = [.. all[0]];
                bad[from] = double.NaN;
                prices[from] = -1;
                double[][] around = Run(right, 100, bad, vol, 0.7, 0.03, 0.01);
                double[] volsAround = ImpliedVols(right, prices, strike);
                Assert.True(double.IsNaN(around[0][from]) && double.IsNaN(volsAround[from]));
                for (int i = 0; i < strike.Length; i++)
                    Assert.True(i == from || (Enumerable.Range(0, 6).All(column => around[column][i] == all[column][i]) && volsAround[i] == vols[i]),
                        $"{from} {i}");
            }
        }

        static double[] ImpliedVols(OptionRight right, double[] price, double[] strike)
        {
            var found = new double[price.Length];
            ImpliedVolatilityBatch.Solve(right, price, 100, strike, 0.7, 0.03, 0.01, found, new ImpliedVolStatus[price.Length]);
            return found;
        }
    }

    [Fact]
    public void VectorErfc_EqualsTheScalarOne()
    {
        for (double z = 0; z < 1e6; z = (z * 1.01) + 1e-3)
        {
            double expected = NormalDistribution.ScaledErfc(z), actual = VectorNormal.ScaledErfc(new System.Numerics.Vector<double>(z))[0];
            Assert.True(Math.Abs(actual - expected) <= 1e-14 * expected, $"{z}: {actual} against {expected}");
        }
    }
}
