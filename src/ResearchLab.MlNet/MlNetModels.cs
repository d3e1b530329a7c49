using System.Text;
using Microsoft.ML;
using ResearchLab.LightGbm;
using ResearchLab.Models;

namespace ResearchLab.MlNet;

/// <summary>The lab's models as transformers of ML.NET: for permutation importance, <c>.zip</c> files, ONNX, and pipelines of one's own.</summary>
public static class MlNetModels
{
    /// <summary>Name of the column that holds the features.</summary>
    public const string Features = "Features";

    /// <summary>
    /// A booster as a transformer from <see cref="Features"/> to what ML.NET's trainer of that kind gives: <c>Score</c> (probabilities of a multiclass model),
    /// and <c>Probability</c> and <c>PredictedLabel</c> of a binary one.
    /// </summary>
    /// <remarks>ML.NET reads features as 32-bit numbers: where a feature lies within that rounding of a split, it may fall on its other side.</remarks>
    /// <param name="booster">Multiclass, binary, ranking, or a regression whose score is its prediction.</param>
    /// <param name="context">Context of the pipeline it is to be part of.</param>
    /// <exception cref="NotSupportedException">ML.NET would predict something else; the message says why.</exception>
    public static ITransformer ToMlNet(this Booster booster, MLContext context)
    {
        ArgumentNullException.ThrowIfNull(booster);
        return FromText(booster.Text, context);
    }

    /// <summary>
    /// The lab's structure model as a transformer from the 84 features to <c>Score</c>: the probabilities of the twelve structures before calibration,
    /// which <see cref="TrainedModel.Calibration"/> makes.
    /// </summary>
    /// <param name="model">A trained model.</param>
    /// <param name="context">Context of the pipeline it is to be part of.</param>
    public static ITransformer ToMlNet(this TrainedModel model, MLContext context)
    {
        ArgumentNullException.ThrowIfNull(model);
        return FromText(model.Text, context);
    }

    private static ITransformer FromText(string text, MLContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        string kind = MlNetText.Kind(text);
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(MlNetText.Adapted(text)));
        IEstimator<ITransformer> estimator = kind switch
        {
            "multiclass" => context.MulticlassClassification.Trainers.LightGbm(stream, Features),
            "binary" => context.BinaryClassification.Trainers.LightGbm(stream, Features),
            "ranking" => context.Ranking.Trainers.LightGbm(stream, Features),
            _ => context.Regression.Trainers.LightGbm(stream, Features),
        };
        // Nothing is trained: the trainer takes the model from the stream, and of the view only the shape.
        return estimator.Fit(MlNetViews.Of(context, new double[MlNetText.Features(text)], 1));
    }
}
