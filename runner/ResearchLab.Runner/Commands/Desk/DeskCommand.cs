using System.CommandLine;
using System.Text.Json.Nodes;
using ResearchLab.Agents;
using ResearchLab.Basics;
using ResearchLab.Journal;
using Spectre.Console;

namespace ResearchLab.Runner.Commands;

/// <summary>lab desk: the account on paper, what it holds, what it ordered and what became of its trades.</summary>
internal static class DeskCommand
{
    private const int ClosedShown = 20;

    public static Command Create()
    {
        Option<string?> symbol = SharedOptions.Symbol("A symbol of the desk; default the first of WATCHLIST, or SMH on the simulated market");
        Option<DateOnly?> session = SharedOptions.Session("Session at whose close to look; default the newest that the desk closed");
        Option<string> data = SharedOptions.Data();
        Option<ulong> seed = SharedOptions.Seed();
        Option<bool> json = SharedOptions.Json();
        var command = new Command("desk", "The account on paper: what it is worth, holds, ordered, and what its trades made")
        {
            symbol, session, data, seed, json,
        };
        command.SetAction(parsed =>
        {
            var options = LabOptions.FromEnvironment();
            string? named = parsed.GetValue(symbol) ?? (parsed.GetValue(data) == "demo" ? null : options.Watchlist.FirstOrDefault());
            (Lab lab, _) = LabChooser.Choose(options, named, parsed.GetValue(data), parsed.GetValue(seed));
            using (lab)
            {
                if (lab.Desk.Account(parsed.GetValue(session)) is not { } account)
                {
                    Terminal.Error(parsed.GetValue(session) is { } day
                        ? $"the desk had no account at the close of {day:yyyy-MM-dd}. Name a later session."
                        : "the desk has no account yet. It is opened by './lab serve' at the first close it sees.");
                    return ExitCode.NothingToDo;
                }

                Desk desk = Read(lab.Journal, account);
                if (parsed.GetValue(json))
                    Console.Out.WriteLine(ToJson(desk));
                else
                    Print(Terminal.Output(), desk, lab.DemoSymbol is not null);
                return ExitCode.Done;
            }
        });
        return command;
    }

    private static Desk Read(JournalStore journal, DeskAccount account)
    {
        PortfolioSnapshotRecord snapshot = journal.FindSnapshots(account.Name).Last(one => one.Session == account.LastSession);
        IReadOnlyList<PositionRecord> open = journal.FindOpenPositions(account.Name, account.LastSession);
        var marks = open.ToDictionary(one => one.Id,
            one => journal.FindMarks(one.Id, MarkKind.Close).LastOrDefault(mark => mark.Session <= account.LastSession));
        OrderRecord[] waiting = [.. journal.FindAccountOrders(account.Name)
            .Where(order => order.State is OrderState.Intended or OrderState.Submitted or OrderState.Acknowledged)];
        TradeOutcomeRecord[] closed = [.. journal.FindOutcomes(account.Name).Where(one => one.Closed <= account.LastSession).Reverse()];
        return new Desk(account, snapshot, open, marks, waiting, closed);
    }

