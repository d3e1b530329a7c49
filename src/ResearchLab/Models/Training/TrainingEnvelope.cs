using ResearchLab.Statistics;

namespace ResearchLab.Models;

/// <summary>Where the training rows lie, feature by feature; tells how unusual a row is.</summary>
/// <param name="Low">0.5% quantile of each feature's finite training values; NaN when there were none.</param>
/// <param name="High">99.5% quantile.</param>
/// <param name="MissingShare">Share of the training rows where the feature was missing.</param>
internal sealed record TrainingEnvelope(double[] Low, double[] High, double[] MissingShare)
{
    private const double Tail = 0.005;

    public static TrainingEnvelope Of(ReadOnlySpan<double> matrix, int rows)
    {
        int columns = matrix.Length / rows;
        var envelope = new TrainingEnvelope(new double[columns], new double[columns], new double[columns]);
        for (int column = 0; column < columns; column++)
        {
            double[] present = [.. matrix.Slice(column * rows, rows).ToArray().Where(double.IsFinite)];
            Array.Sort(present);
            envelope.Low[column] = Quantile.OfSorted(present, Tail);
            envelope.High[column] = Quantile.OfSorted(present, 1 - Tail);
            envelope.MissingShare[column] = 1 - ((double)present.Length / rows);
        }

        return envelope;
    }

    /// <summary>Share of features outside the training range, or missing where they hardly ever were; in [0, 1].</summary>
    public double ShareOutside(ReadOnlySpan<double> row)
    {
        int outside = 0;
        for (int column = 0; column < row.Length; column++)
        {
            bool inside = double.IsFinite(row[column])
                ? row[column] >= Low[column] && row[column] <= High[column]
                : MissingShare[column] >= Tail;
            outside += inside ? 0 : 1;
        }

        return (double)outside / row.Length;
    }
}
