using ResearchLab.Backtesting;
using ResearchLab.Basics;
using ResearchLab.Daily;
using ResearchLab.Models;
using ResearchLab.Options;

namespace ResearchLab;

/// <summary>The room of trades: what became of them, and what departures from the rules change.</summary>
public sealed class LabTrades
{
    private readonly Lab _lab;

    internal LabTrades(Lab lab) => _lab = lab;

    // No rule of the lab holds a position longer: the latest nearest expiry is 75 days away.
    private const int FollowDays = 100;

    /// <summary>
    /// What became of the position the rules chose at a session, as far as the chains until a later one tell: entry, marks, events, costs
    /// and exit. Null with the reason when the rules found none. What was chosen on an observed chain is followed on observed ones.
    /// </summary>
    /// <param name="symbol">Ticker.</param>
    /// <param name="structure">Which structure.</param>
    /// <param name="session">Session of the chain the rules see; entry is at the next.</param>
    /// <param name="through">Last session to follow; by default the last completed one, or 100 days on.</param>
    /// <param name="progress">Where to report progress.</param>
    /// <param name="cancellation">Stops at the next safe point.</param>
    /// <param name="options">Departures from the rules, charged as a trial; null for none.</param>
    /// <param name="thenModelled">Goes on with modelled quotes where observed ones end; the path says from when.</param>
    public (StructureChoice Choice, TradePath? Path) Trace(
        string symbol, Structure structure, DateOnly session, DateOnly? through = null, IProgress<RunProgress>? progress = null,
        CancellationToken cancellation = default,
        RuleOptions? options = null, bool thenModelled = false)
    {
        SessionData then = _lab.Data(symbol, session, progress, cancellation);
        OptionChain chain = then.ChainAt(session) ?? throw new DataUnusableException(
            Invariant($"There is no chain of {symbol} on {session:yyyy-MM-dd} to choose from. Ingest chains or the volatility index, or use another session."));
        ChargeTrial(symbol, options, [structure], session);
        StructureChoice choice = ParameterRules.Choose(structure, chain, then.Rules(session), then.Liquidity(chain), options);
        return (choice, choice.Position is { } position
            ? OutcomeEngine.Trace(position, History(symbol, session, through, progress, cancellation), _lab.Options.Costs, options, thenModelled)
            : null);
    }

    /// <summary>The chains of a symbol from a session on, to follow what was chosen at it.</summary>
    /// <param name="symbol">Ticker.</param>
    /// <param name="session">First session.</param>
    /// <param name="through">Last session; by default the last completed one, or 100 days on.</param>
    /// <param name="progress">Where to report progress.</param>
    /// <param name="cancellation">Stops at the next safe point.</param>
    /// <exception cref="UsageException"><paramref name="through"/> is before <paramref name="session"/>.</exception>
    public ChainHistory History(
        string symbol, DateOnly session, DateOnly? through = null, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        DateOnly last = through ?? Earlier(_lab.LastSession, _lab.Calendar.OnOrBefore(session.AddDays(FollowDays)));
        if (last < session)
            throw new UsageException(
                Invariant($"Following a trade of {session:yyyy-MM-dd} until {last:yyyy-MM-dd} would go back in time. Use a later last session."));
        return _lab.Data(symbol, last, progress, cancellation).ChainHistory(session);
    }

    /// <summary>
    /// Charges a look at departures from the rules as a trial of the symbol: whatever is chosen later was chosen among them too. The rules themselves
    /// cost nothing, and the same look is one trial however often it is taken.
    /// </summary>
    /// <param name="symbol">Ticker.</param>
    /// <param name="options">Departures; null or the default charge nothing.</param>
    /// <param name="structures">Structures looked at.</param>
    /// <param name="session">Session looked at.</param>
    /// <returns>Whether a trial was charged.</returns>
    public bool ChargeTrial(string symbol, RuleOptions? options, IReadOnlyList<Structure> structures, DateOnly session)
    {
        RuleOptions rules = RuleOptions.Checked(options);
        if (rules.IsDefault)
            return false;
        var specification = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["rules"] = rules.Spec,
            ["structures"] = structures.Count == Structures.Count ? "all" : string.Join(", ", structures.Select(structure => structure.Name())),
        };
        new TrialLedger(_lab.Journal).Record(new Trial($"structure {symbol}", "rules", specification, Invariant($"session {session:yyyy-MM-dd}"), [], []));
        return true;
    }

    /// <summary>
    /// What the trades of every structure earn on the sessions a model was trained on: with and without costs, without regime exits, with late exits, at the
    /// prices of the time and within the chain model's error.
    /// </summary>
    /// <param name="model">A model of this lab.</param>
    /// <param name="progress">Where to report progress.</param>
    /// <param name="cancellation">Stops between sessions.</param>
    public IReadOnlyList<OutcomeVariants> Variants(TrainedModel model, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ModelCard card = model.Card;
        SessionData data = _lab.Data(card.Symbol, card.KnownThrough, progress, cancellation);
        OutcomeMatrix held = Labels.Build(
            data.ChainHistory(), data.Rules, _lab.Options.Costs, RunProgress.Part(progress, "computing outcomes without regime exits", 0.1, 0.3), cancellation,
            options: model.Options.Rules with { RegimeExits = false }, pricing: data.PricingOfLabels(card.KnownThrough).Exact());
        OutcomeMatrix late = Labels.Build(
            data.ChainHistory(), data.Rules, _lab.Options.Costs, RunProgress.Part(progress, "computing outcomes with late exits", 0.3, 0.65), cancellation,
            options: model.Options.Rules with { LateExits = true }, pricing: data.PricingOfLabels(card.KnownThrough).Exact());
        OutcomeMatrix then = Labels.Build(
            data.ChainHistory(), data.Rules, _lab.Options.Costs, RunProgress.Part(progress, "computing outcomes at the prices of the time", 0.65, 1),
            cancellation,
            options: model.Options.Rules);
        return OutcomeVariants.Of(_lab.ModelBuilder(_lab.Request(card.Symbol, card.KnownThrough)).Outcomes(model, data.Features), held, late, then);
    }

    private static DateOnly Earlier(DateOnly one, DateOnly other) => one < other ? one : other;
}
