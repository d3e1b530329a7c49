using ResearchLab.Features;
using ResearchLab.Journal;
using ResearchLab.Models;
using ResearchLab.Tests.Lake;
using ResearchLab.Time;

namespace ResearchLab.Tests.Models;

/// <summary>Three models of one history: the same market with and without a signal, and the signal with another seed.</summary>
public sealed class RegistryModels : IDisposable
{
    internal readonly FeatureMatrix Features = SyntheticMarket.Features(1500, 3);

    public RegistryModels()
    {
        Good = StructureTrainer.Train(Features, SyntheticMarket.Planted(Features, 4), SyntheticMarket.Options, null, TestContext.Current.CancellationToken);
        Poor = StructureTrainer.Train(Features, SyntheticMarket.NoSignal(Features, 4), SyntheticMarket.Options, null, TestContext.Current.CancellationToken);
        Other = StructureTrainer.Train(Features, SyntheticMarket.Planted(Features, 4), SyntheticMarket.Options with { Seed = 6, Rounds = 20 }, null,
            TestContext.Current.CancellationToken);
    }

    internal TrainedModel Good { get; }

    internal TrainedModel Poor { get; }

    internal TrainedModel Other { get; }

    public void Dispose()
    {
        Good.Dispose();
        Poor.Dispose();
        Other.Dispose();
    }
}

