using FsCheck;
using FsCheck.Fluent;
using ResearchLab.Basics;
using ResearchLab.Statistics;

namespace ResearchLab.Tests.Statistics;

public sealed class SuperiorAbilityTests
{
    // An independent program in NumPy that resamples the rows themselves (same generator) and follows Hansen's formulas.
    [Theory]
    [InlineData(BlockKind.Stationary, 6.0, 0.023255813953488372, 2.5063923207948298, 0.029900332225913623, 0.026578073089700997, 0.04983388704318937)]
    [InlineData(BlockKind.Circular, 5.5, 0.04318936877076412, 2.679677271379116, 0.013289036544850499, 0.009966777408637873, 0.026578073089700997)]
    public void Tests_SevenStrategies_AgreeWithAnIndependentProgram(BlockKind kind, double block, double reality, double statistic, double consistent,
        double lower, double upper)
    {
        ResampledAdvantage advantage = Sample(new BootstrapOptions(block, 300, 77, kind));
        RealityCheck check = SuperiorAbility.RealityCheck(advantage);
        Assert.Equal(7.226187352162556, check.Statistic, 1e-10);
        Assert.Equal(reality, check.PValue, 1e-12);
        SuperiorPredictiveAbility ability = SuperiorAbility.Test(advantage);
        Assert.Equal(statistic, ability.Statistic, 1e-10);
        Assert.Equal(consistent, ability.PValue, 1e-12);
        Assert.Equal(lower, ability.Lower, 1e-12);
        Assert.Equal(upper, ability.Upper, 1e-12);
        Assert.Equal(4, ability.Best);
    }

    [Fact]
    public void StepM_SevenStrategies_AgreesWithAnIndependentProgram()
    {
        double[] expected = [1.0, 1.0, 0.9700996677740864, 0.9102990033222591, 0.04983388704318937, 0.10963455149501661, 0.20930232558139536];
        double[] studentised = [-7.255147412934536, -4.094942865156027, -0.2688878260012832, 0.2417945685369626, 2.5063923207948298, 2.001458631644898,
            1.5848564078300014];
        ResampledAdvantage advantage = Sample(new BootstrapOptions(6, 300, 77));
        StepwiseTest test = SuperiorAbility.StepM(advantage);
        for (int k = 0; k < 7; k++)
        {
            Assert.Equal(studentised[k], test.Statistics[k], 1e-10);
            Assert.Equal(expected[k], test.PValues[k], 1e-12);
        }

        Assert.Equal([4], test.Better());
        Assert.Equal([4, 5], test.Better(0.15));
    }

    [Theory]
    [InlineData(BlockKind.Stationary, 8)]
    [InlineData(BlockKind.Circular, 8)]
    [InlineData(BlockKind.Stationary, 1)]
    public void Deviation_ClosedForm_IsThatOfTheResamples(BlockKind kind, double block)
    {
        ResampledAdvantage advantage = Sample(new BootstrapOptions(block, 20_000, 3, kind));
        for (int k = 0; k < advantage.Strategies; k++)
        {
            double squares = 0;
            for (int resample = 0; resample < 20_000; resample++)
                squares += Math.Pow(advantage.Moves[(resample * advantage.Strategies) + k], 2);
            Assert.Equal(1, Math.Sqrt(squares / 20_000) / advantage.Deviation[k], 0.02);
        }
    }

