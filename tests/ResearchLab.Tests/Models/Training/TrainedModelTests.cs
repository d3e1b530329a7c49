using System.Text.Json;
using ResearchLab.Features;
using ResearchLab.Models;
using ResearchLab.Options;

namespace ResearchLab.Tests.Models;

public sealed class TrainedModelTests : IDisposable
{
    private static readonly Lazy<(FeatureMatrix Features, TrainedModel Model)> s_trained = new(() =>
    {
        FeatureMatrix features = SyntheticMarket.Features(800, 20);
        var options = SyntheticMarket.Options with { Split = new WalkForwardOptions(Folds: 1, MinimumFitRows: 100), Rounds = 6 };
        return (features, StructureTrainer.Train(features, SyntheticMarket.Planted(features, 21), options));
    });

    private readonly string _folder = Directory.CreateTempSubdirectory("researchlab-model").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void SaveAndLoad_Model_IsTheSameToTheBit()
    {
        (FeatureMatrix features, TrainedModel model) = s_trained.Value;
        model.Save(_folder);
        model.Save(_folder);
        using TrainedModel loaded = TrainedModel.Load(_folder);

        Assert.Equal(JsonSerializer.Serialize(model.Card, ModelJson.Default.ModelCard), JsonSerializer.Serialize(loaded.Card, ModelJson.Default.ModelCard));
        Assert.Equal(model.Text, loaded.Text);
        Assert.Equal(["card.json", "model.txt", "pickers.json"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order());
        for (int row = 0; row < 800; row += 37)
        {
            double[] values = SyntheticMarket.Row(features, row);
            Assert.Equal(model.Predict(values), loaded.Predict(values));
            Assert.Equal(model.OutOfDistribution(values), loaded.OutOfDistribution(values));
            Assert.Equal(model.Explain(values, Structure.LongCall), loaded.Explain(values, Structure.LongCall));
        }
    }

    /// <summary>Pickers are read when asked for, and refused when they are not those of the card.</summary>
    [Fact]
    public void Pickers_ComeBackToTheBitAndDamagedOnesAreRefused()
    {
        (FeatureMatrix features, TrainedModel model) = s_trained.Value;
        model.Save(_folder);
        using (TrainedModel loaded = TrainedModel.Load(_folder))
        {
            Assert.Equal(model.Pickers.SplitId, loaded.Pickers.SplitId);
            Assert.Equal(model.Pickers.Sessions, loaded.Pickers.Sessions);
            double[] row = SyntheticMarket.Row(features, 700);
            foreach (PickerKind kind in model.Pickers.Kinds)
            {
                Assert.Equal(model.Pickers.ScoresOf(kind), loaded.Pickers.ScoresOf(kind));
                Assert.Equal(model.Pickers.FinalOf(kind).Scores(row, model.Predict(row)), loaded.Pickers.FinalOf(kind).Scores(row, model.Predict(row)));
            }

            Assert.Contains(model.Pickers.FinalOf(PickerKind.Outcome).Scores(row, model.Predict(row)), double.IsFinite);
        }

        string path = Path.Combine(_folder, "pickers.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"splitId\": \"", "\"splitId\": \"x", StringComparison.Ordinal));
        using TrainedModel damaged = TrainedModel.Load(_folder);
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => damaged.Pickers);
        Assert.Contains("pickers.json does not match the checksum", error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("\"featureSetVersion\": 1", "\"featureSetVersion\": 2", "feature set version 2")]
    [InlineData("\"format\": 6", "\"format\": 9", "format 9")]
    [InlineData("\"temperature\":", "\"temperature\": 0, \"was\":", "temperature 0")]
    [InlineData("\"modelSha256\": \"", "\"modelSha256\": \"0", "checksum")]
    [InlineData("{", "", "JSON")]
    [InlineData("\"splitId\": \"", "\"splitId\": \"\", \"was\": \"", "split id")]
    [InlineData("\"trainingRows\"", "\"rows\"", "JSON")]
    public void Load_CardDoesNotFit_IsRefusedInOneLine(string found, string replacement, string cause)
    {
        s_trained.Value.Model.Save(_folder);
        string path = Path.Combine(_folder, "card.json");
        string text = File.ReadAllText(path);
        int at = text.IndexOf(found, StringComparison.Ordinal);
        Assert.True(at >= 0);
        File.WriteAllText(path, string.Concat(text.AsSpan(0, at), replacement, text.AsSpan(at + found.Length)));

        var error = Assert.Throws<InvalidDataException>(() => TrainedModel.Load(_folder));

        Assert.Contains(cause, error.Message);
        Assert.Contains("trains it again", error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Load_DamagedOrMissingFiles_IsRefused()
    {
        Assert.Contains("the folder is missing. Put it back",
            Assert.Throws<InvalidDataException>(() => TrainedModel.Load(Path.Combine(_folder, "nowhere"))).Message, StringComparison.Ordinal);
        s_trained.Value.Model.Save(_folder);
        string path = Path.Combine(_folder, "model.txt");
        File.AppendAllText(path, "x");
        Assert.Contains("checksum", Assert.Throws<InvalidDataException>(() => TrainedModel.Load(_folder)).Message);
        File.Delete(Path.Combine(_folder, "card.json"));
        Assert.Throws<InvalidDataException>(() => TrainedModel.Load(_folder));
    }

    [Fact]
    public void Predict_AnyRow_SumsToOneWithoutImpossibleClasses()
    {
        (FeatureMatrix features, TrainedModel model) = s_trained.Value;
        double[] missing = new double[84];
        Array.Fill(missing, double.NaN);
        foreach (double[] row in (double[][])[SyntheticMarket.Row(features, 500), missing])
        {
            double[] probabilities = model.Predict(row);
            Assert.Equal(1, probabilities.Sum(), 1e-12);
            Assert.All(probabilities, p => Assert.InRange(p, 1e-4, 1));
        }

        Assert.Throws<ArgumentException>(() => model.Predict([1, 2, 3]));
        Assert.Throws<ArgumentException>(() => model.OutOfDistribution([1, 2, 3]));
    }

    [Fact]
    public void OutOfDistribution_TrainingAndStrangeRows_AreFarApart()
    {
        (FeatureMatrix features, TrainedModel model) = s_trained.Value;
        double typical = Enumerable.Range(100, 600).Average(row => model.OutOfDistribution(SyntheticMarket.Row(features, row)));
        Assert.InRange(typical, 0.002, 0.02);
        Assert.Equal(1, model.OutOfDistribution([.. Enumerable.Repeat(1e9, 84)]));
        double missing = model.OutOfDistribution([.. Enumerable.Repeat(double.NaN, 84)]);
        Assert.InRange(missing, 0.3, 1);
    }

    [Fact]
    public void Explain_Contributions_AreSortedBySize()
    {
        (FeatureMatrix features, TrainedModel model) = s_trained.Value;
        IReadOnlyList<FeatureContribution> all = model.Explain(SyntheticMarket.Row(features, 700), Structure.IronCondor, 84);
        Assert.Equal(84, all.Count);
        Assert.Equal(all.Select(c => Math.Abs(c.Contribution)).OrderDescending(), all.Select(c => Math.Abs(c.Contribution)));
    }
}
