using ResearchLab.Features;

namespace ResearchLab.Tests.Features;

/// <summary>
/// The whole set of published values against the catalogue. Every published series is covered, or left out below with its reason; every
/// difference in definition is below with its reason, and in the documentation of the indicator.
/// </summary>
public sealed class IndicatorGoldenTests
{
    private const double Relative = 1e-6;

    /// <summary>Series the catalogue does not have: an indicator, or one of its columns.</summary>
    private static readonly Dictionary<string, string> s_leftOut = new(StringComparer.Ordinal)
    {
        ["marubozu.candle"] = "a record of the bar's own prices, not a column",
        ["pivots"] = "trend lines are drawn back to points that later bars confirm",
        ["renko-atr"] = "bricks are not sessions, and their size is the last ATR of the whole history",
        ["zigzag"] = "legs are drawn back from turning points that later bars confirm",
        ["zigzag-close"] = "as zigzag",
        ["stdev-channels"] = "channels are laid backwards from the last bar",
        ["slope.line"] = "drawn back from the last bar",
        ["ichimoku.chikouSpan"] = "the close of 26 sessions later",
        ["renko"] = "bricks are not sessions",
    };

    /// <summary>Rows at which a published series is defined otherwise: the first row compared.</summary>
    private static readonly Dictionary<string, (int From, string Reason)> s_differences = new(StringComparer.Ordinal)
    {
        ["beta.returnsEval"] = (1, "the published return of the first session is 0, ours is missing"),
        ["beta.returnsMrkt"] = (1, "the published return of the first session is 0, ours is missing"),
        ["crsi.percentRank"] = (101, "the published rank counts a return of 0 at the first session"),
    };

    [Fact]
    public void EveryPublishedSeries_IsCoveredOrLeftOutWithAReason()
    {
        var lost = new List<string>();
        foreach ((string indicator, string field) in IndicatorGolden.Data.Series)
        {
            bool covered = IndicatorCatalog.Find(indicator)?.Columns.Any(column => column.Name.Equals(field, StringComparison.Ordinal)) == true;
            bool leftOut = s_leftOut.ContainsKey(indicator) || s_leftOut.ContainsKey($"{indicator}.{field}");
            if (covered == leftOut)
                lost.Add($"{indicator}.{field}{(covered ? " is covered and listed as left out" : "")}");
        }

        Assert.True(lost.Count == 0, string.Join('\n', lost));
    }

    [Fact]
    public void Published_CoverMostOfTheCatalogue() =>
        Assert.True(IndicatorGolden.Data.Series.Select(series => series.Indicator).Distinct().Count(name => IndicatorCatalog.Find(name) is not null) >= 35);

    [Fact]
    public void Indicators_Published_AgreeFromTheWarmUpOn()
    {
        var wrong = new List<string>();
        foreach (IGrouping<string, (string Indicator, string Field)> published in IndicatorGolden.Data.Series.GroupBy(series => series.Indicator))
        {
            if (IndicatorCatalog.Find(published.Key) is not { } indicator)
                continue;
            double[][] actual = IndicatorGolden.Data.Compute(indicator);
            foreach (string field in published.Select(series => series.Field).Where(field => !s_leftOut.ContainsKey($"{published.Key}.{field}")))
                wrong.AddRange(Differences(indicator, field, actual).Take(1));
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Differences_OfAValueThatIsAMillionthOff_AreFound()
    {
        IndicatorDefinition indicator = IndicatorCatalog.Find("ema")!;
        double[][] actual = IndicatorGolden.Data.Compute(indicator);
        Assert.Empty(Differences(indicator, "ema", actual));
        actual[0][400] *= 1 + (2 * Relative);
        Assert.Single(Differences(indicator, "ema", actual));
    }

    private static IEnumerable<string> Differences(IndicatorDefinition indicator, string field, double[][] actual)
    {
        int column = Enumerable.Range(0, actual.Length).Single(i => indicator.Columns[i].Name.Equals(field, StringComparison.Ordinal));
        string series = $"{indicator.Name}.{field}";
        int warmUp = indicator.Columns[column].WarmUp(new IndicatorArguments(indicator.Arguments()));
        int from = s_differences.TryGetValue(series, out (int From, string Reason) difference) ? difference.From : 0;
        double[] expected = IndicatorGolden.Data.Values(indicator.Name, field);
        double scale = expected.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(double.NaN).Max();
        if (double.IsNaN(scale))
            yield return $"{series} has no published value";
        for (int row = from; row < expected.Length; row++)
        {
            if (row < warmUp && !double.IsNaN(expected[row]))
                yield return $"{series} is published from row {row} on, before the declared warm-up of {warmUp}";
            else if (!FeatureInvariants.Same(expected[row], actual[column][row], Relative, 1e-12 * scale))
                yield return $"{series} at row {row}: {actual[column][row]:R} where {expected[row]:R} is published";
        }
    }
}