    [Fact]
    public void Create_AnySizes_IsTheSameOnAnyNumberOfThreadsAndByPlainSums()
    {
        var cases =
            from count in Gen.Choose(1, 21)
            from rows in Gen.Choose(6, 90)
            from resamples in Gen.Choose(100, 530)
            from threads in Gen.Choose(2, 5)
            from circular in Gen.Choose(0, 1)
            select (count, rows, options: new BootstrapOptions(3, resamples, (ulong)(count * rows), (BlockKind)circular), threads);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var random = new Pcg32((ulong)c.rows);
            double[][] strategies = [.. Enumerable.Range(0, c.count).Select(_ => Normals(random, c.rows))];
            double[] benchmark = Normals(random, c.rows);
            ResampledAdvantage one = ResampledAdvantage.Create(strategies, benchmark, c.options),
                many = ResampledAdvantage.Create(strategies, benchmark, c.options, c.threads);
            if (!one.Moves.SequenceEqual(many.Moves) || !one.Deviation.SequenceEqual(many.Deviation))
                return false;
            // The plain loop as the oracle.
            bool same = true;
            BlockBootstrap.ForEach(c.rows, c.options, (resample, picked) =>
            {
                for (int k = 0; k < c.count; k++)
                {
                    double sum = 0;
                    foreach (int row in picked)
                        sum += strategies[k][row] - benchmark[row];
                    double move = Math.Sqrt(c.rows) * ((sum / c.rows) - one.Mean[k]);
                    same &= Math.Abs(move - one.Moves[(resample * c.count) + k]) < 1e-11;
                }
            });
            return same;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40).WithReplay(20260101UL, 1UL));
    }

    [Fact]
    public void Tests_AnyStrategies_KeepTheirOrderAndBounds()
    {
        var cases =
            from count in Gen.Choose(1, 12)
            from shift in Gen.Choose(-30, 30)
            from seed in Gen.Choose(0, 10_000)
            select (count, shift, seed);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var random = new Pcg32((ulong)c.seed);
            double[][] strategies = [.. Enumerable.Range(0, c.count).Select(k => Array.ConvertAll(Normals(random, 60), z => z + (c.shift * k / 200.0)))];
            ResampledAdvantage advantage = ResampledAdvantage.Create(strategies, new double[60], new BootstrapOptions(2, 150, 9));
            SuperiorPredictiveAbility ability = SuperiorAbility.Test(advantage);
            StepwiseTest steps = SuperiorAbility.StepM(advantage);
            bool ordered = ability.Lower <= ability.PValue && ability.PValue <= ability.Upper && ability.Lower > 0 && ability.Upper <= 1;
            bool none = ability.Statistic > 0 || ability.PValue == 1;
            // The first step of StepM is the test with the upper p-value.
            bool first = ability.Statistic == 0 || steps.PValues[ability.Best] == ability.Upper;
            bool monotone = Enumerable.Range(0, c.count)
                .All(i => Enumerable.Range(0, c.count).All(j => steps.Statistics[i] < steps.Statistics[j] || steps.PValues[i] <= steps.PValues[j]));
            return ordered && none && first && monotone;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(150).WithReplay(20260101UL, 1UL));
    }

    [Fact]
    public void Tests_NoSkill_RejectAboutAsOftenAsNominal()
    {
        int ability = 0, reality = 0, steps = 0;
        const int Runs = 400;
        for (int run = 0; run < Runs; run++)
        {
            var random = new Pcg32(31, (ulong)run);
            double[][] strategies = [.. Enumerable.Range(0, 20).Select(_ => Normals(random, 120))];
            ResampledAdvantage advantage = ResampledAdvantage.Create(strategies, new double[120], new BootstrapOptions(1, 200, (ulong)run));
            ability += SuperiorAbility.Test(advantage).PValue <= 0.1 ? 1 : 0;
            reality += SuperiorAbility.RealityCheck(advantage).PValue <= 0.1 ? 1 : 0;
            steps += SuperiorAbility.StepM(advantage).Better(0.1).Length > 0 ? 1 : 0;
        }

        // Nominal 40 of 400; three standard errors are 18.
        Assert.InRange(ability, 20, 62);
        Assert.InRange(reality, 20, 62);
        Assert.InRange(steps, 20, 62);
    }

    [Fact]
    public void Test_OneGoodAmongPoorAndWild_IsFoundWhereTheRealityCheckFails()
    {
        var random = new Pcg32(41);
        double[][] strategies = [.. Enumerable.Range(0, 30).Select(k => Array.ConvertAll(Normals(random, 500), z => k == 7 ? 0.13 + z : (6 * z) - 3))];
        ResampledAdvantage advantage = ResampledAdvantage.Create(strategies, new double[500], new BootstrapOptions(2, 500, 1));
        SuperiorPredictiveAbility ability = SuperiorAbility.Test(advantage);
        Assert.Equal(7, ability.Best);
        Assert.True(ability.PValue < 0.03);
        Assert.True(ability.Upper > ability.PValue);
        Assert.True(SuperiorAbility.RealityCheck(advantage).PValue > 0.2);
        Assert.Equal(ability.Upper, SuperiorAbility.StepM(advantage).PValues[7]);
    }

    [Fact]
    public void Create_TheBenchmarkItself_IsNeverBetter()
    {
        var random = new Pcg32(43);
        double[] benchmark = Normals(random, 100), better = Array.ConvertAll(benchmark, value => value + 0.1 + (0.05 * random.NextNormal()));
        ResampledAdvantage advantage = ResampledAdvantage.Create([benchmark, better], benchmark, new BootstrapOptions(2, 200, 1));
        Assert.Equal(0, advantage.Deviation[0]);
        Assert.Equal([1], SuperiorAbility.StepM(advantage).Better());
        Assert.Equal(1, SuperiorAbility.Test(ResampledAdvantage.Create([benchmark], benchmark, new BootstrapOptions(2, 200, 1))).PValue);
    }

    [Fact]
    public void Create_BadArguments_AreRefused()
    {
        var options = new BootstrapOptions(2, 100, 1);
        double[] flat = [0, 0, 0, 0, 0];
        Assert.Throws<ArgumentException>(() => ResampledAdvantage.Create([], flat, options));
        Assert.Throws<ArgumentException>(() => ResampledAdvantage.Create([[1, 2]], flat, options));
        Assert.Throws<ArgumentException>(() => ResampledAdvantage.Create([[1, 2, double.NaN, 4, 5]], flat, options));
        Assert.Throws<ArgumentException>(() => ResampledAdvantage.Create([[1, 1, 1, 1, 1]], flat, options));
        Assert.Throws<ArgumentException>(() => ResampledAdvantage.Create([[1, 2, 3]], [0, 0, 0], options));
        Assert.Throws<ArgumentOutOfRangeException>(() => ResampledAdvantage.Create([[1, 2, 3, 4, 5]], flat, options, threads: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ResampledAdvantage.Create([[1, 2, 3, 4, 5]], flat, options with { Resamples = 10 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => ResampledAdvantage.Create([[1, 2, 3, 4, 5]], flat, options with { MeanBlock = 3 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => ResampledAdvantage.Create([[1, 2, 3, 4, 5]], flat,
            options with { MeanBlock = double.PositiveInfinity }));
        Assert.Throws<ArgumentException>(() => ResampledAdvantage.Create([[1, 2, 3, 4, 5]], flat, options with { Resamples = int.MaxValue }));
    }

    private static ResampledAdvantage Sample(BootstrapOptions options)
    {
        const int Rows = 160;
        var random = new LegacyNumpy(12);
        var strategies = new double[7][];
        for (int k = 0; k < 7; k++)
        {
            double[] series = random.Normals(Rows + 1);
            for (int i = 1; i < series.Length; i++)
                series[i] += 0.4 * series[i - 1];
            strategies[k] = [.. series.Skip(1).Select(value => (value * (0.5 + (0.3 * k))) + (0.12 * (k - 3)))];
        }

        return ResampledAdvantage.Create(strategies, Array.ConvertAll(random.Normals(Rows), z => 0.2 * z), options, threads: 2);
    }

    private static double[] Normals(Pcg32 random, int count)
    {
        var values = new double[count];
        for (int i = 0; i < count; i++)
            values[i] = random.NextNormal();
        return values;
    }
}
