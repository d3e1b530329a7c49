using System.Globalization;
using System.Text;
using System.Text.Json;
using ResearchLab.Basics;
using ResearchLab.Statistics;

namespace ResearchLab.Runner.Tests;

/// <summary>lab stats as a user meets it: the same numbers as the library, from a CSV file.</summary>
public sealed class StatsCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Returns_FileWithDates_HasTheLibrarysNumbers()
    {
        double[] first = Normals(1, 300, 0.05), second = Normals(2, 300, 0);
        File.WriteAllText(Path.Combine(_folder.Path, "r.csv"),
            Csv("date,first,second", i => $"{new DateOnly(2020, 1, 6).AddDays(i + (2 * (i / 5))):yyyy-MM-dd},{first[i]:R},{second[i]:R}"));
        using JsonDocument json = Json("stats returns r.csv --trials 100 --trial-variance 0.5 --json");
        Assert.Equal(["first", "second"], json.RootElement.EnumerateObject().Select(series => series.Name));
        JsonElement series = json.RootElement.GetProperty("first");
        SharpeEstimate sharpe = SharpeRatio.Estimate(first);
        Assert.Equal(sharpe.Annual, Number(series, "sharpe"), 1e-12);
        Assert.Equal(sharpe.ErrorDependent, Number(series, "errorDependent"), 1e-12);
        Assert.Equal(SharpeRatio.Deflated(sharpe.PerPeriod, 300, sharpe.Skewness, sharpe.Kurtosis, 100, 0.5 / 252), Number(series, "deflatedSharpe"), 1e-12);
        Assert.Equal(BlockLength.Automatic(first).Stationary, Number(series, "blockStationary"), 1e-12);
        Assert.True(Number(series, "worstMonth") < 0);
        LabResult text = Lab("stats returns r.csv --column second");
        Assert.Equal(0, text.ExitCode);
        Assert.Contains("Sharpe ratio a year", text.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("first", text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Leaks_OverlappingLabels_ShowsTheThreeSplits()
    {
        double[] noise = Normals(9, 1521, 0);
        double[] walk = new double[1500];
        for (int i = 1; i < walk.Length; i++)
            walk[i] = (0.995 * walk[i - 1]) + Normals((ulong)(1000 + i), 1, 0)[0];
        // The label is the sum of the next 20 rows' noise; the last ones are not known yet.
        File.WriteAllText(Path.Combine(_folder.Path, "l.csv"), Csv("walk,other,label", i =>
            $"{walk[i]:R},{noise[i]:R},{(i < 1480 ? noise[(i + 1)..(i + 21)].Sum().ToString("R", CultureInfo.InvariantCulture) : "")}", 1500));
        using JsonDocument json = Json("stats leaks l.csv --label label --horizon 20 --folds 3 --json");
        JsonElement splits = json.RootElement.GetProperty("splits");
        Assert.Equal(["shuffled", "unpurged", "purged"], splits.EnumerateArray().Select(split => split.GetProperty("split").GetString()));
        Assert.All(splits.EnumerateArray(), split => Assert.Equal(888, split.GetProperty("samples").GetInt32()));
        Assert.True(Number(splits[0], "accuracy") > Number(splits[2], "high"));
        Assert.StartsWith("Leak:", json.RootElement.GetProperty("verdict").GetString(), StringComparison.Ordinal);
        foreach ((string line, int code, string cause) in ((string, int, string)[])
        [
            ("stats leaks l.csv --label nothing --horizon 20", 2, "no column of numbers 'nothing'"),
            ("stats leaks l.csv --label label --horizon 0", 2, "--horizon is 0"),
            ("stats leaks l.csv --label label", 2, "--horizon"), ("stats leaks l.csv --label label --horizon 700", 3, "too few"),
            ("stats leaks nowhere.csv --label a --horizon 1", 2, "nowhere.csv"),
        ])
        {
            LabResult result = Lab(line);
            Assert.Equal(code, result.ExitCode);
            Assert.Contains(cause, result.OneErrorLine(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Compare_OneGoodAmongFive_IsNamed()
    {
        double[][] series = [.. Enumerable.Range(0, 6).Select(k => Normals((ulong)(10 + k), 400, k == 3 ? 0.3 : 0))];
        File.WriteAllText(Path.Combine(_folder.Path, "c.csv"),
            Csv("s0,s1,s2,good,s4,base", i => string.Join(',', series.Select(s => s[i].ToString("R", CultureInfo.InvariantCulture))), 400));
        using JsonDocument json = Json("stats compare c.csv --benchmark base --block 3 --resamples 500 --blocks 8 --seed 4 --json");
        SuperiorPredictiveAbility expected = SuperiorAbility.Test(ResampledAdvantage.Create(series[..5], series[5], new BootstrapOptions(3, 500, 4)));
        JsonElement spa = json.RootElement.GetProperty("spa");
        Assert.Equal("good", spa.GetProperty("best").GetString());
        Assert.Equal(expected.PValue, Number(spa, "pValue"), 1e-12);
        Assert.Equal(expected.Upper, Number(spa, "upper"), 1e-12);
        Assert.Equal("good", Assert.Single(json.RootElement.GetProperty("better").EnumerateArray()).GetString());
        Assert.Equal(BacktestOverfitting.Test(series[..5], 8).Probability, Number(json.RootElement.GetProperty("overfitting"), "probability"), 1e-12);
        Assert.Equal(5, json.RootElement.GetProperty("each").GetArrayLength());
        Assert.Equal(0, Lab("stats compare c.csv --kind circular").ExitCode);
    }

    [Fact]
    public void Var_ExampleOfVarbacktest_HasItsStatistics()
    {
        bool[] failures = new bool[1043];
        for (int i = 57, placed = 0; placed < 57; i += 10)
        {
            failures[i] = true;
            placed++;
            if (placed < 9)
                (failures[i + 1], placed) = (true, placed + 1);
        }

        File.WriteAllText(Path.Combine(_folder.Path, "v.csv"), Csv("pnl,var95", i => failures[i] ? "-3,2" : "1,2", 1043));
        using JsonDocument json = Json("stats var v.csv --return pnl --var var95 --json");
        Assert.Equal(57, json.RootElement.GetProperty("failures").GetInt32());
        Assert.Equal(0.46147, Number(json.RootElement.GetProperty("proportionOfFailures"), "statistic"), 5e-6);
        Assert.Equal(1.7354, Number(json.RootElement.GetProperty("timeUntilFirstFailure"), "statistic"), 5e-5);
        Assert.Equal(0.72013, Number(json.RootElement.GetProperty("conditionalCoverage"), "statistic"), 5e-6);
    }

    [Fact]
    public void Forecasts_TwoLosses_AreCompared()
    {
        double[] first = Normals(1, 60, 2), second = Normals(2, 60, 1);
        File.WriteAllText(Path.Combine(_folder.Path, "f.csv"), Csv("a,b", i => $"{first[i]:R},{second[i]:R}", 60));
        using JsonDocument json = Json("stats forecasts f.csv --first a --second b --horizon 2 --json");
        Assert.Equal(DieboldMariano.Test(first, second, 2).Statistic, Number(json.RootElement, "statistic"), 1e-12);
    }

    [Fact]
    public void Formulas_PublishedExamples_AreReproduced()
    {
        // Bailey and López de Prado (2014 and 2012), MathWorks' varbacktest, Benjamini and Hochberg's smallest p-values.
        using JsonDocument deflated =
            Json("stats sharpe --sharpe 2.5 --count 1250 --periods 250 --skewness -3 --kurtosis 10 --trials 100 --trial-variance 0.5 --json");
        Assert.Equal(0.9004, Number(deflated.RootElement, "deflatedSharpe"), 5e-5);
        using JsonDocument monthly = Json("stats sharpe --sharpe 2 --benchmark-sharpe 1 --count 24 --periods 12 --skewness -0.72 --kurtosis 5.78 --json");
        Assert.Equal(4.99, Number(monthly.RootElement, "minimumTrackRecord") / 12, 5e-3);
        using JsonDocument coverage = Json("stats coverage --observations 1043 --failures 57 --first 58 --pairs 932 53 53 4 --json");
        Assert.Equal(0.46147, Number(coverage.RootElement.GetProperty("proportionOfFailures"), "statistic"), 5e-6);
        Assert.Equal(0.69763, Number(coverage.RootElement.GetProperty("conditionalCoverage"), "pValue"), 5e-6);
        using JsonDocument fdr = Json("stats fdr 0.01 0.02 0.03 0.5 --json");
        Assert.Equal(0.04, fdr.RootElement.GetProperty("tests")[0].GetProperty("benjaminiHochberg").GetDouble(), 1e-12);
        Assert.Contains("Benjamini–Hochberg", Lab("stats fdr 0.01 0.02").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stats sharpe --sharpe 2 --count 1", 2, "1")]
    [InlineData("stats sharpe --sharpe 2 --count 20 --skewness 3 --kurtosis 1.5", 2, "1.5")]
    [InlineData("stats sharpe --sharpe 2 --count 20 --trials 4", 2, "--trial-variance")]
    [InlineData("stats coverage --observations 5 --failures 6", 2, "6")]
    [InlineData("stats coverage --observations 5 --failures 1 --pairs 1 2 3", 2, "--pairs")]
    [InlineData("stats fdr 0.1 1.5", 2, "1.5")]
    [InlineData("stats returns none.csv", 2, "none.csv")]
    [InlineData("stats returns gap.csv", 3, "Row 2")]
    [InlineData("stats returns gap.csv --column c", 2, "'c'")]
    [InlineData("stats returns words.csv", 3, "no column of numbers")]
    [InlineData("stats returns back.csv", 3, "2020-01-01")]
    [InlineData("stats returns good.csv --trials 5", 2, "--trial-variance")]
    [InlineData("stats returns good.csv --periods 0", 2, "0")]
    [InlineData("stats compare good.csv --resamples 5", 2, "5")]
    [InlineData("stats compare good.csv --benchmark a", 2, "'a'")]
    [InlineData("stats compare flat.csv", 2, "constant")]
    [InlineData("stats var good.csv --return a --var a --level 1.5", 2, "1.5")]
    [InlineData("stats forecasts good.csv --first a --second a --horizon 9", 2, "9")]
    public void Stats_BadInput_IsOneLineAndItsExitCode(string line, int exitCode, string named)
    {
        File.WriteAllText(Path.Combine(_folder.Path, "gap.csv"), "a,b\n0.1,0.2\n,0.1\n0.3,0.1\n");
        File.WriteAllText(Path.Combine(_folder.Path, "words.csv"), "a,b\nx,y\nz,w\n");
        File.WriteAllText(Path.Combine(_folder.Path, "back.csv"), "date,a\n2020-01-02,0.1\n2020-01-01,0.2\n");
        File.WriteAllText(Path.Combine(_folder.Path, "good.csv"), "a\n0.01\n-0.02\n0.015\n0.005\n0.002\n");
        File.WriteAllText(Path.Combine(_folder.Path, "flat.csv"), "a\n0.01\n0.01\n0.01\n0.01\n0.01\n");
        LabResult result = Lab(line);
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains(named, result.OneErrorLine(), StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    private LabResult Lab(string line) => LabProcess.Run(_folder.Path, line.Split(' '));

    private JsonDocument Json(string line)
    {
        LabResult result = Lab(line);
        Assert.True(result.ExitCode == 0, result.Errors);
        return JsonDocument.Parse(result.Output);
    }

    private static double Number(JsonElement element, string name) => element.GetProperty(name).GetDouble();

    private static double[] Normals(ulong seed, int count, double mean)
    {
        var random = new Pcg32(seed);
        return [.. Enumerable.Range(0, count).Select(_ => mean + random.NextNormal()).Select(value => value * 0.01)];
    }

    private static string Csv(string header, Func<int, string> row, int rows = 300)
    {
        var text = new StringBuilder(header).Append('\n');
        for (int i = 0; i < rows; i++)
            text.Append(row(i)).Append('\n');
        return text.ToString();
    }
}
