using System.Text.Json.Nodes;
using ResearchLab.Backtesting;
using ResearchLab.Options;
using Spectre.Console;

namespace ResearchLab.Runner.Commands;

/// <summary>A simulated trade as a table or as JSON.</summary>
internal static class TradePathText
{
    public static void Print(IAnsiConsole console, TradePath path)
    {
        TradeOutcome outcome = path.Outcome;
        Table table = new Table().Border(TableBorder.Simple).AddColumn("Session");
        foreach (string name in new[] { "Spot", "Net mid", "Profit", "Delta", "Theta", "Carried" })
            table.AddColumn(new TableColumn(name).RightAligned());
        foreach (TradeMark mark in path.Marks)
        {
            table.AddRow(
                mark.Session.ToString("yyyy-MM-dd"), Number(mark.Spot, "0.00"), mark.Mid.ToString("0.00"), Number(mark.Profit, "0.00"),
                Number(mark.Greeks.Delta, "0.0"), Number(mark.Greeks.Theta, "0.00"), mark.CarriedLegs == 0 ? "" : mark.CarriedLegs.ToString());
        }

        if (path.Marks.Count > 0)
            console.WriteTable(table);
        foreach (TradeEvent happened in path.Events)
            console.MarkupLineInterpolated($"  {happened.Session:yyyy-MM-dd} {happened.Text}");
        string end = outcome.IsComplete
            ? $"{Reason(outcome.Reason)} on {outcome.Exit:yyyy-MM-dd}, profit {outcome.Pnl:0.00} after costs of {outcome.Costs:0.00} "
                + $"(spread {path.Costs.Spread:0.00}, commissions {path.Costs.Commissions:0.00}, fees {path.Costs.Fees:0.00}, "
                + $"delivery {path.Costs.Delivery:0.00}), {100 * outcome.Return:0.0}% of {outcome.CapitalAtRisk:0.00} at risk"
            : outcome.Reason == ExitReason.Open && path.ObservedThrough is { } last ? $"open, for observed quotes end on {last:yyyy-MM-dd}"
            : Reason(outcome.Reason);
        console.MarkupLineInterpolated($"  [bold]outcome[/]: {end}");
        console.MarkupLineInterpolated($"  followed on {path.FollowedOn}");
        if (path.MissingMarks + path.DeferredExits > 0)
            console.MarkupLineInterpolated($"  {path.MissingMarks} marks carried, {path.DeferredExits} sessions with an exit due and no quotes");
    }

    public static JsonObject Json(TradePath path)
    {
        TradeOutcome outcome = path.Outcome;
        return new JsonObject
        {
            ["reason"] = outcome.Reason.ToString(),
            ["followedOn"] = path.FollowedOn,
            ["origin"] = path.Origin.Name(),
            ["observedThrough"] = path.ObservedThrough is { } through ? Date(through) : null,
            ["modelledFrom"] = path.ModelledFrom is { } from ? Date(from) : null,
            ["entry"] = Date(outcome.Entry),
            ["exit"] = Date(outcome.Exit),
            ["pnl"] = Number(outcome.Pnl),
            ["capitalAtRisk"] = Number(outcome.CapitalAtRisk),
            ["return"] = Number(outcome.Return),
            ["costs"] = new JsonObject
            {
                ["total"] = Number(outcome.Costs),
                ["spread"] = path.Costs.Spread,
                ["commissions"] = path.Costs.Commissions,
                ["fees"] = path.Costs.Fees,
                ["delivery"] = path.Costs.Delivery,
            },
            ["missedEntries"] = path.MissedEntries,
            ["missingMarks"] = path.MissingMarks,
            ["deferredExits"] = path.DeferredExits,
            ["marks"] = new JsonArray([.. path.Marks.Select(mark => (JsonNode)new JsonObject
            {
                ["session"] = Date(mark.Session),
                ["spot"] = Number(mark.Spot),
                ["mid"] = Number(mark.Mid),
                ["profit"] = Number(mark.Profit),
                ["shares"] = mark.Shares,
                ["carriedLegs"] = mark.CarriedLegs,
                ["delta"] = Number(mark.Greeks.Delta),
                ["gamma"] = Number(mark.Greeks.Gamma),
                ["vega"] = Number(mark.Greeks.Vega),
                ["theta"] = Number(mark.Greeks.Theta),
            })]),
            ["events"] = new JsonArray(
                [.. path.Events.Select(happened => (JsonNode)new JsonObject { ["session"] = Date(happened.Session), ["text"] = happened.Text })]),
        };
    }

    private static string Reason(ExitReason reason) => reason switch
    {
        ExitReason.NotTraded => "not traded",
        ExitReason.TakeProfit => "took profit",
        ExitReason.StopLoss => "stopped",
        ExitReason.TimeLimit => "time limit",
        ExitReason.Open => "still open where the data ends",
        ExitReason.RegimeChange => "regime change",
        ExitReason.Assigned => "assigned",
        ExitReason.Expired => "held to expiry, settled",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, $"There is no exit reason {(int)reason}."),
    };

    private static string Number(double value, string format) => double.IsFinite(value) ? value.ToString(format) : "–";

    private static JsonNode? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;

    private static JsonNode? Date(DateOnly date) => date == default ? null : JsonValue.Create(date.ToString("yyyy-MM-dd"));
}
