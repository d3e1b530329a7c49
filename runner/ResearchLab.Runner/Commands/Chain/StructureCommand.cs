using System.CommandLine;
using ResearchLab.Backtesting;
using ResearchLab.Basics;
using ResearchLab.Charts;
using ResearchLab.Daily;
using ResearchLab.Options;
using Spectre.Console;

namespace ResearchLab.Runner.Commands;

/// <summary>lab structure: what the parameter rules build from a chain, and why.</summary>
internal static class StructureCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("structure")
        {
            Description = $"all, or one of {string.Join(", ", Structures.Names.Take(Structures.Count))}",
            HelpName = "NAME"
        };
        name.AcceptOnlyFromAmong(["all", .. Structures.Names.Take(Structures.Count)]);
        Option<string?> symbol = SharedOptions.Symbol("Symbol of the underlying; default SMH on the simulated market");
        Option<DateOnly?> session = SharedOptions.Session("Session of the chain; default the last completed one");
        var outcome = new Option<bool>("--outcome")
        {
            Description =
            "Follow each trade from its entry at the next session to its exit: marks, events, costs and profit"
        };
        Option<DateOnly?> through = SharedOptions.Date("--through", "Last session to follow trades to; default the last completed one, at most 100 days on");
        var thenModelled = new Option<bool>("--then-modelled")
        {
            Description = "Go on with modelled quotes where observed ones end before the trade does; the outcome says from which session on"
        };
        var rules = new RuleArguments();
        Option<string> data = SharedOptions.Data();
        Option<ulong> seed = SharedOptions.Seed();
        Option<bool> json = SharedOptions.Json();
        Option<string?> plot = ChainCommand.Plot("Write a page with profit and loss of each structure by price, and by price and day");
        var command = new Command("structure", "What the rules build from a chain: legs, prices, risk, probabilities and reasons") { name, symbol, session,
            outcome, through, thenModelled, data, seed, plot, json };
        rules.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(
            parsed.GetValue(name)!, parsed.GetValue(symbol), parsed.GetValue(session), parsed.GetValue(outcome), parsed.GetValue(through), parsed.GetValue(
                thenModelled), rules.Read(parsed), parsed.GetValue(data), parsed.GetValue(seed), parsed.GetValue(plot), parsed.GetValue(json), cancellation)));
        return command;
    }

    private static int Run(
        string name, string? symbol, DateOnly? session, bool outcome, DateOnly? through, bool thenModelled, RuleOptions? rules, string? source, ulong seed,
        string? plot, bool json, CancellationToken cancellation)
    {
        (Lab lab, string ticker) = LabChooser.Choose(LabOptions.FromEnvironment(), symbol, source, seed);
        using (lab)
        {
            (SessionData data, OptionChain chain) = ChainCommand.Load(lab, ticker, session, asSeen: false, cancellation);
            RuleContext context = data.Rules(chain.Session);
            LiquidityRules liquidity = data.Liquidity(chain);
            Structure[] wanted = name == "all" ? [.. StructureRules.All.Select(rule => rule.Structure)] : [Structures.Parse(name)];
            if (lab.Trades.ChargeTrial(ticker, rules, wanted, chain.Session))
                Console.Error.WriteLine($"lab: {rules!.Spec}: charged as a trial of {ticker}");
            var distributions = new ChainDistributions(chain);
            (Structure Structure, StructureChoice Choice)[] choices = [.. wanted.Select(structure =>
            {
                StructureChoice choice = ParameterRules.Choose(structure, distributions, context, liquidity, rules);
                return (structure, choice.Position is { } position
                    ? new StructureChoice(PositionValue.WithExpectedValue(position, distributions), null)
                    : choice);
            })];
            var paths = new Dictionary<Structure, TradePath>();
            if (outcome || thenModelled || through is not null)
            {
                if (ChainCommand.OtherBasis(data, chain) is { } gap)
                    throw new DataUnusableException($"--outcome follows the underlying by its bars, but {gap}");
                ChainHistory history = RunCommand.WithProgress(progress => lab.Trades.History(ticker, chain.Session, through, progress, cancellation));
                foreach ((Structure structure, StructureChoice choice) in choices.Where(found => found.Choice.Position is not null))
                    paths[structure] = OutcomeEngine.Trace(choice.Position!, history, lab.Options.Costs, rules, thenModelled);
            }

            if (json)
                Console.Out.WriteLine(ChainJson.Write(chain, choices, paths, rules));
            else
                Print(Terminal.Output(), chain, choices, paths, rules);
            if (plot is not null)
            {
                ChainCommand.WritePlot(lab, plot, $"{ticker}, {chain.Session:yyyy-MM-dd}: what the rules build", chain,
                    [.. choices.Where(found => found.Choice.Position is not null).SelectMany(found => (Figure[])
                    [Chart.Payoff(found.Choice.Position!, chain), Chart.ProfitSurface(found.Choice.Position!, chain)])]);
            }
        }

        return ExitCode.Done;
    }

    private static void Print(IAnsiConsole console, OptionChain chain, (Structure Structure, StructureChoice Choice)[] choices,
        Dictionary<Structure, TradePath> paths, RuleOptions? rules)
    {
        console.MarkupLineInterpolated(
            $"[bold]{chain.Underlying}[/] at the close of [bold]{chain.Session:yyyy-MM-dd}[/], spot {chain.Spot:0.00}  {ChainCommand.Badge(chain.Origin)}");
        if (rules is not null)
            console.MarkupLineInterpolated($"[yellow]departs from the rules[/]: {rules.Spec}");
        foreach ((Structure structure, StructureChoice choice) in choices)
        {
            console.WriteLine();
            console.MarkupLineInterpolated($"[bold]{structure.Name().Replace('_', ' ')}[/]");
            if (choice.Position is not { } position)
            {
                console.MarkupLineInterpolated($"  [yellow]{choice.NotTradable}[/]");
                continue;
            }

            RunSummary.Position(console, position);
            foreach (string reason in position.Reasons)
                console.MarkupLineInterpolated($"  · {reason}");
            if (paths.TryGetValue(structure, out TradePath? path))
                TradePathText.Print(console, path);
        }
    }
}
