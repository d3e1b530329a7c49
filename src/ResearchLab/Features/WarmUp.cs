using ResearchLab.Columns;

namespace ResearchLab.Features;

/// <summary>Blanks the values a recursive feature has not settled on, and any value that is not finite.</summary>
internal static class WarmUp
{
    /// <param name="bars">Bars of all rows.</param>
    /// <param name="columns">The features; an empty column is passed over.</param>
    /// <param name="from">Rows before this one are left as they are.</param>
    public static void Apply(BarColumns bars, FeatureColumns columns, int from = 0)
    {
        using var closeRuns = new Scratch(bars.Rows);
        using var rangeRuns = new Scratch(bars.Rows);
        CountRuns(bars.Close, bars.Close, bars.Close, closeRuns.Span);
        CountRuns(bars.High, bars.Low, bars.Close, rangeRuns.Span);
        foreach (FeatureDefinition feature in FeatureCatalog.All)
        {
            if (columns.All[feature.Number - 1].Length == 0)
                continue;
            Span<double> column = columns.All[feature.Number - 1].AsSpan(from);
            Ratio.FiniteOrNaN(column);
            if (feature.Recursive)
                Blank(column, (feature.Inputs == FeatureInputs.Close ? closeRuns.Span : rangeRuns.Span)[from..], feature.WarmUpSessions);
        }
    }

    /// <summary>Complete rows in a row that precede each row; NaN where it is not complete itself.</summary>
    private static void CountRuns(ReadOnlySpan<double> first, ReadOnlySpan<double> second, ReadOnlySpan<double> third, Span<double> preceding)
    {
        double run = 0;
        for (int i = 0; i < preceding.Length; i++)
        {
            bool complete = !double.IsNaN(first[i] + second[i] + third[i]);
            preceding[i] = complete ? run : double.NaN;
            run = complete ? run + 1 : 0;
        }
    }

    private static void Blank(Span<double> column, ReadOnlySpan<double> preceding, int warmUp)
    {
        for (int i = 0; i < column.Length; i++)
            column[i] = preceding[i] >= warmUp ? column[i] : double.NaN;
    }
}
