using System.Text;
using System.Text.Json;
using ResearchLab.Basics;

namespace ResearchLab.Runner.Tests;

/// <summary>lab stats on rows that are no period, and periods that are no session: rows that sum up, weekends, weeks, gaps, overlapping returns.</summary>
public sealed class StatsRowsTests : IDisposable
{
    private static readonly DateOnly s_first = new(2019, 1, 7);
    private readonly TempFolder _folder = new();
    private readonly double[] _returns = Returns();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Total,9.5")]
    [InlineData("Average,0.0004")]
    [InlineData("Sum,9.5\nMean,0.0004")]
    public void RowsThatSumUp_AreLeftOutAndNamed(string below)
    {
        Write("x.csv", "date,r", 40, row => $"{s_first.AddDays(row + (2 * (row / 5))):yyyy-MM-dd},{_returns[row]:R}", below);
        (JsonElement read, string errors) = Json("stats returns x.csv --json");
        Assert.Equal(40, read.GetProperty("r").GetProperty("count").GetInt32());
        Assert.Contains($"row {40 + below.Split('\n').Length} of 'x.csv' has '{below.Split('\n')[^1].Split(',')[0]}' in column 'date': it sums up the others",
            errors, StringComparison.Ordinal);
        Write("c.csv", "date,a,b", 40, row => $"{s_first.AddDays(row + (2 * (row / 5))):yyyy-MM-dd},{_returns[row]:R},{_returns[row + 40]:R}", "Total,1,1");
        Assert.Equal(40, Json("stats compare c.csv --resamples 200 --json").Read.GetProperty("periods").GetInt32());
    }

    [Theory]
    [InlineData("2019 total")]
    [InlineData("2019-02-30")]
    public void RowsWithoutADate_AreRefused(string cell)
    {
        Write("x.csv", "date,r", 40, row => $"{(row == 20 ? cell : $"{s_first.AddDays(row):yyyy-MM-dd}")},{_returns[row]:R}");
        LabResult refused = Lab("stats returns x.csv");
        Assert.Equal(3, refused.ExitCode);
        Assert.Contains($"Row 21 of 'x.csv' has '{cell}' in column 'date', which is no date. Leave that row out", refused.OneErrorLine(),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("second sessions", 130.5, "130.59 periods a year, as its dates say")]
    [InlineData("three of five", 156.5, "periods a year, as its dates say")]
    [InlineData("a hole", 252, "rows are missing, the most from 2019-10-11 to 2020-01-06")]
    [InlineData("calendar", 252, "rows of Saturdays and Sundays, on which nothing moved, are left out")]
    [InlineData("every day", 365, "365 periods a year, as its dates say")]
    [InlineData("weeks", 52, "52 periods a year, as its dates say")]
    [InlineData("none", 252, "252 is assumed; --periods sets another number")]
    public void PeriodsOfAYear_AreThoseTheRowsSpan(string kind, double periods, string said)
    {
        DateOnly Weekday(int row) => s_first.AddDays(row + (2 * (row / 5)));
        string Day(int row) => kind switch
        {
            "second sessions" => $"{Weekday(2 * row):yyyy-MM-dd}",
            "three of five" => $"{s_first.AddDays((row / 3 * 7) + (row % 3)):yyyy-MM-dd}",
            "a hole" => $"{Weekday(row < 200 ? row : row + 60):yyyy-MM-dd}",
            "weeks" => $"{2019 + (row / 52)}-W{(row % 52) + 1:00}",
            _ => $"{s_first.AddDays(row):yyyy-MM-dd}",
        };
        bool Idle(int row) => kind == "calendar" && s_first.AddDays(row).DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
        Write("x.csv", kind == "none" ? "r" : $"{(kind.StartsWith("weeks", StringComparison.Ordinal) ? "week" : "date")},r", 400,
            row => $"{(kind == "none" ? "" : Day(row) + ",")}{(Idle(row) ? 0 : _returns[row]):R}");
        (JsonElement read, string errors) = Json("stats returns x.csv --json");
        Assert.Equal(periods, read.GetProperty("r").GetProperty("periods").GetDouble(), 0.2);
        Assert.Contains(said, errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ret5d", 5)]
    [InlineData("a", 5)]
    [InlineData("ret_2d", 2)]
    [InlineData("a", 3)]
    public void ReturnsThatOverlap_AreRefused_UntilInsisted(string name, int rows)
    {
        Write("x.csv", $"date,{name}", 1_000, row => $"{s_first.AddDays(row + (2 * (row / 5))):yyyy-MM-dd},{_returns[row..(row + rows)].Sum():R}");
        LabResult refused = Lab("stats returns x.csv");
        Assert.Equal(3, refused.ExitCode);
        Assert.Contains($"over {rows} rows", refused.OneErrorLine(), StringComparison.Ordinal);
        Assert.Equal(0, Lab($"stats returns x.csv --as {name}=returns").ExitCode);
    }

    [Fact]
    public void ErrorsTakenForLosses_AreRefused_AndTheRemediesRead()
    {
        Write("x.csv", "date,a,b", 200, row => $"{s_first.AddDays(row):yyyy-MM-dd},{_returns[row]:R},{2 * _returns[row + 200]:R}");
        const string Line = "stats forecasts x.csv --first a --second b";
        LabResult refused = Lab(Line);
        Assert.Equal(3, refused.ExitCode);
        Assert.Contains("Say --loss squared or --loss absolute", refused.OneErrorLine(), StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(0, 200).Average(row => Math.Pow(_returns[row], 2) - Math.Pow(2 * _returns[row + 200], 2)),
            Json($"{Line} --loss squared --json").Read.GetProperty("meanDifference").GetDouble(), 1e-12);
        Assert.Equal(Enumerable.Range(0, 200).Average(row => Math.Abs(_returns[row]) - Math.Abs(2 * _returns[row + 200])),
            Json($"{Line} --loss absolute --json").Read.GetProperty("meanDifference").GetDouble(), 1e-12);
        Assert.Equal(Enumerable.Range(0, 200).Average(row => _returns[row] - (2 * _returns[row + 200])),
            Json($"{Line} --loss as-is --json").Read.GetProperty("meanDifference").GetDouble(), 1e-12);
    }

    private static double[] Returns()
    {
        var random = new Pcg32(20260101);
        return [.. Enumerable.Range(0, 1_500).Select(_ => 0.0005 + (0.01 * random.NextNormal()))];
    }

    private void Write(string file, string header, int rows, Func<int, FormattableString> row, string below = "")
    {
        var text = new StringBuilder(header).Append('\n');
        for (int i = 0; i < rows; i++)
            text.Append(Invariant(row(i))).Append('\n');
        File.WriteAllText(Path.Combine(_folder.Path, file), text.Append(below).ToString());
    }

    private LabResult Lab(string line) => LabProcess.Run(_folder.Path, line.Split(' '));

    private (JsonElement Read, string Errors) Json(string line)
    {
        LabResult result = Lab(line);
        Assert.True(result.ExitCode == 0, result.Errors);
        return (JsonDocument.Parse(result.Output).RootElement, result.Errors);
    }
}
