using ResearchLab.Basics;
using ResearchLab.Columns;
using ResearchLab.Features;
using ResearchLab.Options;
using ResearchLab.Statistics;

namespace ResearchLab.Models;

/// <summary>
/// How the probability of a class changes when one feature is set to other values and all others stay as they were, over a sample of
/// training sessions. Where features move together this makes rows that never were: the distribution beside it shows where.
/// </summary>
/// <param name="Feature">Feature that is set.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Structure">Class.</param>
/// <param name="Values">Values it is set to, ascending, within the 1% and 99% quantiles of training.</param>
/// <param name="Mean">Mean calibrated probability at each: the partial dependence.</param>
/// <param name="Low">10% quantile of the single sessions' curves (ICE).</param>
/// <param name="Median">Their median.</param>
/// <param name="High">Their 90% quantile.</param>
/// <param name="Density">Share of the training sessions whose value is nearest to each of <paramref name="Values"/>: thin where the curve extrapolates.</param>
/// <param name="MeanMissing">Mean probability when the value is missing.</param>
/// <param name="MissingShare">Share of the training sessions where it is.</param>
/// <param name="Sessions">Training sessions in the sample.</param>
/// <remarks>
/// Friedman (2001), Annals of Statistics 29(5), 1189–1232; Goldstein et al. (2015), J. Computational and Graphical Statistics 24(1), 44–65 (ICE).
/// </remarks>
public sealed record PartialDependence(
    string Feature, string Unit, Structure Structure, double[] Values, double[] Mean, double[] Low, double[] Median, double[] High, double[] Density,
    double MeanMissing, double MissingShare, int Sessions)
{
    private const int Points = 25;
    private const int Sample = 300;

    /// <summary>How far the mean moves between its lowest and highest point.</summary>
    public double Range => Mean.Length == 0 ? 0 : Mean.Max() - Mean.Min();

    /// <summary>The same as a table.</summary>
    public Frame ToFrame() => new(
        new Column<double>("value", Values), new Column<double>("mean", Mean), new Column<double>("low10", Low), new Column<double>("median", Median),
        new Column<double>("high90", High), new Column<double>("training_share", Density));

    /// <summary>The curves of all twelve classes, in the order of <see cref="Options.Structure"/>.</summary>
    /// <param name="model">The model.</param>
    /// <param name="features">Features with the sessions the model knew.</param>
    /// <param name="feature">Name of the feature.</param>
    /// <exception cref="UsageException">There is no such feature, or it was never known in training.</exception>
    public static IReadOnlyList<PartialDependence> Of(TrainedModel model, FeatureMatrix features, string feature)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(features);
        ModelFeatures.RequireSet(features);
        int place = FeatureCatalog.IndexOf(feature);
        int[] known = Explanations.TrainingSessions(features, model.Card.KnownThrough);
        double[] present = [.. known.Select(row => features.Columns[place][row]).Where(double.IsFinite).Order()];
        if (present.Length == 0)
            throw new UsageException($"Feature '{feature}' has no value in the {known.Length} training sessions; nothing depends on it. Name another.");
        double[] values = Grid(present);
        int[] sample = FoldImportance.Spaced(known, Sample);
        var curves = new double[Structures.ClassCount, values.Length + 1, sample.Length];
        var row = new double[features.Columns.Length];
        for (int i = 0; i < sample.Length; i++)
        {
            features.CopyRow(sample[i], row);
            for (int at = 0; at <= values.Length; at++)
            {
                row[place] = at < values.Length ? values[at] : double.NaN;
                double[] probabilities = model.Predict(row);
                for (int k = 0; k < probabilities.Length; k++)
                    curves[k, at, i] = probabilities[k];
            }
        }

        double[] density = Nearest(values, present);
        double missing = 1 - ((double)present.Length / known.Length);
        return [.. Enumerable.Range(0, Structures.ClassCount).Select(k => Curve((Structure)k))];

        PartialDependence Curve(Structure structure)
        {
            double[][] sorted = [.. Enumerable.Range(0, values.Length + 1)
                .Select(at => Enumerable.Range(0, sample.Length).Select(i => curves[(int)structure, at, i]).Order().ToArray())];
            double[] At(double probability) => [.. sorted.Take(values.Length).Select(column => Quantile.OfSorted(column, probability))];
            return new PartialDependence(
                feature, FeatureCatalog.All[place].Unit, structure, values, [.. sorted.Take(values.Length).Select(column => column.Average())], At(0.1),
                At(0.5), At(0.9),
                density, sorted[^1].Average(), missing, sample.Length);
        }
    }

    /// <summary>Every value of a feature with few, else evenly spaced ones between the 1% and 99% quantiles.</summary>
    private static double[] Grid(double[] present)
    {
        double[] distinct = [.. present.Distinct()];
        if (distinct.Length <= 12)
            return distinct;
        double low = Quantile.OfSorted(present, 0.01), high = Quantile.OfSorted(present, 0.99);
        return [.. Enumerable.Range(0, Points).Select(i => low + ((high - low) * i / (Points - 1))).Distinct()];
    }

    private static double[] Nearest(double[] values, double[] present)
    {
        var density = new double[values.Length];
        int at = 0;
        foreach (double value in present)
        {
            while (at + 1 < values.Length && Math.Abs(values[at + 1] - value) <= Math.Abs(values[at] - value))
                at++;
            density[at] += 1.0 / present.Length;
        }

        return density;
    }
}
