using ResearchLab.Columns;
using ResearchLab.Market;

namespace ResearchLab.Tests.Market;

public sealed class ChainInstantsTests
{
    private static readonly DateTimeOffset s_first = new(2024, 1, 2, 21, 0, 0, TimeSpan.Zero);

    private static bool[] Kept(params (int Hour, double Spot)[] rows) => ChainInstants.Newest(new Frame(
        new Column<DateOnly>("session", [.. rows.Select(_ => new DateOnly(2024, 1, 2))]), new Column<string>("origin", [.. rows.Select(_ => "observed")]),
        new Column<double>("spot", [.. rows.Select(row => row.Spot)]),
        new Column<DateTimeOffset>("recorded_at", [.. rows.Select(row => s_first.AddHours(row.Hour))]))).Kept;

    [Fact]
    public void Newest_AnotherPriceOfTheUnderlying_IsAnotherInstant() => Assert.Equal([false, true, true], Kept((0, 100), (1, 101), (2, 101.01)));

    /// <summary>Unknown is not different: files without a price of the underlying stay with those beside them.</summary>
    [Fact]
    public void Newest_WithoutAPriceOfTheUnderlying_LeavesNothingOut()
    {
        Assert.Equal([true, true], Kept((0, double.NaN), (1, double.NaN)));
        Assert.Equal([true, true, true], Kept((0, 100), (1, double.NaN), (2, 100)));
        Assert.Equal([false, true, true], Kept((0, 100), (1, double.NaN), (2, 101)));
        Assert.Equal([true, true], Kept((0, double.NaN), (1, 101)));
    }
}
