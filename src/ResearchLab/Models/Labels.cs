using ResearchLab.Backtesting;
using ResearchLab.Options;

namespace ResearchLab.Models;

/// <summary>Labels of stage 1: for every session and structure, what would have become of the position the rules choose there.</summary>
public static class Labels
{
    /// <summary>Version of the strike and expiry rules the labels were made with; raise it when their choices change.</summary>
    public const int RulesVersion = 5;

    /// <summary>Version of modelled and simulated chains; raise it when their strikes, expiries or prices change.</summary>
    public const int ChainsVersion = 2;

    /// <summary>The outcome of all eleven structures at every session of <paramref name="history"/>.</summary>
    /// <param name="history">Chains and quotes of the underlying; read from several threads.</param>
    /// <param name="context">Market facts known at a session's close; called once a session, in order, from one thread.</param>
    /// <param name="costs">What fills cost.</param>
    /// <param name="progress">Share of sessions done, in [0, 1]; null for none. Called from several threads.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="threads">Most threads; −1 for one a processor.</param>
    /// <param name="options">Departures from the rules; null for none.</param>
    /// <returns>
    /// One row a session. A session without a chain and a structure the rules find untradable are <see cref="ExitReason.NotTraded"/>.
    /// The result does not depend on the number of threads. When later sessions are appended to the history, rows already complete
    /// stay as they are; only <see cref="ExitReason.Open"/> outcomes may change.
    /// </returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static OutcomeMatrix Build(
        ChainHistory history, Func<DateOnly, RuleContext> context, CostModel costs, IProgress<double>? progress = null, CancellationToken cancellation = default,
        int threads = -1, RuleOptions? options = null)
    {
        RuleOptions rules = RuleOptions.Checked(options);
        DateOnly[] sessions = history.Sessions;
        RuleContext[] contexts = Array.ConvertAll(sessions, session => context(session));
        var outcomes = new TradeOutcome[sessions.Length * Structures.Count];
        var origins = new ChainOrigin?[sessions.Length];
        int done = 0, reportEvery = Math.Max(1, sessions.Length / 100);
        var parallel = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = threads };
        Parallel.For(0, sessions.Length, parallel, row =>
        {
            OptionChain? chain = history.ChainAt(sessions[row]);
            origins[row] = chain?.Origin;
            // Made-up quotes are never stale.
            OptionChain? before = chain?.Origin == ChainOrigin.Observed && row > 0 ? history.ChainAt(sessions[row - 1]) : null;
            LiquidityRules liquidity = before?.Origin != ChainOrigin.Observed ? LiquidityRules.Default : LiquidityRules.Default with { Previous = before };
            for (int s = 0; s < Structures.Count; s++)
                outcomes[(row * Structures.Count) + s] = Outcome((Structure)s, sessions[row], chain, contexts[row], liquidity, history, costs, rules);
            int finished = Interlocked.Increment(ref done);
            if (finished % reportEvery == 0)
                progress?.Report(finished / (double)sessions.Length);
        });
        var chains = ChainMix.Of(sessions, origins);
        return new OutcomeMatrix(history.Underlying, Spec(costs, chains, rules), chains.Weakest, sessions, outcomes) { Origins = origins };
    }

    /// <summary>
    /// Text that names the versions of rules and exits, departures from the rules, the costs and the kinds of chains: equal specs and equal chains give
    /// equal labels.
    /// </summary>
    /// <param name="costs">What fills cost.</param>
    /// <param name="chains">Kinds of the chains; labels of one kind are never taken for those of another.</param>
    /// <param name="options">Departures from the rules; null for none.</param>
    public static string Spec(CostModel costs, ChainMix chains, RuleOptions? options = null)
    {
        string departures = options is { IsDefault: false } ? $" with {options.Spec}" : "";
        string kinds = chains.Weakest == ChainOrigin.Observed ? "observed" : $"{chains.Kinds} {ChainsVersion}";
        return $"rules {RulesVersion}{departures}; {costs.Spec}; exits {OutcomeEngine.Version}; chains {kinds}";
    }

    private static TradeOutcome Outcome(
        Structure structure, DateOnly session, OptionChain? chain, RuleContext context, LiquidityRules liquidity, ChainHistory history, CostModel costs,
        RuleOptions options) =>
        chain is not null && ParameterRules.Choose(structure, chain, context, liquidity, options).Position is { } position
            ? OutcomeEngine.Simulate(position, history, costs, options: options)
            : new TradeOutcome(structure, session, default, default, ExitReason.NotTraded, double.NaN, 0, double.NaN);
}
