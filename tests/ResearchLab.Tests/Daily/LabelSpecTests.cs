using ResearchLab.Backtesting;
using ResearchLab.Basics;
using ResearchLab.Lake;
using ResearchLab.Models;
using ResearchLab.Options;

namespace ResearchLab.Tests.Daily;

/// <summary>Labels are stored under the text that names what they were made with: another spec is computed anew, and never mixed with the old.</summary>
[Trait("Tier", "full")]
public sealed class LabelSpecTests : IDisposable
{
    private static readonly DateOnly s_session = new(2018, 12, 31);
    private readonly string _folder = Directory.CreateTempSubdirectory("researchlab-labels-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Lab Open(CostModel costs) => Lab.OpenDemo(
        "SMH", 1, LabOptions.FromEnvironment() with { DataFolder = _folder, CodeVersion = "test", Threads = 2, Costs = costs });

    private static TrainedModel Train(Lab lab) => lab.Models.Train(
        "SMH", s_session, options => options with { Rounds = 2, Resamples = 100, Split = new WalkForwardOptions(Folds: 1, MinimumFitRows: 100) });

    private static string SpecOf(TrainedModel model) => model.Card.Evaluation.Metrics[0].Context.LabelSpec;

    private static OutcomeMatrix Stored(Lab lab, string spec)
    {
        using LakeView view = lab.View();
        return LabelStore.Read(view, "SMH", spec);
    }

    [Fact]
    public void Train_OtherCosts_LabelsAreComputedAnewBesideTheOld()
    {
        CostModel dear = CostModel.Default with { CommissionPerContract = 2 * CostModel.Default.CommissionPerContract };
        using Lab usual = Open(CostModel.Default);
        using TrainedModel first = Train(usual);
        string before = SpecOf(first);
        OutcomeMatrix kept = Stored(usual, before);
        Assert.True(kept.Sessions.Length >= first.Card.TrainingRows);

        using Lab changed = Open(dear);
        using TrainedModel second = Train(changed);
        string after = SpecOf(second);
        Assert.NotEqual(before, after);
        Assert.NotEqual(first.Card.Id, second.Card.Id);
        OutcomeMatrix made = Stored(changed, after);
        Assert.Equal(kept.Sessions, made.Sessions);
        int compared = 0;
        for (int i = 0; i < made.Outcomes.Length; i++)
        {
            if (made.Outcomes[i].Entry != kept.Outcomes[i].Entry || !made.Outcomes[i].IsComplete || !kept.Outcomes[i].IsComplete)
                continue;
            Assert.True(made.Outcomes[i].Costs > kept.Outcomes[i].Costs, $"{made.Outcomes[i]} against {kept.Outcomes[i]}");
            compared++;
        }

        Assert.True(compared > 1000);
        // The old ones stand as they were, and a model is judged by the labels it was trained on.
        Assert.Equal(kept.Outcomes, Stored(changed, before).Outcomes);
        Assert.Equal(usual.Models.OutcomeRegressors(first).Rival.MeanReturn, changed.Models.OutcomeRegressors(first).Rival.MeanReturn);

        // Lost labels of a spec this lab does not make are not replaced by others in silence.
        Directory.Delete(Path.Combine(changed.Lake.Root, ResearchLab.Lake.Datasets.Labels.FolderName), recursive: true);
        string refusal = Assert.Throws<DataUnusableException>(() => changed.Models.OutcomeRegressors(first)).Message;
        Assert.DoesNotContain('\n', refusal);
        Assert.Contains(before, refusal, StringComparison.Ordinal);
        Assert.Contains(after, refusal, StringComparison.Ordinal);
        Assert.Contains("lab train", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Spec_AnyPartChanged_IsAnotherSpec()
    {
        ChainMix modelled = Mix(ChainOrigin.Modelled);
        string[] specs =
        [
            Labels.Spec(CostModel.Default, modelled), Labels.Spec(CostModel.Default, Mix(ChainOrigin.Observed)),
            Labels.Spec(CostModel.Default, Mix(ChainOrigin.Demo)),
            Labels.Spec(CostModel.Default, Mix(ChainOrigin.Observed, ChainOrigin.Modelled)),
            Labels.Spec(CostModel.Free, modelled), Labels.Spec(CostModel.Default with { FeePerContract = 0.06 }, modelled),
            Labels.Spec(CostModel.Default with { CommissionPerContract = 0.6504 }, modelled),
            Labels.Spec(CostModel.Default with { FeePerContract = Math.BitIncrement(0.05) }, modelled),
            Labels.Spec(CostModel.Default with { ShareFourLegs = 0.36 }, modelled), Labels.Spec(CostModel.Default with { AssignmentFee = 5 }, modelled),
            Labels.Spec(CostModel.Default with { StockCostPerShare = 0.02 }, modelled),
            .. s_departures.Select(options => Labels.Spec(CostModel.Default, modelled, options)),
        ];
        Assert.Equal(specs.Length, specs.Distinct(StringComparer.Ordinal).Count());
        Assert.All(specs, spec => Assert.StartsWith($"rules {Labels.RulesVersion}", spec, StringComparison.Ordinal));
        Assert.Equal(specs[0], Labels.Spec(CostModel.Default, modelled, new RuleOptions()));
        Assert.Contains("with wings ×2", Labels.Spec(CostModel.Default, modelled, s_departures[0]), StringComparison.Ordinal);
    }

    private static readonly RuleOptions[] s_departures =
    [
        new() { WingWidth = 2 }, new() { WingWidth = 3 }, new() { Stops = false }, new() { TimeOnly = true }, new() { SpreadShare = 0.25 },
        new() { SpreadShare = 0.2504 }, new() { WingWidth = 2.0001 }, new() { LateExits = true }, new() { RegimeExits = false },
    ];

    private static ChainMix Mix(params ChainOrigin[] origins)
    {
        DateOnly[] sessions = [.. origins.Select((_, i) => new DateOnly(2024, 1, 2).AddDays(i))];
        return ChainMix.Of(sessions, [.. origins.Select(origin => (ChainOrigin?)origin)]);
    }
}
