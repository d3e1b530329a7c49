using ResearchLab.Backtesting;
using ResearchLab.Risk;

namespace ResearchLab.Daily;

/// <summary>
/// An account walked over past sessions by the decisions that the models in force then would have made, each on what was known at its close; the trades are
/// followed on all that is known at the end. What the desk on paper did session by session must come out the same.
/// </summary>
/// <param name="Symbol">Symbol.</param>
/// <param name="Sessions">Sessions, ascending; the account is opened at the first.</param>
/// <param name="Equity">Account value at each close, in dollars.</param>
/// <param name="Trades">Trades that were ordered, in order; of one that was never filled the entry is default.</param>
public sealed record ChampionWalk(string Symbol, IReadOnlyList<DateOnly> Sessions, IReadOnlyList<double> Equity, IReadOnlyList<ChampionTrade> Trades)
{
    /// <summary>Walks.</summary>
    /// <param name="all">All that is known at the end.</param>
    /// <param name="from">First session.</param>
    /// <param name="accountValue">Dollars at the start.</param>
    /// <param name="costs">What fills cost.</param>
    /// <param name="decide">The decision of a session for a book, on what was known at its close.</param>
    /// <param name="cancellation">Stops between sessions.</param>
    internal static ChampionWalk Of(
        SessionData all, DateOnly from, double accountValue, CostModel costs, Func<DateOnly, PortfolioState, Recommendation> decide,
        CancellationToken cancellation)
    {
        DateOnly[] sessions = all.Bars.Sessions;
        int start = Array.BinarySearch(sessions, from);
        ChainHistory history = all.ChainHistory(from);
        var account = new WalkedAccount(all.Bars.Symbol, accountValue);
        var equity = new List<double>(sessions.Length - start);
        var trades = new List<ChampionTrade>();
        for (int position = start; position < sessions.Length; position++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (position > start)
                account.Close(position, all.RiskFreeReturn(position));
            equity.Add(account.Equity);
            Recommendation one = decide(sessions[position], account.State(position));
            if (one.Decision != Decision.Recommend)
                continue;
            TradePath path = OutcomeEngine.Trace(one.Position!, history, costs);
            account.Take(
                DeskTrade.Of(one.Position!, PositionRisk.OneDayVar95(one.Position!, all.RatePerYear[position]), path,
                    session => Array.BinarySearch(sessions, session), (_, _) => 0, []),
                one.Contracts, position);
            trades.Add(new ChampionTrade(sessions[position], one.Contracts, path.Outcome));
        }

        return new ChampionWalk(all.Bars.Symbol, sessions[start..], equity, trades);
    }
}
