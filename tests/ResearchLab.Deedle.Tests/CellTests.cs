using ResearchLab.Notebooks;

namespace ResearchLab.Deedle.Tests;

/// <summary>Deedle in cells, beside the lab's own frames.</summary>
public sealed class CellTests : IDisposable
{
    private readonly NotebookSession _session = new(TimeProvider.System);

    public void Dispose() => _session.Dispose();

    [Fact]
    public async Task ExtensionsOfDeedle_LeaveTheLabsNamesAlone()
    {
        await Reference("using static Deedle.FrameExtensions;\nusing static Deedle.SeriesExtensions;\nusing static Deedle.SeriesStatsExtensions;");
        Assert.Equal(1.0, await Run("own.ToDeedle()[\"close\"].Diff(1).Sum()"));
        Assert.Equal(6, await Run("own.Join(own, \"session\", JoinKind.Left).Rows + Frame.Concat(own, own).Rows"));
        Assert.Equal(2, await Run("Deedle.Frame<DateOnly, string> theirs = own.ToDeedle(); theirs.Join(own.Rename(\"close\", \"other\").ToDeedle(), "
            + "Deedle.JoinKind.Outer).ColumnCount"));
    }

    [Fact]
    public async Task ImportOfDeedle_MeansItsNames_AndAnAliasTheLabs()
    {
        await Reference("using Deedle;\nusing LabFrame = ResearchLab.Columns.Frame;");
        Assert.Equal(2, await Run("Frame<DateOnly, string> theirs = own.ToDeedle(); Frame.FromColumns(new Dictionary<string, Series<DateOnly, "
            + "double>> { [\"a\"] = theirs[\"close\"] }).RowCount"));
        Assert.Equal(2, await Run("theirs.Join(own.Rename(\"close\", \"other\").ToDeedle(), JoinKind.Outer).ColumnCount"));
        Assert.Equal(4, await Run("LabFrame.Concat(own, own).Rows"));
    }

    private async Task Reference(string imports)
    {
        await Run("var own = new Frame(new Column<DateOnly>(\"session\", [new(2024, 1, 2), new(2024, 1, 3)]), new Column<double>(\"close\", [1.0, 2.0]));");
        await Run($"#r \"{typeof(DeedleFrames).Assembly.Location}\"\nusing ResearchLab.Deedle;\n{imports}");
    }

    private async Task<object?> Run(string code)
    {
        CellResult result = await _session.RunAsync(code);
        Assert.True(result.Succeeded, result.Error?.Text);
        return result.Value;
    }
}
