using System.Text.Json;
using ResearchLab.Features;

namespace ResearchLab.Runner.Tests;

/// <summary>lab features list, explain and indicator as a user meets them.</summary>
public sealed class FeaturesCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void List_NamesEveryFeatureAndIndicator()
    {
        LabResult text = Lab("features", "list"), json = Lab("features", "list", "--json");
        Assert.Equal(0, text.ExitCode);
        using JsonDocument document = JsonDocument.Parse(json.Output);
        JsonElement[] features = [.. document.RootElement.GetProperty("features").EnumerateArray()];
        Assert.Equal(FeatureCatalog.All.Select(feature => feature.Name), features.Select(feature => feature.GetProperty("name").GetString()));
        Assert.All(FeatureCatalog.All.Select(feature => feature.Name).Concat(IndicatorCatalog.All.Select(indicator => indicator.Name)), name =>
            Assert.Contains($" {name} ", text.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("rsi14", "250 sessions")]
    [InlineData("macd", "slow + signal − 2 = 33")]
    [InlineData("bollinger", "bb: indicator")]
    [InlineData("adx", "the mean of ADX and ADX of window − 1 sessions earlier")]
    public void Explain_FeatureOrIndicator_SaysWhatItIs(string name, string expected)
    {
        LabResult result = Lab("features", "explain", name);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains(expected, result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("features explain rsi144", "rsi14")]
    [InlineData("features indicator macdd --csv quotes.csv", "macd")]
    [InlineData("features indicator rsi14 --csv quotes.csv", "rsi")]
    [InlineData("features indicator rsi 0 --csv quotes.csv", "window is 0")]
    [InlineData("features indicator macd 26 12 --csv quotes.csv", "slow")]
    [InlineData("features indicator beta --csv quotes.csv", "--other")]
    [InlineData("features indicator rsi", "--csv")]
    public void BadArgument_IsOneLineWithTheRemedy_AndExitCode2(string line, string named)
    {
        Quotes("quotes.csv", 5);
        LabResult result = Lab(line.Split(' '));
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(named, result.OneErrorLine(), StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Theory]
    [InlineData("date,open,high,low,close\n2024-01-02,1,1,1,x\n", "Line 2")]
    [InlineData("date,open,high,low\n2024-01-02,1,1,1\n", "'close'")]
    [InlineData("date,open,high,low,close\n2024-01-03,1,1,1,1\n2024-01-02,1,1,1,1\n", "oldest first")]
    [InlineData("date,open,high,low,close\n", "no bars")]
    [InlineData("date,open,high,low,close\n2024-01-02,1,1\n", "3 fields")]
    public void Indicator_BrokenFile_SaysWhereAndWhy(string text, string expected)
    {
        File.WriteAllText(Path.Combine(_folder.Path, "quotes.csv"), text);
        LabResult result = Lab("features", "indicator", "sma", "--csv", "quotes.csv");
        Assert.NotEqual(0, result.ExitCode);
        string error = result.OneErrorLine();
        Assert.Contains("quotes.csv", error, StringComparison.Ordinal);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Indicator_Json_HasADateARowAndNullForWarmUp()
    {
        Quotes("quotes.csv", 8);
        LabResult result = Lab("features", "indicator", "sma", "3", "--csv", "quotes.csv", "--json");
        Assert.Equal(0, result.ExitCode);
        using JsonDocument document = JsonDocument.Parse(result.Output);
        JsonElement[] sma = [.. document.RootElement.GetProperty("columns").GetProperty("sma").EnumerateArray()];
        Assert.Equal("2024-01-01", document.RootElement.GetProperty("date")[0].GetString());
        Assert.Equal([JsonValueKind.Null, JsonValueKind.Null, JsonValueKind.Number], sma[..3].Select(value => value.ValueKind));
        Assert.Equal([2, 3, 4, 5, 6, 7], sma[2..].Select(value => value.GetDouble()));
    }

    [Fact]
    public void Indicator_Text_PrintsTheLastRows()
    {
        Quotes("quotes.csv", 30);
        LabResult result = Lab("features", "indicator", "bb", "20", "deviations=2.5", "--csv", "quotes.csv", "--rows", "2");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("window=20, deviations=2.5", result.Output, StringComparison.Ordinal);
        Assert.Equal(2, result.Output.Split('\n').Count(line => line.StartsWith("2024-01-", StringComparison.Ordinal)));
    }

    private LabResult Lab(params string[] arguments) => LabProcess.Run(_folder.Path, arguments);

    private void Quotes(string file, int rows) => File.WriteAllLines(
        Path.Combine(_folder.Path, file),
        ["Date,Open,High,Low,Close,Volume", .. Enumerable.Range(1, rows).Select(i => $"2024-01-{i:00},{i},{i + 0.5},{i - 0.5},{i},{100 * i}")]);
}
