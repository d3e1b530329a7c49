using System.Text.Json.Nodes;
using ResearchLab.Daily;
using ResearchLab.Journal;
using ResearchLab.Options;
using ResearchLab.Risk;
using ResearchLab.Time;

namespace ResearchLab.Agents;

/// <summary>
/// Orders of a session: what was recommended of all symbols, ranked by what is expected of it after costs, and taken while the limits leave room in one
/// book.
/// A symbol's decision and its order are one transaction under an id that follows from account, symbol and session, so there is one of each however often it is
/// done.
/// </summary>
internal static class SessionEntry
{
    /// <summary>Decides and orders.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="account">The account at the session's close; takes the orders.</param>
    /// <param name="recommended">What was decided of each symbol, as recorded, with one-day value at risk of a unit.</param>
    /// <param name="limits">The limits.</param>
    /// <param name="isTooLate">Whether the session that orders would be for is closed already: then nothing is ordered.</param>
    /// <param name="at">Time of the decision, UTC.</param>
    public static IReadOnlyList<DeskEvent> Run(
        JournalStore journal, DeskAccount account, IReadOnlyList<(Recommendation Recommendation, string Document, double Var95)> recommended, RiskLimits limits,
        bool isTooLate, DateTimeOffset at)
    {
        var events = new List<DeskEvent>();
        int rank = 0;
        foreach ((Recommendation one, string document, double var95) in recommended
            .OrderByDescending(one => one.Recommendation.Decision == Decision.Recommend)
            .ThenByDescending(one => one.Recommendation.Forecast.ExpectedReturn is var expected && double.IsNaN(expected) ? double.NegativeInfinity : expected)
            .ThenBy(one => one.Recommendation.Symbol, StringComparer.Ordinal))
        {
            string decisionId = Invariant($"entry-{account.Name}-{one.Symbol}-{one.Session:yyyy-MM-dd}");
            if (journal.FindDecision(decisionId) is not null)
            {
                // Decided before, and what it ordered is in the account: only its sending may be left to do.
                foreach (OrderRecord known in journal.FindOrdersOf(decisionId))
                {
                    PaperBroker.Accept(journal, known.Id);
                    rank++;
                }

                continue;
            }

            (int units, string outcome, string[] reasons) = isTooLate && one.Decision == Decision.Recommend
                ? (0, "too_late", ["the session that the order is for is over"])
                : Units(one, account.State(one.Symbol), limits, var95);
            DateOnly entry = ExchangeCalendar.Nyse.Next(one.Session);
            string orderId = OrderId.Of(account.Name, entry, decisionId, 0, 1);
            var order = new OrderRecord(
                orderId, account.Name, decisionId, entry, one.Symbol, one.Structure.Name(), OrderAction.Open, null, Math.Max(1, units),
                one.Position?.LimitPrice,
                units > 0 ? OrderDocument.Write(document, rank, var95) : "{}", OrderState.Intended, null, null, at, at);
            var decision = new DecisionRecord(
                decisionId, "recommendation", one.Symbol, one.Session, "entry", outcome,
                new JsonArray([.. reasons.Select(text => (JsonNode?)text)]).ToJsonString(),
                new JsonObject
                {
                    ["structure"] = one.Structure.Name(),
                    ["model"] = one.Evidence.Model,
                    ["config"] = one.Evidence.Config,
                    ["snapshot"] = one.Evidence.Snapshot,
                    ["expectedReturn"] = double.IsFinite(one.Forecast.ExpectedReturn) ? one.Forecast.ExpectedReturn : null,
                    ["units"] = units,
                }.ToJsonString(), at);
            journal.RecordDecision(decision, units > 0 ? [order] : []);
            if (units > 0)
            {
                PaperBroker.Accept(journal, orderId);
                account.Take(order, OrderDocument.Of(order));
                rank++;
            }

            if (one.Decision == Decision.Recommend)
                events.Add(units > 0
                    ? new DeskEvent(DeskEventKind.OrderPlaced, one.Symbol,
                        Invariant($"{units} × {one.Structure.Name().Replace('_', ' ')} on {one.Symbol}, for the close of {entry:yyyy-MM-dd}"))
                    : new DeskEvent(DeskEventKind.OrderPassedOver, one.Symbol,
                        $"{one.Structure.Name().Replace('_', ' ')} on {one.Symbol}: {string.Join("; ", reasons)}"));
        }

        return events;
    }

    // Those after the first join a book that has taken others since they were decided.
    private static (int Units, string Outcome, string[] Reasons) Units(Recommendation one, PortfolioState book, RiskLimits limits, double var95)
    {
        if (one.Decision != Decision.Recommend)
            return (0, RecommendationJson.Name(one.Decision), [.. one.Reasons.Take(3)]);
        // What does not depend on the book has passed already, on this very recommendation.
        var proposal = new TradeProposal(one.Position!, var95, one.Forecast, default, 0);
        RiskDecision risk = RiskCheck.Apply(proposal, book, limits);
        int units = Math.Min(one.Contracts, risk.Contracts);
        return units > 0
            ? (units, "ordered", [.. one.Reasons.Take(3), .. risk.SizeReasons])
            : (0, "no_room", [.. risk.Checks.Where(check => !check.Passed).Select(check => check.Text)]);
    }
}
