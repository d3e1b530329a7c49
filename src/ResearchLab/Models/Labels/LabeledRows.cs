using ResearchLab.Features;
using ResearchLab.Options;

namespace ResearchLab.Models;

/// <summary>Sessions that can train or test: features and every outcome known, in ascending order.</summary>
/// <param name="Features">Source of the features.</param>
/// <param name="Labels">Source of the outcomes.</param>
/// <param name="Spans">Session and label end of each row, on the calendar of the features' sessions.</param>
/// <param name="FeatureRow">Row of each in <paramref name="Features"/>.</param>
/// <param name="LabelRow">Row of each in <paramref name="Labels"/>.</param>
/// <param name="Best">Class of each: the structure with the highest return, or no trade.</param>
/// <param name="Agreement">Weight of each by how sure its class is, see <see cref="OutcomeMatrix.Agreement"/>.</param>
internal sealed record LabeledRows(
    FeatureMatrix Features, OutcomeMatrix Labels, LabelSpan[] Spans, int[] FeatureRow, int[] LabelRow, Structure[] Best, double[] Agreement)
{
    public int Count => Spans.Length;

    /// <summary>Rows as of the last session of the features: at least half of the features present, some structure traded, all outcomes known.</summary>
    public static LabeledRows Join(FeatureMatrix features, OutcomeMatrix labels)
    {
        if (features.Symbol != labels.Symbol)
            throw new ArgumentException($"Features of '{features.Symbol}' do not belong to labels of '{labels.Symbol}'.", nameof(labels));
        var spans = new List<LabelSpan>();
        var featureRows = new List<int>();
        var labelRows = new List<int>();
        DateOnly through = features.Sessions.Length > 0 ? features.Sessions[^1] : DateOnly.MinValue;
        for (int labelRow = 0; labelRow < labels.Sessions.Length; labelRow++)
        {
            DateOnly session = labels.Sessions[labelRow];
            int featureRow = Array.BinarySearch(features.Sessions, session);
            if (featureRow < 0 || labels.EndOf(labelRow) is not { } end || end > through || !AnyTraded(labels, labelRow) || !HalfPresent(features, featureRow))
                continue;
            int endRow = Array.BinarySearch(features.Sessions, end);
            spans.Add(new LabelSpan(session, end, featureRow, endRow >= 0 ? endRow : ~endRow));
            featureRows.Add(featureRow);
            labelRows.Add(labelRow);
        }

        return new LabeledRows(features, labels, [.. spans], [.. featureRows], [.. labelRows], [.. labelRows.Select(row => labels.Best(row))],
            [.. labelRows.Select(labels.Agreement)]);
    }

    /// <summary>Features of some rows as one column-major matrix.</summary>
    public double[] Matrix(int[] rows) => Matrix([(this, rows)]);

    /// <summary>Features of some rows of several sources, one after the other, as one column-major matrix.</summary>
    public static double[] Matrix(IReadOnlyList<(LabeledRows Rows, int[] Picked)> sources)
    {
        int count = sources.Sum(source => source.Picked.Length), columns = sources[0].Rows.Features.Columns.Length;
        var matrix = new double[count * columns];
        int offset = 0;
        foreach ((LabeledRows rows, int[] picked) in sources)
        {
            for (int column = 0; column < columns; column++)
            {
                double[] source = rows.Features.Columns[column];
                Span<double> target = matrix.AsSpan((column * count) + offset, picked.Length);
                for (int i = 0; i < picked.Length; i++)
                    target[i] = source[rows.FeatureRow[picked[i]]];
            }

            offset += picked.Length;
        }

        return matrix;
    }

    /// <summary>Whether a structure could be proposed at a row, see <see cref="OutcomeMatrix.IsEligible"/>.</summary>
    public bool IsEligible(int row, Structure structure) => Labels.IsEligible(LabelRow[row], structure);

    /// <summary>What became of a structure at a row.</summary>
    public Backtesting.TradeOutcome OutcomeOf(int row, Structure structure) => Labels.Row(LabelRow[row])[(int)structure];

    public LabelSpan[] SpansOf(int[] rows) => [.. rows.Select(row => Spans[row])];

    private static bool AnyTraded(OutcomeMatrix labels, int row)
    {
        foreach (Backtesting.TradeOutcome outcome in labels.Row(row))
        {
            if (outcome.IsComplete)
                return true;
        }

        return false;
    }

    private static bool HalfPresent(FeatureMatrix features, int row) =>
        features.Columns.Count(column => double.IsFinite(column[row])) * 2 >= features.Columns.Length;
}
