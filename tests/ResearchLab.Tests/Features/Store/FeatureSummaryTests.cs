using ResearchLab.Basics;
using ResearchLab.Features;
using ResearchLab.Lake;
using ResearchLab.Tests.Lake;

namespace ResearchLab.Tests.Features;

public sealed class FeatureSummaryTests : IDisposable
{
    private readonly LakeFixture _fixture = new("2036-01-01");
    private readonly FeatureMatrix _first = SampleMarket.Generate(1, 300).Compute(),
        _second = SampleMarket.Generate(2, 280).Compute() with { Symbol = "OTHER" };

    public FeatureSummaryTests()
    {
        FeatureStore.Append(_fixture.Lake, _first, SampleMarket.Generate(1, 300).Chains, "a");
        FeatureStore.Append(_fixture.Lake, _second, SampleMarket.Generate(2, 280).Chains, "b");
    }

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Of_AllOneOrADateRange_CountsExactlyThoseRows()
    {
        using LakeView view = _fixture.Lake.Now();
        AssertRanges(FeatureSummary.Of(view, []), column => [.. _first.Columns[column], .. _second.Columns[column]]);
        AssertRanges(FeatureSummary.Of(view, ["OTHER"]), column => _second.Columns[column]);
        AssertRanges(FeatureSummary.Of(view, ["TEST"], _first.Sessions[100], _first.Sessions[260]), column => _first.Columns[column][100..261]);
        FeatureRange none = FeatureSummary.Of(view, ["NONE"])[0];
        Assert.Equal((0, true, true), (none.Rows, double.IsNaN(none.MissingShare), double.IsNaN(none.Median)));
    }

    [Fact]
    public void Of_RevisedRows_CountsTheNewestOnly()
    {
        FeatureMatrix doubled = _second with { Columns = Array.ConvertAll(_second.Columns, column => SampleMarket.Times(column, 2)) };
        _fixture.Clock.Now = _fixture.Clock.Now.AddHours(1);
        FeatureStore.Append(_fixture.Lake, doubled, SampleMarket.Generate(2, 280).Chains, "c");
        using LakeView view = _fixture.Lake.Now();
        AssertRanges(FeatureSummary.Of(view, []), column => [.. _first.Columns[column], .. doubled.Columns[column]]);
    }

    [Theory]
    [InlineData("rows.csv")]
    [InlineData("rows.csv.gz")]
    [InlineData("rows.parquet")]
    public void Export_File_HoldsTheRowsAsked(string name)
    {
        using LakeView view = _fixture.Lake.Now();
        string path = Path.Combine(_fixture.Folder, name);
        File.WriteAllText(path, "old");
        Assert.Equal(10, FeatureSummary.Export(view, ["TEST"], _first.Sessions[290], null, path));
        var back = view.Sql($"SELECT * FROM '{path}' ORDER BY session");
        Assert.Equal(["symbol", "session", "origin", "snapshot", .. FeatureCatalog.All.Select(feature => feature.Name)], back.Names);
        Assert.Equal(_first.Columns[0][290..], back.ToArray<double>("ret_1d"));
        Assert.Equal(580, FeatureSummary.Export(view, [], null, null, path));
        Assert.Throws<UsageException>(() => FeatureSummary.Export(view, [], null, null, "rows.xlsx"));
        Assert.Empty(Directory.EnumerateFiles(_fixture.Folder, "*.tmp"));
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.012346, "0.01235")]
    [InlineData(-123.456, "-123.5")]
    [InlineData(82.69, "82.69")]
    [InlineData(1e-7, "1e-7")]
    [InlineData(2.5e9, "2.5e+9")]
    [InlineData(double.NaN, "")]
    public void Number_Value_HasFourDigits(double value, string expected) => Assert.Equal(expected, FeatureSummary.Number(value));

    [Fact]
    public void ToMarkdown_Table_HasARowAFeature()
    {
        using LakeView view = _fixture.Lake.Now();
        string[] lines = FeatureSummary.ToMarkdown(FeatureSummary.Of(view, [])).TrimEnd().Split('\n');
        Assert.Equal(86, lines.Length);
        Assert.All(lines, line => Assert.Equal(10, line.Count(c => c == '|')));
        Assert.Contains("| 84 | days_to_next_session | days | 0.0% | 1 |", lines[^1], StringComparison.Ordinal);
    }

    private static void AssertRanges(FeatureRange[] ranges, Func<int, double[]> values)
    {
        Assert.Equal(84, ranges.Length);
        for (int column = 0; column < 84; column++)
        {
            double[] all = values(column), present = [.. all.Where(value => !double.IsNaN(value)).Order()];
            FeatureRange range = ranges[column];
            Assert.Equal(all.Length, range.Rows);
            Assert.Equal((all.Length - present.Length) / (double)all.Length, range.MissingShare, 1e-12);
            if (present.Length == 0)
                continue;
            Assert.Equal((present[0], present[^1]), (range.Min, range.Max));
            double median = present.Length % 2 == 1 ? present[present.Length / 2] : (present[(present.Length / 2) - 1] + present[present.Length / 2]) / 2;
            Assert.Equal(median, range.Median, 1e-12 * (1 + Math.Abs(median)));
        }
    }
}
