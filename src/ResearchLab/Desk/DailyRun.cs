using ResearchLab.Columns;
using ResearchLab.Features;
using ResearchLab.Market;
using ResearchLab.Models;
using ResearchLab.Options;
using ResearchLab.Risk;
using ResearchLab.Time;

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
    /// <param name="desk">The desk made with it.</param>
    /// <param name="outcomes">Reads the outcomes of past sessions as known when the model was trained; asked for where similar sessions are.</param>
    /// <param name="portfolio">The book a new trade joins.</param>
    /// <param name="snapshot">Id of the data read.</param>
    public static Recommendation Decide(
        DailyRunRequest request, DeskData data, TrainedModel model, DeskModel desk, Func<OutcomeMatrix> outcomes, PortfolioState portfolio, string snapshot)
    {
        int row = data.Bars.Count - 1;
        var found = new Dictionary<Structure, SimilarStates>();
        var past = new Lazy<(SimilarPast Sessions, OutcomeMatrix Outcomes)>(() => (new SimilarPast(data.Features, row, new SimilarStateOptions()), outcomes()));
        SimilarStates SimilarTo(Structure structure) => found.TryGetValue(structure, out SimilarStates? one) ? one : found[structure] = past.Value.Sessions.Of(past.Value.Outcomes, structure);
        SimilarRecord Similar(Structure structure) => SimilarTo(structure).ToRecord(desk.Skill.HasSkill);

        var today = new SessionCandidates(request, data, model, desk, request.Session);
        DeskVerdict verdict = today.Decide(Similar, portfolio);
        Structure pick = verdict.Structure;
        bool onPaper = !desk.Evaluation.HasEdge;
        bool refused = !desk.InForce || (onPaper && request.RequireEdge && verdict.Decision == Decision.Recommend);
        Decision decision = refused ? Decision.NoTrade : verdict.Decision;
        int contracts = decision == Decision.Recommend ? verdict.Risk!.Contracts : 0;
        StructurePosition? position = pick == Structure.NoTrade ? null : today.ChoiceOf(pick).Position;
        IReadOnlyList<LimitCheck> checks = verdict.Risk?.Checks ?? [];
        Explanation? explanation = pick == Structure.NoTrade ? null : Explanations.Of(model, desk.Picker, data.Features, row, pick);
        // Where the search has no skill it stands against no candidate, and looking it up for those that are not shown takes as long as all the rest.
        IReadOnlyList<Candidate> candidates = today.All(structure => desk.Skill.HasSkill ? Similar(structure) : default, portfolio);

        List<string> reasons = [PickReason(desk, pick, verdict)];
        if (verdict.PassedOver is { } larger)
            reasons.Add($"{Words(larger)} came before it and was passed over: one unit is above {Display.Percent(Math.Min(request.Limits.RiskPerTrade, request.Limits.MaxPositionSize), 1)} of {Display.Money(request.AccountValue, 0)}");
        if (model.Pickers.Pool.Count > 0)
            reasons.Add($"the picker 'pooled' learned from {string.Join(", ", model.Pickers.Pool)} too, of the watchlist");
        if (refused)
            reasons.Add(!desk.InForce ? NotInForce(desk) : "only what has shown an edge was asked for, and this is on paper only");
        reasons.AddRange(checks.Where(check => !check.Passed).Select(check => "against it: " + check.Text));
        if (pick == Structure.NoTrade)
            reasons.AddRange(candidates.Where(one => one.NotEligible is not null).Take(3).Select(one => $"{Words(one.Structure)}: {one.NotEligible}"));
        reasons.AddRange(explanation?.InWords(3) ?? []);
        if (desk.Picker.Kind == PickerKind.Textbook && data.Rules(request.Session) is { IvRank252: not double.NaN, CloseToSma50: not double.NaN } known)
            reasons.Add($"the textbook's rule reads two features: implied volatility at {Display.Percent(known.IvRank252, 0)} of its last year's range, close {Display.Percent(Math.Abs(known.CloseToSma50))} {(known.CloseToSma50 >= 0 ? "above" : "below")} its 50-session average");
        reasons.Add(Regime.Describe(data, row));
        reasons.AddRange(SessionChanges.Of(request, data, model, desk, today));
        reasons.AddRange(position?.Reasons ?? []);
        reasons.AddRange(verdict.Risk?.SizeReasons ?? []);
        reasons.Add(desk.Evaluation.Verdict);
        FeatureDriftReport drift = Drift.OfFeatures(data.Features, model.Card.Id, model.Card.KnownThrough, new DriftOptions());
        if (drift.IsAlert)
            reasons.Add($"{drift.Verdict.TrimEnd('.')}; the model was trained on another kind of market");
        return new Recommendation
        {
            Session = request.Session,
            Symbol = request.Symbol,
            Data = today.Chain?.Origin ?? data.Origin,
            LearnedFrom = desk.LearnedFrom,
            Decision = decision,
            OnPaper = onPaper,
            Structure = pick,
            Confidence = pick == Structure.NoTrade ? double.NaN : verdict.Forecast.WinProbability,
            Forecast = verdict.Forecast,
            Probabilities = today.Probabilities,
            Position = position,
            Contracts = contracts,
            Checks = checks,
            Reasons = reasons,
            Candidates = candidates,
            Explanation = explanation,
            Drift = drift,
            Similar = pick == Structure.NoTrade ? null : SimilarTo(pick),
            Overridden = request.Overridden,
            Desk = DeskSummary.Of(desk),
            Evidence = new Evidence(
                snapshot, data.View.Known, request.Seed, request.CodeVersion, model.Card.Id,
                $"{FeatureCatalog.All.Count}-v{FeatureCatalog.SetVersion}", $"{DescribeChain(today.Chain, data.Context.Vix)}; history {data.Chains.InWords}{DescribeModel(data)}")
            {
                Config = request.ConfigHash,
            },
        };
    }

    private static string PickReason(DeskModel desk, Structure pick, DeskVerdict verdict) => pick == Structure.NoTrade
        ? $"the picker '{desk.Picker.Kind.Name()}' proposes no eligible structure"
        : $"the picker '{desk.Picker.Kind.Name()}' proposes {Words(pick)}{(double.IsNaN(verdict.Forecast.WinProbability) ? "" : $": a profit in {Display.Percent(verdict.Forecast.WinProbability)} (it breaks even at {Display.Percent(verdict.Forecast.BreakEven)}), {Display.Percent(verdict.Forecast.ExpectedReturn, 1)} of capital at risk expected after costs and exits")}";

    private static string NotInForce(DeskModel desk) =>
        $"no picker is in force: over {desk.Evaluation.From:yyyy-MM-dd} to {desk.Evaluation.Through:yyyy-MM-dd} none earned more than T-bills with at least 30 trades, the best being '{desk.Picker.Kind.Name()}'";

    private static string Words(Structure structure) => structure.Name().Replace('_', ' ');

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
        ChainOrigin.Modelled when volatilityIndex.AlignTo([chain.Session])[0] > 0 => $"modelled from the volatility index{Carried(volatilityIndex, chain.Session)}, {chain.Count} quotes",
        ChainOrigin.Modelled => $"modelled from realised volatility for want of a volatility index, {chain.Count} quotes",
        _ => throw new ArgumentOutOfRangeException(nameof(chain), chain.Origin, $"There is no chain origin {(int)chain.Origin}."),
    };

    /// <summary>How old the index is where it has no value of the session itself.</summary>
    private static string Carried(DailySeries index, DateOnly session)
    {
        int at = Array.FindLastIndex(index.Sessions, date => date <= session);
        while (at >= 0 && double.IsNaN(index.Values[at]))
            at--;
        if (at < 0 || index.Sessions[at] == session)
            return "";
        int age = ExchangeCalendar.Nyse.Sessions(index.Sessions[at], session).Count(day => day > index.Sessions[at]);
        return $" of {index.Sessions[at]:yyyy-MM-dd}, {age} {(age == 1 ? "session" : "sessions")} old";
    }
}