    private static void Print(IAnsiConsole console, Desk desk, bool demo)
    {
        (DeskAccount account, PortfolioSnapshotRecord snapshot) = (desk.Account, desk.Snapshot);
        string market = demo ? ", SIMULATED market" : "";
        console.MarkupLineInterpolated($"[bold]The account on paper[/]{market}, at the close of [bold]{account.LastSession:yyyy-MM-dd}[/]");
        console.WriteLine($"worth {Display.Money(account.Equity, 2)} (opened {account.FirstSession:yyyy-MM-dd}), cash {Display.Money(snapshot.Cash, 2)}, "
            + $"at risk {Display.Money(snapshot.OpenRisk, 2)} in {snapshot.OpenPositions} order(s) and position(s)");
        foreach (OrderRecord order in desk.Waiting)
            console.WriteLine($"ordered: {order.Units} × {Words(order.Structure)} on {order.Underlying}, for the close of {order.Session:yyyy-MM-dd}, "
                + order.State.ToString().ToLowerInvariant());
        if (desk.Open.Count > 0)
        {
            Table table = Columns("Open", "Symbol", "Since", "#Units", "#Entry", "#Profit", "#Price", "#Volatility", "#Time", "#Costs");
            foreach (PositionRecord one in desk.Open)
            {
                PositionMarkRecord? mark = desk.Marks[one.Id];
                table.AddRow(Words(one.Structure), one.Underlying, one.Opened.ToString("yyyy-MM-dd"), one.Units.ToString(), one.EntryPrice.ToString("0.00"),
                    Dollars(mark?.Profit), Dollars(mark?.FromPrice), Dollars(mark?.FromVolatility), Dollars(mark?.FromTime), Dollars(mark?.FromCosts));
            }

            console.WriteTable(table);
        }

        if (desk.Closed.Count == 0)
            return;
        Table ended = Columns("Closed", "Symbol", "From", "To", "#Profit", "#Of risk", "Why");
        foreach (TradeOutcomeRecord one in desk.Closed.Take(ClosedShown))
            ended.AddRow(Words(one.Structure), one.Underlying, one.Opened.ToString("yyyy-MM-dd"), one.Closed.ToString("yyyy-MM-dd"), Dollars(one.Profit),
                Display.Percent(one.Outcome, 1), Words(one.ExitReason));
        console.WriteTable(ended);
        console.WriteLine($"{desk.Closed.Count} trade(s) closed, {desk.Closed.Count(one => one.Profit > 0)} with a profit, "
            + $"{Display.Money(desk.Closed.Sum(one => one.Profit), 2)} in all");
    }

    private static string ToJson(Desk desk) => new JsonObject
    {
        ["account"] = desk.Account.Name,
        ["session"] = $"{desk.Account.LastSession:yyyy-MM-dd}",
        ["opened"] = $"{desk.Account.FirstSession:yyyy-MM-dd}",
        ["equity"] = desk.Account.Equity,
        ["cash"] = desk.Snapshot.Cash,
        ["openRisk"] = desk.Snapshot.OpenRisk,
        ["orders"] = new JsonArray([.. desk.Waiting.Select(one => new JsonObject
        {
            ["id"] = one.Id,
            ["symbol"] = one.Underlying,
            ["structure"] = one.Structure,
            ["action"] = one.Action.ToString().ToLowerInvariant(),
            ["units"] = one.Units,
            ["session"] = $"{one.Session:yyyy-MM-dd}",
            ["state"] = one.State.ToString().ToLowerInvariant(),
        })]),
        ["positions"] = new JsonArray([.. desk.Open.Select(one => new JsonObject
        {
            ["id"] = one.Id,
            ["symbol"] = one.Underlying,
            ["structure"] = one.Structure,
            ["opened"] = $"{one.Opened:yyyy-MM-dd}",
            ["units"] = one.Units,
            ["entryPrice"] = one.EntryPrice,
            ["value"] = desk.Marks[one.Id]?.Value,
            ["profit"] = desk.Marks[one.Id]?.Profit,
            ["fromPrice"] = desk.Marks[one.Id]?.FromPrice,
            ["fromVolatility"] = desk.Marks[one.Id]?.FromVolatility,
            ["fromTime"] = desk.Marks[one.Id]?.FromTime,
            ["fromCosts"] = desk.Marks[one.Id]?.FromCosts,
        })]),
        ["closed"] = new JsonArray([.. desk.Closed.Select(one => new JsonObject
        {
            ["id"] = one.PositionId,
            ["symbol"] = one.Underlying,
            ["structure"] = one.Structure,
            ["opened"] = $"{one.Opened:yyyy-MM-dd}",
            ["closed"] = $"{one.Closed:yyyy-MM-dd}",
            ["profit"] = one.Profit,
            ["outcome"] = one.Outcome,
            ["reason"] = one.ExitReason,
        })]),
    }.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true });

    private static Table Columns(params string[] names)
    {
        Table table = new Table().Border(TableBorder.Simple);
        foreach (string name in names)
            table.AddColumn(name[0] == '#' ? new TableColumn(name[1..]).RightAligned() : new TableColumn(name));
        return table;
    }

    private static string Words(string name) => name.Replace('_', ' ');

    private static string Dollars(double? amount) => amount is { } dollars ? Display.Money(dollars, 2) : "–";

    private sealed record Desk(
        DeskAccount Account, PortfolioSnapshotRecord Snapshot, IReadOnlyList<PositionRecord> Open, Dictionary<string, PositionMarkRecord?> Marks,
        IReadOnlyList<OrderRecord> Waiting, IReadOnlyList<TradeOutcomeRecord> Closed);
}
