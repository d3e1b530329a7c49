using ResearchLab.Features;
using ResearchLab.Models;
using ResearchLab.Options;

namespace ResearchLab.Tests.Models;

public sealed class SimilarStateSearchTests
{
    private static readonly FeatureMatrix s_features = OneDimensional();
    private static readonly OutcomeMatrix s_labels = SyntheticMarket.Outcomes(
        s_features, 32, (row, structure) => structure == Structure.LongCall && s_features.Columns[0][row] > 0 ? 2 : -2);

    [Fact]
    public void Find_StatesDecideTheOutcome_WinRateFollowsTheState()
    {
        int up = LastRow(value => value > 1), down = LastRow(value => value < -1);
        SimilarStates good = SimilarStateSearch.Find(s_features, s_labels, up, Structure.LongCall);
        SimilarStates bad = SimilarStateSearch.Find(s_features, s_labels, down, Structure.LongCall);

        Assert.Equal(50, good.Count);
        Assert.Equal(20, good.Sessions.Count);
        Assert.True(good.WeightedWinRate > 0.95 && bad.WeightedWinRate < 0.05);
        Assert.InRange(good.BaseRate, 0.3, 0.7);
        Assert.True(good.LowerBound < good.WeightedWinRate && good.LowerBound > good.BaseRate);
        Assert.InRange(good.EffectiveCount, 1, 50);
    }

    [Fact]
    public void Find_FutureChanged_AnswersTheSame()
    {
        const int Row = 700;
        DateOnly now = s_features.Sessions[Row];
        FeatureMatrix features = s_features with { Columns = [.. s_features.Columns.Select(c => c.Select((v, i) => i > Row ? -99 * v : v).ToArray())] };
        OutcomeMatrix labels = s_labels with
        {
            Outcomes = [.. s_labels.Outcomes.Select(o => o.IsComplete && o.Exit > now ? o with { Pnl = -1000 * o.Pnl } : o)],
        };
        SimilarStates before = SimilarStateSearch.Find(s_features, s_labels, Row, Structure.LongCall);
        SimilarStates after = SimilarStateSearch.Find(features, labels, Row, Structure.LongCall);

        Assert.Equal(before with { Sessions = [] }, after with { Sessions = [] });
        Assert.Equal(before.Sessions, after.Sessions);
        Assert.All(before.Sessions, session => Assert.True(session < now));
        FeatureMatrix cut = s_features with { Sessions = s_features.Sessions[..(Row + 1)], Columns = [.. s_features.Columns.Select(c => c[..(Row + 1)])] };
        Assert.Equal(before.WeightedWinRate, SimilarStateSearch.Find(cut, s_labels, Row, Structure.LongCall).WeightedWinRate);
    }

    [Fact]
    public void Find_NoPastOrNoFeatures_HasNoRate()
    {
        SimilarStates first = SimilarStateSearch.Find(s_features, s_labels, 0, Structure.LongCall);
        Assert.Equal(0, first.Count);
        Assert.Equal(double.NaN, first.WeightedWinRate);
        Assert.Equal(double.NaN, first.BaseRate);
        Assert.InRange(first.LowerBound, 0, 0.1);

        FeatureMatrix blind = s_features with { Columns = [.. s_features.Columns.Select(c => c.Select((v, i) => i == 700 ? double.NaN : v).ToArray())] };
        Assert.Equal(0, SimilarStateSearch.Find(blind, s_labels, 700, Structure.LongCall).Count);
    }

    [Fact]
    public void Find_MissingValuesElsewhere_AreLeftOutOfTheDistance()
    {
        double[] holes = [.. s_features.Columns[0].Select((v, i) => i % 2 == 0 ? double.NaN : v)];
        FeatureMatrix features = s_features with { Columns = [s_features.Columns[0], holes, .. s_features.Columns[2..]] };
        SimilarStates found = SimilarStateSearch.Find(features, s_labels, LastRow(value => value > 1), Structure.LongCall);
        Assert.Contains(found.Sessions, session => Array.BinarySearch(s_features.Sessions, session) % 2 == 0);
        Assert.True(found.WeightedWinRate > 0.9);
    }

    [Fact]
    public void Find_BadArguments_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => SimilarStateSearch.Find(s_features, s_labels, 5, Structure.NoTrade));
        Assert.Throws<ArgumentOutOfRangeException>(() => SimilarStateSearch.Find(s_features, s_labels, 5000, Structure.LongCall));
        Assert.Throws<ArgumentOutOfRangeException>(() => SimilarStateSearch.Find(s_features, s_labels, 5, Structure.LongCall, new SimilarStateOptions(0)));
    }

    private static int LastRow(Func<double, bool> condition) => Array.FindLastIndex(s_features.Columns[0], value => condition(value));

    /// <summary>Every column is the first with a little noise, so nearness is decided by it.</summary>
    private static FeatureMatrix OneDimensional()
    {
        FeatureMatrix features = SyntheticMarket.Features(800, 31);
        double[] state = features.Columns[1];
        state[0] = 0;
        return features with
        {
            Columns = [state,
            .. features.Columns[1..].Select(c => c.Select((v, i) => state[i] + (0.1 * (double.IsNaN(v) ? 0 : Math.Clamp(v, -3, 3)))).ToArray())]
        };
    }
}
