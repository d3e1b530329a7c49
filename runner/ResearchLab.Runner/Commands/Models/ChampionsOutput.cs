using System.Text.Json.Nodes;
using ResearchLab.Basics;
using ResearchLab.Daily;
using ResearchLab.Models;
using ResearchLab.Options;
using Spectre.Console;

namespace ResearchLab.Runner.Commands;

/// <summary>What <c>lab evaluate --champions</c> prints.</summary>
internal static class ChampionsOutput
{
    public static void Print(IAnsiConsole console, ChampionWalk walk, string origin)
    {
        string sessions = $"{walk.Sessions[0]:yyyy-MM-dd} to {walk.Sessions[^1]:yyyy-MM-dd}";
        console.MarkupLineInterpolated($"[bold]{walk.Symbol}[/] by the models in force, {sessions}, chains {origin}");
        ChampionTrade[] closed = [.. walk.Trades.Where(trade => trade.Outcome.IsComplete)];
        console.WriteLine($"{walk.Sessions.Count:N0} sessions, {walk.Trades.Count} ordered, {closed.Length} closed, "
            + $"{closed.Count(trade => trade.Profit > 0)} with a profit; "
            + $"the account went from {Display.Money(walk.Equity[0], 2)} to {Display.Money(walk.Equity[^1], 2)}");
        if (walk.Trades.Count == 0)
            return;
        Table table = new Table().Border(TableBorder.Simple).AddColumn("Decided").AddColumn("Structure").AddColumn(new TableColumn("Units").RightAligned())
            .AddColumn("Entry").AddColumn("Exit").AddColumn("Why").AddColumn(new TableColumn("Profit").RightAligned());
        foreach (ChampionTrade trade in walk.Trades)
            table.AddRow(
                trade.Decided.ToString("yyyy-MM-dd"), trade.Outcome.Structure.Name().Replace('_', ' '), trade.Units.ToString(), Day(trade.Outcome.Entry),
                Day(trade.Outcome.Exit), LabelStore.NameOf(trade.Outcome.Reason).Replace('_', ' '),
                double.IsNaN(trade.Profit) ? "–" : Display.Money(trade.Profit, 2));
        console.WriteTable(table);
    }

    public static string ToJson(ChampionWalk walk, string origin) => new JsonObject
    {
        ["symbol"] = walk.Symbol,
        ["data"] = origin.ToLowerInvariant(),
        ["equity"] = new JsonArray([.. walk.Sessions.Zip(walk.Equity, (session, equity) =>
            new JsonObject { ["session"] = $"{session:yyyy-MM-dd}", ["equity"] = equity })]),
        ["trades"] = new JsonArray([.. walk.Trades.Select(trade => new JsonObject
        {
            ["decided"] = $"{trade.Decided:yyyy-MM-dd}",
            ["structure"] = trade.Outcome.Structure.Name(),
            ["units"] = trade.Units,
            ["entry"] = trade.Outcome.Entry == default ? null : $"{trade.Outcome.Entry:yyyy-MM-dd}",
            ["exit"] = trade.Outcome.Exit == default ? null : $"{trade.Outcome.Exit:yyyy-MM-dd}",
            ["reason"] = LabelStore.NameOf(trade.Outcome.Reason),
            ["profit"] = double.IsNaN(trade.Profit) ? null : trade.Profit,
        })]),
    }.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true });

    private static string Day(DateOnly day) => day == default ? "–" : day.ToString("yyyy-MM-dd");
}
