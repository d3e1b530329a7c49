using ResearchLab.Columns;
using ResearchLab.Features;
using ResearchLab.Market;
using ResearchLab.Models;
using ResearchLab.Options;
using ResearchLab.Risk;

namespace ResearchLab.Desk;

/// <summary>
/// The decision of one session, from what was known at its close: structure, parameters, limits, size and reasons. Pure: the same
/// data, model and request give the same recommendation to the bit.
/// </summary>
public static class DailyRun
{
    /// <summary>Decides.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="data">What was known at the session's close; its last bar is the session's.</param>
    /// <param name="model">A model trained on nothing later.</param>
    /// <param name="outcomes">Outcomes of past sessions as known when the model was trained.</param>
    /// <param name="portfolio">The book a new trade joins.</param>
    /// <param name="snapshot">Id of the data read.</param>
    public static Recommendation Decide(
        DailyRunRequest request, DeskData data, TrainedModel model, OutcomeMatrix outcomes, PortfolioState portfolio, string snapshot)
    {
        int row = data.Bars.Count - 1;
        var features = new double[FeatureCatalog.All.Count];
        data.Features.CopyRow(row, features);
        double[] probabilities = model.Predict(features);
        Structure pick = Policies.Likeliest(probabilities);
        double confidence = probabilities[(int)pick];
        double outOfRange = model.OutOfDistribution(features);
        OptionChain? chain = data.ChainAt(request.Session);

        var explanation = Explanations.Of(model, data.Features, row, pick);
        List<string> reasons = [PickReason(pick, probabilities), .. explanation.InWords(3), Regime.Describe(data, row)];
        List<LimitCheck> checks = [Gate("model_confidence", confidence, request.Limits.ConfidenceGate), Range(outOfRange, request.Limits.MaxOutOfRange)];
        StructurePosition? position = null;
        SimilarStates? similar = null;
        int contracts = 0;
        Decision decision = Decision.NoTrade;

        if (pick == Structure.NoTrade)
        {
            reasons.Add("the model expects no structure to earn its costs here");
        }
        else if (chain is null)
        {
            reasons.Add("not tradable: no chain broad enough to choose from was observed and none can be modelled without the volatility index");
        }
        else
        {
            var distributions = new ChainDistributions(chain);
            StructureChoice choice = ParameterRules.Choose(pick, distributions, data.Rules(request.Session), data.Liquidity(chain), model.Options.Rules);
            position = choice.Position is { } chosen ? PositionValue.WithExpectedValue(chosen, distributions) : null;
            similar = SimilarStateSearch.Find(data.Features, outcomes, row, pick);
            if (position is null)
            {
                reasons.Add(choice.NotTradable!);
            }
            else
            {
                RiskDecision risk = RiskCheck.Apply(position, confidence, similar, portfolio, request.Limits, data.RatePerYear[row]);
                checks.AddRange(risk.Checks);
                bool allowed = checks.TrueForAll(check => check.Passed);
                contracts = allowed ? risk.Contracts : 0;
                decision = contracts > 0 ? Decision.Recommend : Decision.Hold;
                reasons.AddRange(checks.Where(check => !check.Passed).Select(check => "against it: " + check.Text));
                reasons.AddRange(position.Reasons);
                reasons.AddRange(risk.SizeReasons);
            }
        }

        if (!model.Card.Evaluation.HasEdge)
            reasons.Add("the model has shown no edge over its baselines out of sample; see its evaluation before acting on it");
        FeatureDriftReport drift = Drift.OfFeatures(data.Features, model.Card.Id, model.Card.KnownThrough, new DriftOptions());
        if (drift.IsAlert)
            reasons.Add($"{drift.Verdict.TrimEnd('.')}; the model was trained on another kind of market");
        return new Recommendation
        {
            Session = request.Session,
            Symbol = request.Symbol,
            Data = chain?.Origin ?? data.Origin,
            Decision = decision,
            Structure = pick,
            Confidence = confidence,
            Probabilities = probabilities,
            Position = position,
            Contracts = contracts,
            Checks = checks,
            Reasons = reasons,
            Explanation = explanation,
            Drift = drift,
            Similar = similar,
            Overridden = request.Overridden,
            Evidence = new Evidence(
                snapshot, data.View.Known, request.Seed, request.CodeVersion, model.Card.Id,
                $"{FeatureCatalog.All.Count}-v{FeatureCatalog.SetVersion}", $"{DescribeChain(chain, data.Context.Vix)}; history {data.Chains.InWords}{DescribeModel(data)}")
            {
                Config = request.ConfigHash,
            },
        };
    }

    private static string PickReason(Structure pick, double[] probabilities)
    {
        IEnumerable<string> next = Enumerable.Range(0, probabilities.Length).Where(i => i != (int)pick)
            .OrderByDescending(i => probabilities[i]).Take(2)
            .Select(i => $"{Words((Structure)i)} {Display.Percent(probabilities[i])}");
        return $"model picks {Words(pick)} at {Display.Percent(probabilities[(int)pick])}; next {string.Join(", ", next)}";
    }

    private static string Words(Structure structure) => structure.Name().Replace('_', ' ');

    private static LimitCheck Gate(string limit, double confidence, double bound) =>
        new(limit, confidence, bound, confidence >= bound, $"model confidence {Display.Percent(confidence)}, at least {Display.Percent(bound)}");

    private static LimitCheck Range(double share, double bound) =>
        new("out_of_range_features", share, bound, share <= bound, $"{Display.Percent(share, 0)} of the features lie outside what the model was trained on, limit {Display.Percent(bound, 0)}");

    private static string DescribeModel(DeskData data)
    {
        if (data.Origin != ChainOrigin.Modelled)
            return "";
        string dividends = data.CarryAt(data.Bars.Sessions[^1]) is { } carry ? $", forwards know {carry.Basis}" : "";
        return $"; modelled with constants {data.ChainModel.Vintage}{dividends}; sessions before {data.ChainModel.FirstChain:yyyy-MM-dd} in hindsight";
    }

    private static string DescribeChain(OptionChain? chain, DailySeries volatilityIndex) => chain?.Origin switch
    {
        null => "none",
        ChainOrigin.Observed => $"observed, {chain.Count} quotes",
        ChainOrigin.Demo => $"demo (simulated), {chain.Count} quotes",
        ChainOrigin.Modelled when volatilityIndex.AlignTo([chain.Session])[0] > 0 => $"modelled from the volatility index, {chain.Count} quotes",
        ChainOrigin.Modelled => $"modelled from realised volatility for want of a volatility index, {chain.Count} quotes",
        _ => throw new ArgumentOutOfRangeException(nameof(chain), chain.Origin, $"There is no chain origin {(int)chain.Origin}."),
    };
}
