using Microsoft.ML;
using Microsoft.ML.Data;
using ResearchLab.Basics;
using ResearchLab.LightGbm;
using ResearchLab.Models;
using ResearchLab.Options;

namespace ResearchLab.MlNet;

/// <summary>Estimators of ML.NET as contenders: fitted fold by fold in the purged walk-forward of the lab's own model, and walked by the same desk.</summary>
public static class MlNetContenders
{
    /// <summary>A multiclass estimator that learns the best structure from <c>Features</c>, <c>Label</c> and, if it wants, <c>Weight</c>.</summary>
    /// <param name="models">Lab of the model.</param>
    /// <param name="model">The lab's model, which says rows, folds and outcomes.</param>
    /// <param name="name">Name of the contender.</param>
    /// <param name="context">Context the estimator was made with.</param>
    /// <param name="estimator">Such as
    /// <c>context.Transforms.ReplaceMissingValues("Features").Append(context.MulticlassClassification.Trainers.SdcaMaximumEntropy())</c>.</param>
    /// <param name="progress">Where to report progress.</param>
    /// <param name="cancellation">Stops between folds.</param>
    /// <exception cref="InvalidOperationException">It gives no column <c>Score</c> of a number a class, or one that is not finite.</exception>
    public static ContenderReport Contender<TTransformer>(
        this LabModels models, TrainedModel model, string name, MLContext context, IEstimator<TTransformer> estimator, IProgress<RunProgress>? progress = null,
        CancellationToken cancellation = default)
        where TTransformer : class, ITransformer
    {
        ArgumentNullException.ThrowIfNull(models);
        return models.Contender(model, name, Classes(context, estimator), progress, cancellation);
    }

    /// <summary>
    /// One regression a structure that learns its return from <c>Features</c>, <c>Label</c> and, if it wants, <c>Weight</c>; the highest prediction above 0 is
    /// proposed.
    /// </summary>
    /// <param name="models">Lab of the model.</param>
    /// <param name="model">The lab's model, which says rows, folds and outcomes.</param>
    /// <param name="name">Name of the contender.</param>
    /// <param name="context">Context the estimators are made with.</param>
    /// <param name="estimatorOf">Makes the estimator of a structure.</param>
    /// <param name="leastRows">Fewest rows that a structure's estimator is fitted on; with fewer it says nothing.</param>
    /// <param name="progress">Where to report progress.</param>
    /// <param name="cancellation">Stops between folds.</param>
    /// <exception cref="InvalidOperationException">One gives no column <c>Score</c> of one number a row.</exception>
    public static ContenderReport Contender<TTransformer>(
        this LabModels models, TrainedModel model, string name, MLContext context, Func<Structure, IEstimator<TTransformer>> estimatorOf, int leastRows = 100,
        IProgress<RunProgress>? progress = null,
        CancellationToken cancellation = default)
        where TTransformer : class, ITransformer
    {
        ArgumentNullException.ThrowIfNull(models);
        return models.Contender(model, name, Returns(context, estimatorOf, leastRows), progress, cancellation);
    }

    /// <summary>A multiclass estimator as what <see cref="ContenderReport.Of"/> takes.</summary>
    /// <inheritdoc
    /// cref="Contender{TTransformer}(LabModels, TrainedModel, string, MLContext, IEstimator{TTransformer}, IProgress{RunProgress}, CancellationToken)"/>
    public static ContenderFit Classes<TTransformer>(MLContext context, IEstimator<TTransformer> estimator)
        where TTransformer : class, ITransformer
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(estimator);
        return (fit, features, rows, cancellation) =>
        {
            using NativeThreads alone = NativeThreads.Alone(cancellation);
            // The key of the labels has all twelve structures whether a fold knows them or not, so that the scores of every fold stand in their order.
            IDataView scored = estimator.Fit(fit.ToDataView(context)).Transform(MlNetViews.Of(context, features, rows));
            if (Score(scored) is not { Type: VectorDataViewType { Size: Structures.ClassCount } })
                throw new InvalidOperationException($"The estimator's Score is {Score(scored)?.Type.ToString() ?? "missing"}, "
                    + $"not a vector of {Structures.ClassCount} numbers. Give a multiclass trainer whose label is 'Label'.");
            return [.. scored.GetColumn<float[]>("Score").SelectMany(row => row).Select(value => (double)value)];
        };
    }

    /// <summary>One regression a structure as what <see cref="ContenderReport.Of"/> takes.</summary>
    /// <inheritdoc cref="Contender{TTransformer}(LabModels, TrainedModel, string, MLContext, Func{Structure, IEstimator{TTransformer}}, int,
    /// IProgress{RunProgress}, CancellationToken)"/>
    public static ContenderFit Returns<TTransformer>(MLContext context, Func<Structure, IEstimator<TTransformer>> estimatorOf, int leastRows = 100)
        where TTransformer : class, ITransformer
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(estimatorOf);
        ArgumentOutOfRangeException.ThrowIfLessThan(leastRows, 1);
        return (fit, features, rows, cancellation) =>
        {
            IDataView test = MlNetViews.Of(context, features, rows);
            var scores = new double[rows * Structures.ClassCount];
            Array.Fill(scores, double.NegativeInfinity);
            for (int row = 0; row < rows; row++)
                scores[(row * Structures.ClassCount) + (int)Structure.NoTrade] = 0;
            for (int s = 0; s < Structures.Count; s++)
            {
                cancellation.ThrowIfCancellationRequested();
                var structure = (Structure)s;
                if (MlNetViews.Traded(fit, structure).Count < leastRows)
                    continue;
                using NativeThreads alone = NativeThreads.Alone(cancellation);
                IDataView scored = estimatorOf(structure).Fit(fit.ToDataView(structure, context)).Transform(test);
                if (Score(scored) is not { Type: NumberDataViewType })
                    throw new InvalidOperationException($"The estimator of {structure.Name()} has a Score of {Score(scored)?.Type.ToString() ?? "nothing"}, "
                        + "not one number. Give a regression trainer whose label is 'Label'.");
                int row = 0;
                foreach (float value in scored.GetColumn<float>("Score"))
                    scores[(row++ * Structures.ClassCount) + s] = value;
            }

            return scores;
        };
    }

    private static DataViewSchema.Column? Score(IDataView view) => view.Schema.GetColumnOrNull("Score");
}