public sealed class ModelRegistryTests : IClassFixture<RegistryModels>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("researchlab-registry-").FullName;
    private readonly RegistryModels _models;
    private readonly ManualClock _clock = new(new DateTimeOffset(2024, 2, 16, 12, 0, 0, TimeSpan.Zero));
    private readonly JournalStore _journal;
    private readonly ModelRegistry _registry;

    public ModelRegistryTests(RegistryModels models)
    {
        _models = models;
        _journal = JournalStore.Embedded(Path.Combine(_folder, "journal.duckdb"), _clock);
        _registry = new ModelRegistry(_journal, Path.Combine(_folder, "models"));
        foreach (TrainedModel model in (TrainedModel[])[models.Good, models.Poor, models.Other])
        {
            string place = Path.Combine(_folder, "models", model.Card.Id);
            model.Save(place);
            _registry.Add(model, place);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Champion() => _registry.Champion("SIM", s_late)?.Card.Id ?? "";

    private static readonly DateOnly s_late = new(2099, 12, 31);

    [Fact]
    public void Promote_AndRollBack_KeepEveryChange()
    {
        string good = _models.Good.Card.Id, other = _models.Other.Card.Id;
        Assert.Equal("", Champion());
        Assert.Null(_registry.Promote(good, "first"));
        Assert.Equal(good, Champion());
        ModelComparison comparison = _registry.Promote(other, "try", anyway: true)!;
        Assert.Equal((other, good), (comparison.First, comparison.Second));
        Assert.Equal(other, Champion());
        Assert.Equal(ModelRole.Retired, _registry.Find(good).Role);
        Assert.Equal(good, _registry.Rollback("SIM", "worse"));
        Assert.Equal(good, Champion());
        Assert.Equal("", _registry.Rollback("SIM", "none"));
        Assert.Equal("", Champion());
        Assert.Contains("has no promoted model", Assert.Throws<ModelRefusedException>(() => _registry.Rollback("SIM", "again")).Message,
            StringComparison.Ordinal);
        Assert.Equal(["promote", "promote", "rollback", "rollback"], _registry.Changes().Select(change => change.Action));
        Assert.Contains("against the gate", _registry.Changes()[1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Promote_WithoutEdgeOrAdvantage_IsRefused()
    {
        Assert.True(_models.Good.Card.Evaluation.HasEdge);
        Assert.Contains("no edge", Assert.Throws<ModelRefusedException>(() => _registry.Promote(_models.Poor.Card.Id, "hope")).Message,
            StringComparison.Ordinal);
        _registry.Promote(_models.Good.Card.Id, "it has an edge");
        Assert.Contains("already", Assert.Throws<ModelRefusedException>(() => _registry.Promote(_models.Good.Card.Id, "again")).Message,
            StringComparison.Ordinal);
        Assert.Contains("advantage over the champion", Assert.Throws<ModelRefusedException>(() => _registry.Promote(_models.Poor.Card.Id, "hope")).Message,
            StringComparison.Ordinal);
        Assert.Single(_registry.Changes());
    }

    [Fact]
    public void Champion_SessionItHasSeen_IsNotUsed()
    {
        _registry.Promote(_models.Good.Card.Id, "it has an edge");
        DateOnly through = _models.Good.Card.KnownThrough;
        Assert.True(through > new DateOnly(2024, 2, 16) || ExchangeCalendar.Nyse.IsSession(through), $"{through}");
        Assert.Null(_registry.Champion("SIM", through));
        Assert.NotNull(_registry.Champion("SIM", s_late));
        Assert.Null(_registry.Champion("ELSE", s_late));
    }

    [Fact]
    public void Champion_PromotedAfterTheClose_DecidesFromTheNextSessionOn()
    {
        // Two sessions after all that the model knew; Friday, and a Monday holiday after it.
        DateOnly friday = new(2024, 2, 16), tuesday = new(2024, 2, 20);
        Assert.True(_models.Good.Card.KnownThrough < friday);
        DateTimeOffset close = ExchangeCalendar.Nyse.CloseOf(friday);
        _clock.Now = close.AddSeconds(1);
        _registry.Promote(_models.Good.Card.Id, "a second late");
        Assert.Null(_registry.Champion("SIM", friday));
        Assert.Equal(_models.Good.Card.Id, _registry.Champion("SIM", tuesday)?.Card.Id);
        Assert.Equal(tuesday, ModelRegistry.FirstSession(_clock.Now));
        Assert.Equal(friday, ModelRegistry.FirstSession(close));
        _clock.Now = ExchangeCalendar.Nyse.CloseOf(new DateOnly(2024, 2, 22));
        _registry.Rollback("SIM", "enough");
        // What decided then still decides then.
        Assert.Equal(_models.Good.Card.Id, _registry.Champion("SIM", new DateOnly(2024, 2, 21))?.Card.Id);
        Assert.Null(_registry.Champion("SIM", new DateOnly(2024, 2, 22)));
        Assert.Null(_registry.Champion("SIM", friday));
    }

    [Fact]
    public void Champion_PromotedAtTheClose_DecidesTheSession()
    {
        DateOnly friday = new(2024, 2, 16);
        _clock.Now = ExchangeCalendar.Nyse.CloseOf(friday);
        _registry.Promote(_models.Good.Card.Id, "just in time");
        Assert.NotNull(_registry.Champion("SIM", friday));
        Assert.Null(_registry.Champion("SIM", new DateOnly(2024, 2, 15)));
    }

    [Fact]
    public async Task Promote_TwoAtOnce_EachChangeHasItsOwnNumberAndOneWinsEachPlace()
    {
        ModelRegistry second = new(JournalStore.Embedded(Path.Combine(_folder, "journal.duckdb"), _clock, TimeSpan.FromSeconds(60)),
            Path.Combine(_folder, "models"));
        async Task<int> Refused(ModelRegistry registry, string id)
        {
            await Task.Yield();
            try
            {
                registry.Promote(id, "race", anyway: true);
                return 0;
            }
            catch (ModelRefusedException)
            {
                return 1;
            }
        }

        int[] refused = await Task.WhenAll(Refused(_registry, _models.Good.Card.Id), Refused(second, _models.Good.Card.Id),
            Task.Run(() => Refused(second, _models.Other.Card.Id)));
        IReadOnlyList<PromotionRecord> changes = _registry.Changes();
        Assert.Equal(Enumerable.Range(1, changes.Count), changes.Select(change => change.Number));
        Assert.Equal(3, changes.Count + refused.Sum());
        Assert.All(changes.Skip(1).Zip(changes), pair => Assert.NotEqual(pair.First.Model, pair.Second.Model));
    }

    [Fact]
    public void Rollback_UnknownActionInTheJournal_IsRefusedByItsName()
    {
        _registry.Promote(_models.Good.Card.Id, "it has an edge");
        Assert.Throws<JournalException>(() => _journal.TryRecordPromotion(new PromotionRecord(2, "SIM", "", "demote", "by hand", default)));
        Assert.Single(_registry.Changes());
    }

    [Fact]
    public void Promote_DamagedOrForeignFiles_IsRefused()
    {
        RegisteredModel good = _registry.Find(_models.Good.Card.Id);
        string card = Path.Combine(good.Folder, TrainedModel.CardFile), text = File.ReadAllText(card);
        File.WriteAllText(card, text.Replace("\"featureSetVersion\": 1", "\"featureSetVersion\": 2", StringComparison.Ordinal));
        Assert.Contains("feature set version 2", Assert.Throws<InvalidDataException>(() => _registry.Promote(good.Card.Id, "x")).Message,
            StringComparison.Ordinal);
        _models.Other.Save(good.Folder);
        Assert.Contains(" instead of ", Assert.Throws<InvalidDataException>(() => _registry.Promote(good.Card.Id, "x")).Message, StringComparison.Ordinal);
        Assert.Empty(_registry.Changes());
    }

    [Fact]
    public void Find_PartsOfIds_NeedToBeUnique()
    {
        Assert.Equal(_models.Good.Card.Id, _registry.Find(_models.Good.Card.Id[^8..]).Card.Id);
        Assert.Contains("3 models", Assert.Throws<ModelRefusedException>(() => _registry.Find("SIM")).Message, StringComparison.Ordinal);
        Assert.Contains("lab models list", Assert.Throws<ModelRefusedException>(() => _registry.Find("nobody")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Comparison_PairedReturns_HaveTheirDifferenceInsideTheInterval()
    {
        var comparison = ModelComparison.Of(_models.Good, _models.Poor);
        PolicyReturns good = _models.Good.OutOfSample, poor = _models.Poor.OutOfSample;
        DateOnly[] shared = [.. good.Sessions.Intersect(poor.Sessions)];
        Assert.Equal(shared.Length, comparison.Sessions);
        Assert.InRange(comparison.FirstMean - comparison.SecondMean, comparison.Low, comparison.High);
        Assert.True(comparison.Low > 0, comparison.InWords);
        Assert.Contains(ModelComparison.Of(_models.Good, _models.Other).Differences, d => d is { Name: "num_iterations", First: "15", Second: "20" });
        Assert.Empty(ModelComparison.Of(_models.Good, _models.Good).Differences);
    }

    [Fact]
    public void Breakdown_YearsAndRegimes_AddUpToTheWhole()
    {
        PolicyReturns returns = _models.Good.OutOfSample;
        foreach (IReadOnlyList<PartResult> parts in (IReadOnlyList<PartResult>[])[PolicyBreakdown.ByYear(returns), PolicyBreakdown.ByRegime(returns)])
        {
            Assert.Equal(returns.Sessions.Length, parts.Sum(part => part.Sessions));
            Assert.Equal(returns.Returns.Sum(), parts.Sum(part => part.Sessions * part.ModelMean), 1e-9);
            Assert.Equal(returns.BaselineReturns.Sum(), parts.Sum(part => part.Sessions * part.BaselineMean), 1e-9);
            Assert.All(parts, part => Assert.True(double.IsNaN(part.Low) == part.Sessions < PolicyBreakdown.MinimumSessions));
        }

        PolicyResult best = _models.Good.Card.Evaluation.Policies.Skip(1).MaxBy(policy => policy.MeanReturn)!;
        Assert.Equal(best.Policy, returns.Baseline);
        Assert.Equal(best.MeanReturn, returns.BaselineReturns.Average(), 1e-12);
    }
}
