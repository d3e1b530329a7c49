using ResearchLab.Backtesting;
using ResearchLab.Options;

namespace ResearchLab.Models;

/// <summary>Labels of stage 1: for every session and structure, what would have become of the position the rules choose there.</summary>
public static class Labels
{
    /// <summary>Version of the strike and expiry rules the labels were made with; raise it when their choices change.</summary>
    public const int RulesVersion = 6;

    /// <summary>Version of modelled and simulated chains; raise it when their strikes, expiries or prices change.</summary>
    public const int ChainsVersion = 6;

    /// <summary>The outcome of all eleven structures at every session of <paramref name="history"/>.</summary>
    /// <param name="history">Chains and quotes of the underlying; read from several threads.</param>
    /// <param name="context">Market facts known at a session's close; called once a session, in order, from one thread.</param>
    /// <param name="costs">What fills cost.</param>
    /// <param name="progress">Share of sessions done, in [0, 1]; null for none. Called from several threads.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="threads">Most threads; −1 for one a processor.</param>
    /// <param name="options">Departures from the rules; null for none.</param>
    /// <param name="pricing">Price level and error of the modelled chains; null for the prices of each session and no error.</param>
    /// <param name="minWinProbability">Least risk-neutral probability of a profit of an eligible structure.</param>
    /// <returns>
    /// One row a session. A session without a chain and a structure the rules find untradable are <see cref="ExitReason.NotTraded"/>.
    /// The result does not depend on the number of threads. When later sessions are appended to the history, rows already complete
    /// stay as they are; only <see cref="ExitReason.Open"/> outcomes may change.
    /// </returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static OutcomeMatrix Build(
        ChainHistory history, Func<DateOnly, RuleContext> context, CostModel costs, IProgress<double>? progress = null,
        CancellationToken cancellation = default,
        int threads = -1, RuleOptions? options = null, LabelPricing? pricing = null, double minWinProbability = Eligibility.MinWinProbability)
    {
        RuleOptions rules = RuleOptions.Checked(options);
        DateOnly[] sessions = history.Sessions;
        var trades = new LabelTrades(history, Array.ConvertAll(sessions, session => context(session)), costs, rules, pricing);
        var outcomes = new TradeOutcome[sessions.Length * Structures.Count];
        var origins = new ChainOrigin?[sessions.Length];
        double[] corners = pricing is null or { LevelError: 0, SpreadError: 0 } || history.Priced is null
            ? []
            : new double[outcomes.Length * LabelPricing.Corners];
        Array.Fill(corners, double.NaN);
        var ends = new DateOnly[corners.Length == 0 ? 0 : outcomes.Length];
        var wins = new double[outcomes.Length];
        int done = 0, reportEvery = Math.Max(1, sessions.Length / 100);
        var parallel = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = threads };
        Parallel.For(0, sessions.Length, parallel, row =>
        {
            SessionTrades session = trades.At(row);
            origins[row] = session.Origin;
            for (int s = 0; s < Structures.Count; s++)
            {
                int at = (row * Structures.Count) + s;
                StructurePosition? chosen = session.Choose((Structure)s).Position;
                wins[at] = chosen?.WinProbability ?? double.NaN;
                outcomes[at] = chosen is not null
                    ? session.Simulate(chosen)
                    : new TradeOutcome((Structure)s, sessions[row], default, default, ExitReason.NotTraded, double.NaN, 0, double.NaN);
                if (chosen is null || pricing is null || corners.Length == 0 || session.Origin != ChainOrigin.Modelled || !outcomes[at].IsComplete)
                    continue;
                for (int c = 0; c < LabelPricing.Corners; c++)
                {
                    TradeOutcome other = session.Simulate(chosen, pricing.Corner(c, session.Scale, outcomes[at].Entry.AddDays(1)));
                    corners[(at * LabelPricing.Corners) + c] = other.IsComplete ? other.Return : double.NaN;
                    DateOnly end = other.Reason == ExitReason.Open ? DateOnly.MaxValue : other.Exit;
                    ends[at] = end > ends[at] ? end : ends[at];
                }
            }

            int finished = Interlocked.Increment(ref done);
            if (finished % reportEvery == 0)
                progress?.Report(finished / (double)sessions.Length);
        });
        var chains = ChainMix.Of(sessions, origins);
        return new OutcomeMatrix(history.Underlying, Spec(costs, chains, rules, pricing, minWinProbability), chains.Weakest, sessions, outcomes)
        {
            Origins = origins,
            Corners = corners,
            CornerEnds = ends,
            WinProbabilities = wins,
            MinWinProbability = minWinProbability,
        };
    }

    /// <summary>
    /// Text that names the versions of rules and exits, departures from the rules, the costs and the kinds of chains: equal specs and equal chains give
    /// equal labels, where both histories know the regime of the market or neither does.
    /// </summary>
    /// <param name="costs">What fills cost.</param>
    /// <param name="chains">Kinds of the chains; labels of one kind are never taken for those of another.</param>
    /// <param name="options">Departures from the rules; null for none.</param>
    /// <param name="pricing">Price level and error of the modelled chains; null for none.</param>
    /// <param name="minWinProbability">Least risk-neutral probability of a profit of an eligible structure.</param>
    public static string Spec(
        CostModel costs, ChainMix chains, RuleOptions? options = null, LabelPricing? pricing = null, double minWinProbability = Eligibility.MinWinProbability)
    {
        string departures = options is { IsDefault: false } ? $" with {options.Spec}" : "";
        string kinds = chains.Weakest == ChainOrigin.Observed ? "observed" : $"{chains.Kinds} {ChainsVersion}";
        return $"rules {RulesVersion}{departures}; {costs.Spec}; exits {OutcomeEngine.Version}; "
            + $"chains {kinds}{(pricing is null ? "" : $"; {pricing.Spec}")}; {Eligibility.Spec(minWinProbability)}";
    }
}
