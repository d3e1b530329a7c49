using ResearchLab.Basics;
using ResearchLab.Features;
using ResearchLab.Market;
using ResearchLab.Models;
using ResearchLab.Options;
using ResearchLab.Risk;

namespace ResearchLab.Daily;

/// <summary>
/// The decision of one session in its steps, each computed when first asked for: parameters of all eleven, which are eligible, the pick, similar states,
/// limits, size, and the recommendation made of them. Pure: the same arguments give the same to the bit.
/// </summary>
/// <param name="request">What is asked for.</param>
/// <param name="data">What was known at the session's close; its last bar is the session's.</param>
/// <param name="model">A model trained on nothing later.</param>
/// <param name="desk">The desk made with it.</param>
/// <param name="outcomes">Reads the outcomes of past sessions as known when the model was trained; asked for where similar sessions are.</param>
/// <param name="portfolio">The book a new trade joins.</param>
internal sealed class DailyDecision(
    DailyRunRequest request, SessionData data, TrainedModel model, DeskModel desk, Func<OutcomeMatrix> outcomes, PortfolioState portfolio)
{
    private readonly Dictionary<Structure, SimilarStates> _similar = [];
    private (SimilarPast Sessions, OutcomeMatrix Outcomes)? _past;
    private SessionCandidates? _candidates;
    private DeskVerdict? _verdict;

    /// <summary>All eleven with the strikes the rules give, and which of them are eligible.</summary>
    public SessionCandidates Candidates => _candidates ??= new SessionCandidates(request, data, model, desk, request.Session);

    /// <summary>What the rule proposes, with limits and size.</summary>
    public DeskVerdict Verdict => _verdict ??= Candidates.Decide(structure => SimilarTo(structure).ToRecord(desk.Skill.HasSkill), portfolio);

    /// <summary>What similar past sessions led to, for the structure proposed; null when none is.</summary>
    public SimilarStates? Similar => Verdict.Structure == Structure.NoTrade ? null : SimilarTo(Verdict.Structure);

    /// <summary>The limits applied.</summary>
    public IReadOnlyList<LimitCheck> Checks => Verdict.Risk?.Checks ?? [];

    /// <summary>Whether it rests on paper alone: the desk has shown no edge.</summary>
    public bool IsOnPaper => !desk.Evaluation.HasEdge;

    /// <summary>The decision.</summary>
    public Decision Decision => IsRefused ? Decision.NoTrade : Verdict.Decision;

    /// <summary>Units to open; 0 unless recommended.</summary>
    public int Contracts => Decision == Decision.Recommend ? Verdict.Risk!.Contracts : 0;

    private bool IsRefused => !desk.InForce || (IsOnPaper && request.RequireEdge && Verdict.Decision == Decision.Recommend);

    /// <summary>All of it, with reasons and evidence.</summary>
    /// <param name="snapshot">Id of the data read.</param>
    public Recommendation Recommend(string snapshot)
    {
        (DeskVerdict verdict, SessionCandidates today, Structure pick) = (Verdict, Candidates, Verdict.Structure);
        int row = data.Bars.Count - 1;
        StructurePosition? position = pick == Structure.NoTrade ? null : today.ChoiceOf(pick).Position;
        Explanation? explanation = pick == Structure.NoTrade ? null : Explanations.Of(model, desk.Picker, data.Features, row, pick);
        // Where the search has no skill it stands against no candidate, and looking it up for those that are not shown takes as long as all the rest.
        IReadOnlyList<Candidate> candidates = today.All(structure => desk.Skill.HasSkill ? SimilarTo(structure).ToRecord(true) : default, portfolio);

        List<string> reasons = [PickReason(desk, pick, verdict)];
        if (verdict.PassedOver is { } larger)
            reasons.Add($"{Words(larger)} came before it and was passed over: "
                + $"one unit is above {Display.Percent(Math.Min(request.Limits.RiskPerTrade, request.Limits.MaxPositionSize), 1)} of "
                + $"{Display.Money(request.AccountValue, 0)}");
        if (model.Pickers.Pool.Count > 0)
            reasons.Add($"the picker 'pooled' learned from {string.Join(", ", model.Pickers.Pool)} too, of the watchlist");
        if (IsRefused)
            reasons.Add(!desk.InForce ? NotInForce(desk) : "only what has shown an edge was asked for, and this is on paper only");
        reasons.AddRange(Checks.Where(check => !check.Passed).Select(check => "against it: " + check.Text));
        if (pick == Structure.NoTrade)
            reasons.AddRange(candidates.Where(one => one.NotEligible is not null).Take(3).Select(one => $"{Words(one.Structure)}: {one.NotEligible}"));
        reasons.AddRange(explanation?.InWords(3) ?? []);
        if (desk.Picker.Kind == PickerKind.Textbook && data.Rules(request.Session) is { IvRank252: not double.NaN, CloseToSma50: not double.NaN } known)
            reasons.Add($"the textbook's rule reads two features: implied volatility at {Display.Percent(known.IvRank252, 0)} of its last year's range, "
                + $"close {Display.Percent(Math.Abs(known.CloseToSma50))} {(known.CloseToSma50 >= 0 ? "above" : "below")} its 50-session average");
        reasons.Add(Regime.Describe(data, row));
        reasons.AddRange(data.Carried.Select(one => "carried: " + one.InWords));
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
            Decision = Decision,
            OnPaper = IsOnPaper,
            Structure = pick,
            Confidence = pick == Structure.NoTrade ? double.NaN : verdict.Forecast.WinProbability,
            Forecast = verdict.Forecast,
            Probabilities = today.Probabilities,
            Position = position,
            Contracts = Contracts,
            Checks = Checks,
            Reasons = reasons,
            Candidates = candidates,
            Explanation = explanation,
            Drift = drift,
            Similar = Similar,
            Overridden = request.Overridden,
            Desk = DeskSummary.Of(desk),
            Evidence = new Evidence(
                snapshot, data.View.Known, request.Seed, request.CodeVersion, model.Card.Id,
                $"{FeatureCatalog.All.Count}-v{FeatureCatalog.SetVersion}",
                $"{DescribeChain(today.Chain, data.Context.Vix, data.Carried)}; history {data.Chains.InWords}{DescribeModel(data)}")
            {
                Config = request.ConfigHash,
                Carried = data.Carried,
            },
        };
    }

    private SimilarStates SimilarTo(Structure structure)
    {
        if (_similar.TryGetValue(structure, out SimilarStates? known))
            return known;
        _past ??= (new SimilarPast(data.Features, data.Bars.Count - 1, new SimilarStateOptions()), outcomes());
        return _similar[structure] = _past.Value.Sessions.Of(_past.Value.Outcomes, structure);
    }

    private static string PickReason(DeskModel desk, Structure pick, DeskVerdict verdict)
    {
        if (pick == Structure.NoTrade)
            return $"the picker '{desk.Picker.Kind.Name()}' proposes no eligible structure";
        TradeForecast forecast = verdict.Forecast;
        string expected = double.IsNaN(forecast.WinProbability)
            ? ""
            : $": a profit in {Display.Percent(forecast.WinProbability)} (it breaks even at {Display.Percent(forecast.BreakEven)}), "
                + $"{Display.Percent(forecast.ExpectedReturn, 1)} of capital at risk expected after costs and exits";
        return $"the picker '{desk.Picker.Kind.Name()}' proposes {Words(pick)}{expected}";
    }

    private static string NotInForce(DeskModel desk) =>
        Invariant($"no picker is in force: over {desk.Evaluation.From:yyyy-MM-dd} to {desk.Evaluation.Through:yyyy-MM-dd} none earned more than T-bills ")
            + Invariant($"with at least 30 trades, the best being '{desk.Picker.Kind.Name()}'");

    private static string Words(Structure structure) => structure.Name().Replace('_', ' ');

    private static string DescribeModel(SessionData data)
    {
        if (data.Origin != ChainOrigin.Modelled)
            return "";
        string dividends = data.CarryAt(data.Bars.Sessions[^1]) is { } carry ? $", forwards know {carry.Basis}" : "";
        string estimated = data.WithoutIndex is > 0 and var sessions
            ? Invariant($"; {sessions:#,0} of them before the volatility index begins, from realised volatility")
            : "";
        return Invariant($"{estimated}; modelled with constants {data.ChainModel.Vintage}{dividends}; ")
            + Invariant($"sessions before {data.ChainModel.FirstChain:yyyy-MM-dd} in hindsight");
    }

    private static string DescribeChain(OptionChain? chain, DailySeries volatilityIndex, IReadOnlyList<CarriedValue> carried) => chain?.Origin switch
    {
        null => "none",
        ChainOrigin.Observed => $"observed, {chain.Count} quotes",
        ChainOrigin.Demo => $"demo (simulated), {chain.Count} quotes",
        ChainOrigin.Modelled when volatilityIndex.AlignTo([chain.Session])[0] > 0 =>
            $"modelled from the volatility index{CarriedValue.Dated(volatilityIndex, carried)}, {chain.Count} quotes",
        ChainOrigin.Modelled => $"modelled from realised volatility for want of a volatility index, {chain.Count} quotes",
        _ => throw new ArgumentOutOfRangeException(nameof(chain), chain.Origin, Invariant($"There is no chain origin {(int)chain.Origin}.")),
    };
}
