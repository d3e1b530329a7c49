using ResearchLab.Backtesting;
using ResearchLab.Basics;
using ResearchLab.Features;
using ResearchLab.Market;
using ResearchLab.Models;
using ResearchLab.Options;
using ResearchLab.Time;

namespace ResearchLab.Tests.Models;

/// <summary>
/// The whole way from a simulated market over features, labels and training to the verdict: nothing may be found where there is nothing
/// to find, and the same pipeline must find it when the features look ahead, or finding nothing would prove nothing.
/// </summary>
[Trait("Tier", "full")]
public class PipelineCanaryTests(ITestOutputHelper output)
{
    private static readonly TrainingOptions s_options = new()
    {
        Snapshot = "canary",
        CodeVersion = "test",
        Rounds = 40,
        Leaves = 7,
        MinDataInLeaf = 30,
        Threads = 2,
        Resamples = 300,
        Split = new WalkForwardOptions(Folds: 3),
    };

    private static (FeatureMatrix Features, OutcomeMatrix Labels) Pipeline(ulong seed, double planted)
    {
        SimulatedMarket market = SimulatedMarket.Generate("SMH", seed, new DateOnly(2020, 12, 31), new SimulatedMarketOptions(planted, RiskPremium: 0));
        ChainSummary[] summaries = [.. market.Bars.Sessions.AsParallel().AsOrdered().Select(session => ChainSummaries.Summarise(market.ChainAt(session)))];
        FeatureMatrix features = FeatureEngine.Compute(
            market.Bars, summaries, new MarketContext(market.Market, market.Vix, market.Vix3M, market.TBill13W), ExchangeCalendar.Nyse);
        double Feature(string name, DateOnly session) => features.Columns[FeatureCatalog.IndexOf(name)][market.Bars.IndexOf(session)];
        OutcomeMatrix labels = Labels.Build(
            ChainHistories.FromSimulated(market),
            session => new RuleContext(Feature("iv_rank252", session), Feature("close_to_sma50", session), Feature("atr14_pct", session)),
            CostModel.Default, null, TestContext.Current.CancellationToken);
        return (features, labels);
    }

    private ModelEvaluation Train(string name, FeatureMatrix features, OutcomeMatrix labels)
    {
        using TrainedModel model = StructureTrainer.Train(features, labels, s_options, null, TestContext.Current.CancellationToken);
        ModelEvaluation evaluation = model.Card.Evaluation;
        output.WriteLine($"{name}: edge {evaluation.HasEdge}; {evaluation.Verdict}");
        foreach (PolicyResult policy in evaluation.Policies.OrderByDescending(p => p.MeanReturn).Take(4))
            output.WriteLine($"   {policy.Policy,-24} {policy.MeanReturn:+0.0000;-0.0000} [{policy.Low:+0.0000;-0.0000}, {policy.High:+0.0000;-0.0000}]");
        output.WriteLine($"   accuracy {evaluation.Metrics[0].Value:P1}, model {Model(evaluation).MeanReturn:+0.0000;-0.0000}");
        return evaluation;
    }

    private static PolicyResult Model(ModelEvaluation evaluation) => evaluation.Policies.Single(policy => policy.Policy == "model");

    /// <summary>Each row with the features of a later session: what a look-ahead would train and test on.</summary>
    private static FeatureMatrix Ahead(FeatureMatrix features, int sessions) =>
        features with { Columns = [.. features.Columns.Select(column => (double[])[.. column[sessions..], .. Enumerable.Repeat(double.NaN, sessions)])] };

    /// <summary>Labels that belong to other sessions: whole rows are dealt out anew, dates stay.</summary>
    private static OutcomeMatrix Permuted(OutcomeMatrix labels, ulong seed)
    {
        int[] order = [.. Enumerable.Range(0, labels.Sessions.Length)];
        var random = new Pcg32(seed);
        for (int i = order.Length - 1; i > 0; i--)
        {
            int j = random.NextInt(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }

        var outcomes = new TradeOutcome[labels.Outcomes.Length];
        for (int i = 0; i < outcomes.Length; i++)
        {
            TradeOutcome own = labels.Outcomes[i], other = labels.Row(order[i / Structures.Count])[i % Structures.Count];
            outcomes[i] = own.IsComplete && other.IsComplete ? own with { Pnl = other.Pnl, CapitalAtRisk = other.CapitalAtRisk } : own;
        }

        return labels with { Outcomes = outcomes };
    }

    [Fact]
    public void Train_MarketWithoutASignal_HasNoEdgeUnlessTheFeaturesLookAhead()
    {
        (FeatureMatrix features, OutcomeMatrix labels) = Pipeline(11, planted: 0);
        ModelEvaluation honest = Train("honest", features, labels);
        Assert.False(honest.HasEdge);
        FeatureMatrix future = Ahead(features, 15);
        ModelEvaluation ahead = Train("ahead", future, labels), permuted = Train("ahead, permuted labels", future, Permuted(labels, 3));
        Assert.True(ahead.HasEdge, ahead.Verdict);
        Assert.False(permuted.HasEdge, permuted.Verdict);
        Assert.True(Model(ahead).Low > Model(honest).High, "the intervals of honest and looking-ahead model overlap");
        Assert.True(Model(ahead).MeanReturn > Model(permuted).MeanReturn + 0.05);
        // Labels of other sessions cannot be named better than by the commonest class.
        Metric chance = permuted.Metrics.Single(metric => metric.Name == "accuracy");
        Assert.True(chance.Low <= chance.Context.MajorityBaseline, $"{chance.Value} from {chance.Low}, by chance {chance.Context.MajorityBaseline}");

        // What is known beforehand is above suspicion; one column that saw the future is caught, and it alone.
        Assert.Empty(LeakSuspects.Find(features, labels));
        FeatureMatrix planted = WithFuture(features, "volume_z63", noise: 0.2);
        IReadOnlyList<LeakSuspect> suspects = LeakSuspects.Find(planted, labels);
        output.WriteLine(LeakSuspects.InWords(suspects));
        Assert.Equal(["volume_z63"], suspects.Select(suspect => suspect.Feature));
        Assert.Empty(LeakSuspects.Find(planted, Permuted(labels, 3)));
    }

    /// <summary>One column told the return of the next 20 sessions, in its standard deviations, under noise.</summary>
    private static FeatureMatrix WithFuture(FeatureMatrix features, string name, double noise)
    {
        double[] momentum = features.Columns[FeatureCatalog.IndexOf("ret_21d")];
        double scale = Math.Sqrt(momentum.Where(double.IsFinite).Average(value => value * value));
        var random = new Pcg32(41);
        double[] told = [.. Enumerable.Range(0, momentum.Length)
            .Select(i => i + 22 < momentum.Length ? (momentum[i + 22] / scale) + (noise * random.NextNormal()) : double.NaN)];
        return features with { Columns = [.. features.Columns.Select((column, i) => i == FeatureCatalog.IndexOf(name) ? told : column)] };
    }

    /// <summary>
    /// Today's volume tells half a standard deviation of the next session's move. The position is entered at the next close, when that
    /// move is over; what the fading surprise leaves of it in the weeks after is too little for five years of outcomes to show. An entry at
    /// the signal's own close would live on it.
    /// </summary>
    [Fact]
    public void Train_SignalThatIsOverBeforeTheEntry_HasNoEdge()
    {
        (FeatureMatrix features, OutcomeMatrix labels) = Pipeline(12, planted: 0.5);
        Assert.False(Train("planted", features, labels).HasEdge);
    }
}
