using System.Globalization;
using System.Text;
using System.Text.Json;
using ResearchLab.Tests.Shared;

namespace ResearchLab.Runner.Tests;

/// <summary>lab stats on files as they come: levels for returns, per cent, other frequencies, no header, missing edges, the other sign, few rows.</summary>
public sealed class StatsFieldTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Case31And73_LevelsAndLossesBeyondEverything_AreRefusedWithTheFlag()
    {
        FieldCase.CopyTo(31, _folder.Path);
        Refused("stats returns prices_not_returns.csv", "--levels a");
        Refused("stats returns beyond.csv", "--percent a");
        Assert.Equal(0, Lab("stats returns const.csv").ExitCode);
        FieldCase.CopyTo(73, _folder.Path);
        Refused("stats returns nav.csv", "--levels nav");
        Refused("stats returns sign.csv", "-1.3");
        LabResult percent = Lab("stats returns percent.csv");
        Assert.Contains("--percent r", percent.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Infinity", percent.Output, StringComparison.Ordinal);
        Assert.InRange(Json("stats returns percent.csv --percent r --json").GetProperty("r").GetProperty("maxDrawdown").GetDouble(), 0.01, 0.2);
        Assert.Equal(59, Json("stats returns nav.csv --levels nav --json").GetProperty("nav").GetProperty("count").GetInt32());
    }

    [Theory]
    [InlineData("monthly.csv", 12)]
    [InlineData("yearly.csv", 1)]
    public void Case74_DatesSayThePeriods(string file, double periods)
    {
        FieldCase.CopyTo(74, _folder.Path);
        LabResult result = Lab($"stats returns {file} --json");
        Assert.Equal(periods, JsonDocument.Parse(result.Output).RootElement.GetProperty("r").GetProperty("periods").GetDouble());
        Assert.Contains($"{periods} periods a year", result.Errors, StringComparison.Ordinal);
        Assert.Contains("252", Lab($"stats returns {file} --periods 252").Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nohead.csv", "column2")]
    [InlineData("nohead2.csv", "column1")]
    public void Case75_NoHeader_ReadsTheFirstRow(string file, string column)
    {
        FieldCase.CopyTo(75, _folder.Path);
        LabResult result = Lab($"stats returns {file} --json");
        Assert.Equal(60, JsonDocument.Parse(result.Output).RootElement.GetProperty(column).GetProperty("count").GetInt32());
        Assert.Contains("no header", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Case76_EdgesAreLeftOut_GapsAreNot_AndNumbersAreReadAsWritten()
    {
        FieldCase.CopyTo(76, _folder.Path);
        Assert.Equal(60, Json("stats returns pct_change.csv --json").GetProperty("Strategy").GetProperty("count").GetInt32());
        JsonElement late = Json("stats returns late.csv --json");
        Assert.Equal((60, 22), (late.GetProperty("a").GetProperty("count").GetInt32(), late.GetProperty("b").GetProperty("count").GetInt32()));
        Assert.Contains("38 at the start", Lab("stats returns late.csv").Errors, StringComparison.Ordinal);
        Refused("stats returns inside.csv", "Row 6");
        double percent = Json("stats returns percent-sign.csv --json").GetProperty("r").GetProperty("mean").GetDouble();
        double german = Json("stats returns german.csv --json").GetProperty("Ret").GetProperty("mean").GetDouble();
        Assert.Equal(german, percent, 1e-5);
    }

    [Fact]
    public void Case88_LeaksAreTestedPaired_AndTheColumnIsNamed()
    {
        FieldCase.CopyTo(88, _folder.Path);
        JsonElement clean = Json("stats leaks clean.csv --label up --horizon 5 --json"), shift = Json("stats leaks shift.csv --label up --horizon 5 --json"),
            scaled = Json("stats leaks scaled.csv --label up --horizon 5 --json");
        Assert.Equal(0, clean.GetProperty("suspects").GetArrayLength());
        Assert.StartsWith("No leak was found", clean.GetProperty("verdict").GetString(), StringComparison.Ordinal);
        Assert.InRange(clean.GetProperty("majority").GetDouble(), 0.5, 0.55);
        Assert.Equal("shiftminus1", Assert.Single(shift.GetProperty("suspects").EnumerateArray()).GetString());
        Assert.Contains("shiftminus1", shift.GetProperty("verdict").GetString(), StringComparison.Ordinal);
        Assert.True(scaled.GetProperty("differenceLow").GetDouble() > 0);
        Assert.StartsWith("Leak:", scaled.GetProperty("verdict").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Case89_ForecastOfTheOtherSign_IsRefused_AndTurned()
    {
        FieldCase.CopyTo(89, _folder.Path);
        Refused("stats var negative.csv --return r --var v", "--negative");
        Assert.Equal(0, Json("stats var negative.csv --return r --var v --negative --json").GetProperty("failures").GetInt32());
        Assert.Contains("--percent v", Lab("stats var percent.csv --return r --var v").Errors, StringComparison.Ordinal);
        Assert.Empty(Lab("stats var percent.csv --return r --var v --percent v").Errors);
    }

    [Fact]
    public void Case92_FewReturns_HaveNoAsymptoticNumbers()
    {
        FieldCase.CopyTo(92, _folder.Path);
        foreach ((string file, int rows) in new[] { ("two.csv", 2), ("one.csv", 1) })
        {
            LabResult result = Lab($"stats returns {file} --json");
            JsonElement series = JsonDocument.Parse(result.Output).RootElement.GetProperty("r");
            Assert.Equal(rows, series.GetProperty("count").GetInt32());
            foreach (string name in new[] { "sharpeLow", "sharpeHigh", "sharpeDependent", "errorNormal", "probabilisticSharpe", "minimumTrackRecord",
                "annualReturn", "blockStationary" })
                Assert.Equal(JsonValueKind.Null, series.GetProperty(name).ValueKind);
            Assert.Contains("hold for 10 and more", result.Errors, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("d;r\n01.02.2024;0,5 %\n02.02.2024;-0,25 %\n05.02.2024;1,0 %\n", "r", 0.00416667)]
    [InlineData("Date\tRet\n2024-02-01\t(0.01)\n2024-02-02\t0.03\n", "Ret", 0.01)]
    [InlineData("\uFEFFdate,pnl\n02/29/2024,\"1,000.5\"\n03/01/2024,\"-2,000.5\"\n", "pnl", -500)]
    [InlineData(",a\n,\n2024-01-02,0.01\n", "a", double.NaN)]
    [InlineData("0.01\n0.02\n-0.03\n0.04\n", "column1", 0.01)]
    [InlineData("SPY,0.01\nSPY,0.03\n", "column2", 0.02)]
    [InlineData("2019,2020\n0.01,0.02\n0.03,0.04\n", "2020", double.NaN)]
    [InlineData(",0\n0,0.01\n1,0.03\n", "0", 0.02)]
    [InlineData("Unnamed: 0,r\n0,0.01\n1,0.03\n", "r", 0.02)]
    [InlineData("date,2019,2020\n2024-01-01,0.01,0.02\n2024-01-02,0.03,0.04\n", "2020", 0.03)]
    public void Numbers_AsPeopleWriteThem_AreRead(string text, string column, double mean)
    {
        File.WriteAllText(Path.Combine(_folder.Path, "x.csv"), text);
        LabResult result = LabProcess.Run(_folder.Path, "stats", "forecasts", "x.csv", "--first", column, "--second", column, "--json");
        if (double.IsNaN(mean))
        {
            Assert.NotEqual(0, result.ExitCode);
            return;
        }

        File.WriteAllText(Path.Combine(_folder.Path, "y.csv"), text);
        result = LabProcess.Run(_folder.Path, "stats", "returns", "y.csv", "--column", column, "--json");
        if (mean < -1)
            Assert.Contains("loses more than everything", result.Errors, StringComparison.Ordinal);
        else
            Assert.Equal(mean, JsonDocument.Parse(result.Output).RootElement.GetProperty(column).GetProperty("mean").GetDouble(), 1e-6);
    }

    [Theory]
    [InlineData(7, 52, 40)]
    [InlineData(91, 4, 40)]
    [InlineData(14, 26, 40)]
    [InlineData(1, 365, 40)]
    public void Dates_OfAnyStep_GiveThePeriods(int days, double periods, int rows)
    {
        Write("x.csv", "date,r", rows, i => $"{new DateOnly(2010, 1, 4).AddDays(i * days):yyyy-MM-dd},{(i % 3 - 1) / 100.0}");
        Assert.Equal(periods, Json("stats returns x.csv --json").GetProperty("r").GetProperty("periods").GetDouble());
    }

    [Fact]
    public void Months_WrittenShort_AndStampsOfTimes_AreDates()
    {
        Write("m.csv", "month,r", 24, i => $"{2020 + (i / 12)}-{(i % 12) + 1:00},{(i % 3 - 1) / 100.0}");
        Assert.Equal(12, Json("stats returns m.csv --json").GetProperty("r").GetProperty("periods").GetDouble());
        Write("t.csv", "time,r", 30, i => $"{new DateTime(2024, 1, 1).AddDays(i):yyyy-MM-ddT00:00:00-05:00},{(i % 3 - 1) / 100.0}");
        Assert.True(Json("stats returns t.csv --json").GetProperty("r").TryGetProperty("worstMonth", out _));
        Write("d.csv", "date,r", 11, i => $"0{(i % 9) + 1}/0{(i / 9) + 1}/2024,0.01");
        Assert.Equal(0, Lab("stats returns d.csv").ExitCode);
    }

    [Fact]
    public void OtherCommands_KnowLevelsFewRowsAndEdges()
    {
        Write("levels.csv", "a,b", 40, i => $"{100 + i},{(i % 3 - 1) / 100.0}");
        Refused("stats compare levels.csv", "--levels a");
        Assert.Equal(39, Json("stats compare levels.csv --levels a --resamples 200 --json").GetProperty("periods").GetInt32());
        Write("few.csv", "a,b", 4, i => $"{(i % 3 - 1) / 100.0},{(i % 2) / 100.0 + 0.01}");
        JsonElement few = Json("stats forecasts few.csv --first a --second b --json");
        Assert.Equal(JsonValueKind.Null, few.GetProperty("pValue").ValueKind);
        Assert.Equal(JsonValueKind.Null, Json("stats compare few.csv --resamples 200 --json").GetProperty("spa").GetProperty("pValue").ValueKind);
        Assert.Equal(JsonValueKind.Null, Json("stats coverage --observations 5 --failures 1 --json").GetProperty("proportionOfFailures")
            .GetProperty("pValue").ValueKind);
        Assert.Equal(JsonValueKind.Null, Json("stats sharpe --sharpe 2 --count 5 --json").GetProperty("probabilisticSharpe").ValueKind);
        Write("edges.csv", "r,v", 30, i => $"{(i == 0 ? "" : ((i % 3 - 1) / 100.0).ToString(CultureInfo.InvariantCulture))},{(i == 29 ? "" : "0.02")}");
        Assert.Equal(28, Json("stats var edges.csv --return r --var v --json").GetProperty("observations").GetInt32());
    }

    private void Write(string file, string header, int rows, Func<int, FormattableString> row)
    {
        var text = new StringBuilder(header).Append('\n');
        for (int i = 0; i < rows; i++)
            text.Append(Invariant(row(i))).Append('\n');
        File.WriteAllText(Path.Combine(_folder.Path, file), text.ToString());
    }

    private void Refused(string line, string named)
    {
        LabResult result = Lab(line);
        Assert.Equal(3, result.ExitCode);
        Assert.Contains(named, result.OneErrorLine(), StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    private LabResult Lab(string line) => LabProcess.Run(_folder.Path, line.Split(' '));

    private JsonElement Json(string line)
    {
        LabResult result = Lab(line);
        Assert.True(result.ExitCode == 0, result.Errors);
        return JsonDocument.Parse(result.Output).RootElement;
    }
}
