using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using ResearchLab.Features;
using ResearchLab.LightGbm;
using ResearchLab.LightGbm.Tests;
using ResearchLab.Models;
using ResearchLab.Options;
using ResearchLab.Tests.Models;

namespace ResearchLab.MlNet.Tests;

/// <summary>A booster and what ML.NET and ONNX Runtime make of it, on every row, missing values included.</summary>
[Collection("one at a time: LightGBM keeps one number of threads a process, and ML.NET does not ask for ours")]
public sealed class MlNetModelsTests
{
    private const int Rows = 2_000, Columns = 5;

    public static TheoryData<Objective> Objectives => [Objective.Multiclass, Objective.Binary, Objective.Regression, Objective.Quantile];

    [Theory]
    [MemberData(nameof(Objectives))]
    public void Transformer_PredictsAsTheBooster_OnEveryRow(Objective objective)
    {
        double[][] columns = WithMissing();
        using Booster booster = Train(columns, objective);
        double[] expected = booster.Predict(Problems.Matrix(columns), Rows);
        var context = new MLContext(1);
        IDataView scored = booster.ToMlNet(context).Transform(View(context, columns));
        double[] got = [.. Scores(scored, objective)];
        Assert.Equal(expected.Length, got.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], got[i], 1e-6);
    }

    [Theory]
    [MemberData(nameof(Objectives))]
    public void Onnx_RunByItsRuntime_Agrees(Objective objective)
    {
        double[][] columns = WithMissing();
        using Booster booster = Train(columns, objective);
        double[] expected = booster.Predict(Problems.Matrix(columns), Rows);
        var context = new MLContext(1);
        using var stream = new MemoryStream();
        IDataView view = View(context, columns);
        context.Model.ConvertToOnnx(booster.ToMlNet(context), view, stream);
        using var session = new InferenceSession(stream.ToArray());
        var input = new DenseTensor<float>([Rows, Columns]);
        for (int row = 0; row < Rows; row++)
        {
            for (int column = 0; column < Columns; column++)
                input[row, column] = (float)columns[column][row];
        }

        string name = objective == Objective.Binary ? "Probability.output" : "Score.output";
        using var results = session.Run([NamedOnnxValue.CreateFromTensor("Features", input)]);
        float[] got = [.. results.First(result => result.Name == name).AsTensor<float>()];
        Assert.Equal(expected.Length, got.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], got[i], 1e-5);
    }

    [Fact]
    public void Trees_HaveSplitsOnWhatIsMissingAlone_WhichIsTheTrap()
    {
        using Booster booster = Train(WithMissing(), Objective.Regression);
        Assert.Contains("1.7976931348623157e+308", booster.Text.Replace("inf", "1.7976931348623157e+308", StringComparison.Ordinal));
        Assert.Contains("8388608", MlNetText.Adapted(booster.Text));
    }

    [Fact]
    public void Missing_WhereTrainingSawNone_GoesTheWayOfZero()
    {
        double[][] complete = Problems.Uniform(Rows, Columns, 11), gaps = WithMissing();
        using Booster booster = Train(complete, Objective.Binary);
        double[] expected = booster.Predict(Problems.Matrix(gaps), Rows);
        var context = new MLContext(1);
        double[] got = [.. Scores(booster.ToMlNet(context).Transform(View(context, gaps)), Objective.Binary)];
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], got[i], 1e-6);
        Assert.Contains("zeros as missing", Assert.Throws<NotSupportedException>(() => MlNetText.Adapted("threshold=1\ndecision_type=6")).Message);
    }

    [Fact]
    public void Adapted_ThresholdsAreRoundedDown_AndLargeOnesRefused()
    {
        const string Text = "tree\ntree_sizes=1 2\nthreshold=0.1 inf -0.1\nend";
        string line = MlNetText.Adapted(Text).Split('\n')[1];
        float[] thresholds = [.. line["threshold=".Length..].Split(' ').Select(float.Parse)];
        Assert.True(thresholds[0] <= 0.1 && MathF.BitIncrement(thresholds[0]) > 0.1);
        Assert.True(thresholds[2] <= -0.1 && MathF.BitIncrement(thresholds[2]) > -0.1);
        Assert.Equal(8_388_608, thresholds[1]);
        Assert.DoesNotContain("tree_sizes", MlNetText.Adapted(Text));
        Assert.Contains("2^23", Assert.Throws<NotSupportedException>(() => MlNetText.Adapted("threshold=8388608.5")).Message);
    }

    [Theory]
    [InlineData("poisson", "", "'poisson'")]
    [InlineData("regression sqrt", "", "reg_sqrt")]
    [InlineData("regression", "average_output\n", "random forest")]
    public void Kind_ThatMlNetWouldPredictOtherwise_IsRefused(string objective, string more, string expected) =>
        Assert.Contains(expected,
            Assert.Throws<NotSupportedException>(() => MlNetText.Kind($"tree\nnum_class=1\n{more}objective={objective}\n\nTree=0\n")).Message);

    [Fact]
    public void StructureModel_HasItsImportanceAndZip()
    {
        FeatureMatrix features = SyntheticMarket.Features(900, 54);
        OutcomeMatrix labels = SyntheticMarket.Planted(features, 55);
        using TrainedModel model = StructureTrainer.Train(
            features, labels, SyntheticMarket.Options with { Split = new WalkForwardOptions(Folds: 2, MinimumFitRows: 100) }, null,
            TestContext.Current.CancellationToken);
        var context = new MLContext(1);
        IDataView view = features.ToDataView(context);
        string path = Path.Combine(Directory.CreateTempSubdirectory("researchlab-mlnet-").FullName, "model.zip");
        context.Model.Save(model.ToMlNet(context), view.Schema, path);
        float[][] scored = [.. context.Model.Load(path, out _).Transform(view).GetColumn<float[]>("Score")];
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        var row = new double[84];
        for (int i = 0; i < scored.Length; i++)
        {
            features.CopyRow(i, row);
            double[] raw = model.RawScores(row), e = [.. raw.Select(score => Math.Exp(score - raw.Max()))];
            for (int s = 0; s < Structures.ClassCount; s++)
                Assert.Equal(e[s] / e.Sum(), scored[i][s], 1e-6);
        }

        IDataView? learned = null;
        ContenderReport.Of(model, features, labels, "rows", (fit, _, rows, _) =>
        {
            learned = fit.ToDataView(context);
            return new double[rows * Structures.ClassCount];
        }, cancellation: TestContext.Current.CancellationToken);
        var importance = context.MulticlassClassification.PermutationFeatureImportance(model.ToMlNet(context), learned!, permutationCount: 1);
        Assert.Equal(FeatureCatalog.All[0].Name, importance.MinBy(feature => feature.Value.MicroAccuracy.Mean).Key); // the planted one

        VBuffer<ReadOnlyMemory<char>> slots = default;
        view.Schema["Features"].Annotations.GetValue("SlotNames", ref slots);
        Assert.Equal(FeatureCatalog.All[0].Name, slots.DenseValues().First().ToString());
    }

    private static Booster Train(double[][] columns, Objective objective)
    {
        float[] labels = objective == Objective.Multiclass ? Problems.Xor(columns, third: true)
            : objective == Objective.Binary ? Problems.Xor(columns, third: false)
            : [.. Enumerable.Range(0, Rows)
                .Select(i => (float)(double.IsNaN(columns[2][i]) ? 2 : double.IsNaN(columns[0][i]) ? 1 : columns[0][i] * columns[1][0]))];
        return Problems.Train(columns, labels,
            Problems.Multiclass with { Objective = objective, Classes = objective == Objective.Multiclass ? 3 : 1, Alpha = 0.7 });
    }

    // Every other column misses values; numbers fit 32 bits, so that both sides read the same.
    private static double[][] WithMissing()
    {
        double[][] columns = Problems.Uniform(Rows, Columns, 11);
        for (int column = 0; column < Columns; column++)
        {
            for (int row = 0; row < Rows; row++)
                columns[column][row] = column % 2 == 0 && (row + column) % 7 == 0 ? double.NaN : (float)columns[column][row];
        }

        return columns;
    }

    private static IDataView View(MLContext context, double[][] columns) => MlNetViews.Of(context, Problems.Matrix(columns), Rows);

    private static IEnumerable<double> Scores(IDataView scored, Objective objective) => objective switch
    {
        Objective.Multiclass => scored.GetColumn<float[]>("Score").SelectMany(row => row).Select(value => (double)value),
        Objective.Binary => scored.GetColumn<float>("Probability").Select(value => (double)value),
        _ => scored.GetColumn<float>("Score").Select(value => (double)value),
    };
}
