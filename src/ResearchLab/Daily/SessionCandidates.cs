using ResearchLab.Backtesting;
using ResearchLab.Models;
using ResearchLab.Options;
using ResearchLab.Risk;

namespace ResearchLab.Daily;

/// <summary>The eleven structures of a session as a desk sees them.</summary>
internal sealed class SessionCandidates
{
    private readonly StructureChoice[] _choices = new StructureChoice[Structures.Count];
    private readonly DeskCandidate?[] _eligible = new DeskCandidate?[Structures.Count];
    private readonly double[] _scores;
    private readonly DeskModel _desk;
    private readonly DailyRunRequest _request;

    public SessionCandidates(DailyRunRequest request, SessionData data, TrainedModel model, DeskModel desk, DateOnly session)
    {
        (_request, _desk) = (request, desk);
        int row = data.Bars.IndexOf(session);
        Features = new double[ModelFeatures.Count];
        data.Features.CopyRow(row, Features);
        Probabilities = model.Predict(Features);
        _scores = desk.Picker.Scores(Features, Probabilities);
        OutOfRange = model.OutOfDistribution(Features);
        Chain = data.ChainAt(session);
        ChainDistributions? distributions = Chain is null ? null : new ChainDistributions(Chain);
        for (int s = 0; s < Structures.Count; s++)
        {
            StructureChoice choice = distributions is null
                ? new StructureChoice(null,
                    "not tradable: no chain broad enough to choose from was observed and none can be modelled without the volatility index")
                : ParameterRules.Choose((Structure)s, distributions, data.Rules(session), data.Liquidity(Chain!), model.Options.Rules);
            _choices[s] = choice.Position is { } position ? choice with { Position = PositionValue.WithExpectedValue(position, distributions!) } : choice;
            if (_choices[s].Position is { } chosen && Eligibility.Admits(chosen.WinProbability, request.Limits.MinWinProbability))
                _eligible[s] = new DeskCandidate(chosen, PositionRisk.OneDayVar95(chosen, data.RatePerYear[row]));
        }
    }

    /// <summary>The 84 features of the session.</summary>
    public double[] Features { get; }

    /// <summary>Calibrated probabilities of the twelve classes.</summary>
    public double[] Probabilities { get; }

    /// <summary>Share of the features outside of what the model was trained on.</summary>
    public double OutOfRange { get; }

    /// <summary>The chain; null when there was none.</summary>
    public OptionChain? Chain { get; }

    /// <summary>The structures that are eligible, in the order of their numbers.</summary>
    public IEnumerable<Structure> Eligible => Enumerable.Range(0, Structures.Count).Where(s => _eligible[s] is not null).Select(s => (Structure)s);

    /// <summary>What the rule decides.</summary>
    public DeskVerdict Decide(Func<Structure, SimilarRecord> similar, PortfolioState book) =>
        DeskRule.Decide(_scores, structure => _eligible[(int)structure], _desk.Calibration, similar, OutOfRange, book, _request.Limits, inWords: true);

    /// <summary>What the rules chose for a structure, or why nothing.</summary>
    public StructureChoice ChoiceOf(Structure structure) => _choices[(int)structure];

    /// <summary>All eleven, the eligible ones by expected return first.</summary>
    public IReadOnlyList<Candidate> All(Func<Structure, SimilarRecord> similar, PortfolioState book) =>
        [.. Enumerable.Range(0, Structures.Count).Select(s => Of((Structure)s, similar, book))
            .OrderBy(one => one.NotEligible is null ? 0 : double.IsNaN(one.CapitalAtRisk) ? 2 : 1)
            .ThenByDescending(one => double.IsNaN(one.Forecast.ExpectedReturn) ? double.NegativeInfinity : one.Forecast.ExpectedReturn)
            .ThenBy(one => one.Structure)];

    private Candidate Of(Structure structure, Func<Structure, SimilarRecord> similar, PortfolioState book)
    {
        StructureChoice choice = _choices[(int)structure];
        string? why = Eligibility.WhyNot(choice, _request.Limits.MinWinProbability);
        TradeForecast forecast = _desk.Calibration.Of(structure, _scores[(int)structure]);
        if (choice.Position is not { } position)
            return new Candidate(structure, why, forecast, double.NaN, double.NaN, double.NaN, double.NaN, []);
        IReadOnlyList<LimitCheck> against = _eligible[(int)structure] is { } eligible
            ? [.. RiskCheck.Apply(new TradeProposal(eligible.Position, eligible.Var95, forecast, similar(structure), OutOfRange), book,
                _request.Limits).Checks.Where(check => !check.Passed)]
            : [];
        double value = position.ExpectedValue ?? double.NaN;
        return new Candidate(structure, why, forecast, position.WinProbability, position.CapitalAtRisk, value,
            value - RoundTrip(position, _request.Costs), against);
    }

    private static double RoundTrip(StructurePosition position, CostModel costs)
    {
        double spread = 0;
        int contracts = 0;
        foreach (Leg leg in position.Legs)
        {
            spread += Math.Abs(leg.Quantity) * (leg.Ask - leg.Bid);
            contracts += Math.Abs(leg.Quantity);
        }

        return 2 * ((costs.SpreadShare(position.Legs.Count) * spread * OptionContract.Multiplier) + (contracts * costs.PerContract));
    }
}
