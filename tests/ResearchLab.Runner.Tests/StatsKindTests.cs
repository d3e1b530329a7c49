using System.Globalization;
using System.Text;
using System.Text.Json;
using ResearchLab.Basics;
using ResearchLab.Statistics;

namespace ResearchLab.Runner.Tests;

/// <summary>lab stats on columns that hold something else than returns as fractions: each is refused, and the remedy it names reads it.</summary>
public sealed class StatsKindTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly double[] _returns = Returns();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string, Func<double[], double[]>> Kinds => new()
    {
        { "cumret", "--as cumret=cumulative", Cumulative },
        { "a", "--as a=cumulative", Cumulative },
        { "total_ytd", "--as total_ytd=ytd", Cumulative },
        { "a", "--as a=gross", returns => Array.ConvertAll(returns, value => 1 + value) },
        { "ret_pct", "--percent ret_pct", returns => Array.ConvertAll(returns, value => 100 * value) },
        { "a", "--percent a", returns => Array.ConvertAll(returns, value => 20 * value) },
        { "ret_bp", "--as ret_bp=bp", returns => Array.ConvertAll(returns, value => 10_000 * value) },
        { "my ret", "--as 'my ret=bp'", returns => Array.ConvertAll(returns, value => 10_000 * value) },
        { "logret", "--as logret=log", returns => Array.ConvertAll(returns, value => Math.Log(1 + value)) },
        { "loss", "--as loss=losses", returns => Array.ConvertAll(returns, value => -value) },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void OtherKinds_AreRefused_AndReadAsTheRemedySays(string name, string remedy, Func<double[], double[]> make)
    {
        double[] made = make(_returns);
        Write("x.csv", $"date,{name}", row => $"{made[row]:R}");
        LabResult refused = Lab("stats", "returns", "x.csv");
        Assert.Equal(3, refused.ExitCode);
        Assert.Contains(remedy, refused.OneErrorLine(), StringComparison.Ordinal);
        JsonElement read = JsonDocument.Parse(Lab(["stats", "returns", "x.csv", "--json", .. Words(remedy)]).Output).RootElement.GetProperty(name);
        double scale = name == "a" && remedy == "--percent a" ? 0.2 : 1;
        // A year to date that began before the first row has no return there.
        int rows = remedy.EndsWith("ytd", StringComparison.Ordinal) ? 249 : 250;
        Assert.Equal(rows, read.GetProperty("count").GetInt32());
        Assert.Equal(scale * _returns[^rows..].Average(), read.GetProperty("mean").GetDouble(), 1e-9);
    }

    [Fact]
    public void WhatNoKindMends_IsRefused_UnlessSaidToBeReturns()
    {
        double[] equity = Drawdown.Equity(_returns);
        double top = 1;
        double[] drawdown = Array.ConvertAll(equity[^250..], level => (level / (top = Math.Max(top, level))) - 1);
        RefusedUntilInsisted("a", drawdown, "drawdown");
        RefusedUntilInsisted("yield", _returns, "yield");
        RefusedUntilInsisted("a", [.. _returns.Select((value, row) => row > 150 ? 100 * value : value)], "changes its unit near row 1");
        RefusedUntilInsisted("a", [.. _returns.Select((value, row) => row > 235 ? 100 * value : value)], "changes its unit near row 2");
        RefusedUntilInsisted("a", [.. _returns.Select((value, row) => row % 2 == 0 ? 100 * value : value)], "mixes two units", 0.01);
        Assert.Contains("carry a % sign", Signed().OneErrorLine(), StringComparison.Ordinal);
    }

    [Fact]
    public void RealReturns_AreNotRefused()
    {
        Write("wild.csv", "date,btc,pct_change,rf,idle",
            row => $"{5 * _returns[row]:R},{_returns[row]:R},{0.0002 + (row * 1e-8):R},{(row % 3 == 0 ? _returns[row] : 0):R}");
        Assert.Equal((0, ""), (Lab("stats", "returns", "wild.csv").ExitCode, Lab("stats", "returns", "wild.csv").Errors));
    }

    [Theory]
    [InlineData("var99", 0.0233, "--level 0.99")]
    [InlineData("VaR_97.5%", 0.0196, "--level 0.975")]
    [InlineData("var1", 0.0233, "--level 0.99")]
    [InlineData("v", 1.65, "--percent v")]
    [InlineData("v", 165, "--as v=bp")]
    [InlineData("v", -0.0165, "--negative")]
    public void Forecasts_OfAnotherConfidenceUnitOrSign_AreRefused_AndReadAsTheRemedySays(string name, double size, string remedy)
    {
        Write("x.csv", $"date,r,{name}", row => $"{_returns[row]:R},{size:R}");
        LabResult refused = Lab("stats", "var", "x.csv", "--return", "r", "--var", name);
        Assert.Equal(3, refused.ExitCode);
        Assert.Contains(remedy, refused.OneErrorLine(), StringComparison.Ordinal);
        JsonElement read = JsonDocument.Parse(Lab(["stats", "var", "x.csv", "--return", "r", "--var", name, "--json", .. Words(remedy)]).Output).RootElement;
        double loss = name == "v" ? 0.0165 : size;
        Assert.Equal(_returns.Count(value => value < -loss), read.GetProperty("failures").GetInt32());
        Assert.Equal(name == "v" ? 0.95 : double.Parse(remedy[8..], CultureInfo.InvariantCulture), read.GetProperty("level").GetDouble());
    }

    [Fact]
    public void ReturnsOfAForecast_ThatAreLossesOrCumulative_AreRefused()
    {
        double[] cumulative = Cumulative(_returns);
        Write("x.csv", "date,loss,c,only,v,w",
            row => $"{-_returns[row]:R},{cumulative[row]:R},{Math.Max(0, -_returns[row]):R},0.0165,{(row % 25 == 0 ? -0.0165 : 0.0165)}");
        foreach ((string returned, string forecast, string remedy) in new[] { ("loss", "v", "--as loss=losses"), ("c", "v", "--as c=cumulative"),
            ("only", "v", "--as only=losses"), ("loss", "w", "--as w=returns") })
        {
            string[] line = ["stats", "var", "x.csv", "--return", returned, "--var", forecast,
                .. forecast == "w" ? ["--as", "loss=losses"] : Array.Empty<string>()];
            LabResult refused = Lab(line);
            Assert.Equal(3, refused.ExitCode);
            Assert.Contains(remedy, refused.OneErrorLine(), StringComparison.Ordinal);
            Assert.Equal(0, Lab([.. line, .. Words(remedy)]).ExitCode);
        }
    }

    private void RefusedUntilInsisted(string name, double[] values, string named, double scale = 1)
    {
        Write("x.csv", $"date,{name}", row => $"{scale * values[row]:R}");
        LabResult refused = Lab("stats", "returns", "x.csv");
        Assert.Equal(3, refused.ExitCode);
        Assert.Contains(named, refused.OneErrorLine(), StringComparison.Ordinal);
        Assert.Contains($"--as {name}=returns", refused.Errors, StringComparison.Ordinal);
        if (values.Min() * scale >= -1)
            Assert.Equal(0, Lab("stats", "returns", "x.csv", "--as", $"{name}=returns").ExitCode);
    }

    private LabResult Signed()
    {
        Write("signed.csv", "date,r", row => $"{100 * _returns[row]:0.00}%");
        return Lab("stats", "returns", "signed.csv", "--percent", "r");
    }

    private static double[] Cumulative(double[] returns) => [.. Drawdown.Equity(returns)[^returns.Length..].Select(level => level - 1)];

    private static double[] Returns()
    {
        var random = new Pcg32(20260101);
        return [.. Enumerable.Range(0, 250).Select(_ => 0.0005 + (0.01 * random.NextNormal()))];
    }

    /// <summary>The words of a remedy as a shell splits it.</summary>
    private static string[] Words(string remedy)
    {
        string[] parts = remedy.Split(' ', 2);
        return parts.Length == 1 ? parts : [parts[0], parts[1].Trim('\'')];
    }

    private void Write(string file, string header, Func<int, FormattableString> row)
    {
        var text = new StringBuilder(header).Append('\n');
        for (int i = 0; i < 250; i++)
            text.Append(CultureInfo.InvariantCulture, $"{new DateOnly(2022, 1, 3).AddDays(i + (2 * (i / 5))):yyyy-MM-dd},{Invariant(row(i))}\n");
        File.WriteAllText(Path.Combine(_folder.Path, file), text.ToString());
    }

    private LabResult Lab(params string[] words) => LabProcess.Run(_folder.Path, words);
}
