using System.CommandLine;
using ResearchLab.Basics;
using ResearchLab.Models;

namespace ResearchLab.Runner.Commands;

/// <summary>lab models: what was trained, what decides, and every change of it.</summary>
internal static class ModelsCommand
{
    public static Command Create() => new("models", "The registry of models: list, show, explain, drift, compare, promote, roll back")
    {
        List(),
        With("show", "One model: what made it and how it did", [Id("MODEL")], (lab, parsed, json, _) =>
        {
            RegisteredModel model = lab.Models.Registry.Find(parsed.GetRequiredValue<string>("MODEL"));
            Console.Out.Write(json ? ModelsJson.Show(model) : ModelsText.Card(model));
            return ExitCode.Done;
        }),
        With("compare", "Two models on the sessions both were tested on, and what differs in their making", [Id("FIRST"), Id("SECOND")],
            (lab, parsed, json, _) =>
        {
            var comparison = ModelComparison.Of(lab.Models.Registry.Find(parsed.GetRequiredValue<string>("FIRST")),
                lab.Models.Registry.Find(parsed.GetRequiredValue<string>("SECOND")));
            Console.Out.Write(json ? ModelsJson.Comparison(comparison) : ModelsText.Comparison(comparison));
            return ExitCode.Done;
        }),
        With("promote", "Let a model decide in the daily run, if it passes the gate", [Id("MODEL")], (lab, parsed, json, _) =>
        {
            RegisteredModel model = lab.Models.Registry.Find(parsed.GetRequiredValue<string>("MODEL"));
            ModelComparison? comparison = lab.Models.Registry.Promote(model.Card.Id, parsed.GetValue<string>("--reason") ?? "promoted at the command line",
                parsed.GetValue<bool>("--anyway"));
            Console.Out.Write(json
                ? ModelsJson.Change(model.Card.Symbol, model.Card.Id, comparison)
                : $"{model.Card.Id} decides for {model.Card.Symbol} from {First(lab)} "
                    + $"on{(comparison is null ? "" : $"; advantage over the champion before: {comparison.InWords}")}.\n");
            return ExitCode.Done;
        }, new Option<bool>("--anyway") { Description = "Overrule the gate; the record says so" }, Reason()),
        With("rollback", "Go back to the champion before", [], (lab, parsed, json, symbol) =>
        {
            string ticker = LabChooser.Ticker(symbol ?? lab.DemoSymbol ?? throw new UsageException("name the symbol to roll back with --symbol."));
            string champion = lab.Models.Registry.Rollback(ticker, parsed.GetValue<string>("--reason") ?? "rolled back at the command line");
            Console.Out.Write(json ? ModelsJson.Change(ticker, champion,
                null) : $"{(champion.Length > 0 ? champion : "the model of the quarter")} decides for {ticker} again from {First(lab)} on.\n");
            return ExitCode.Done;
        }, Reason()),
        ModelsExplainCommand.Create(),
        ModelsDriftCommand.Create(),
    };

    private static string First(Lab lab) => $"the session of {ModelRegistry.FirstSession(lab.Models.Registry.Changes()[^1].At):yyyy-MM-dd}";

    private static Command List()
    {
        Option<string?> symbol = SharedOptions.Symbol("Symbol; default every symbol of the lake and the simulated market");
        Option<string> data = SharedOptions.Data();
        Option<ulong> seed = SharedOptions.Seed();
        Option<bool> json = SharedOptions.Json();
        var command = new Command("list", "All models, of each symbol the one that has seen most first") { symbol, data, seed, json };
        command.SetAction((parsed, _) =>
        {
            string? ticker = parsed.GetValue(symbol) is { } text ? LabChooser.Ticker(text) : null;
            var models = new List<RegisteredModel>();
            foreach (Lab lab in LabChooser.All(LabOptions.FromEnvironment(), ticker, parsed.GetValue(data), parsed.GetValue(seed)))
            {
                using (lab)
                    models.AddRange(lab.Models.Registry.List(ticker));
            }

            if (models.Count == 0)
                Console.Error.WriteLine("lab: no model has been trained; train one with './lab train'.");
            Console.Out.Write(parsed.GetValue(json) ? ModelsJson.List(models) : models.Count == 0 ? "" : ModelsText.List(models));
            return Task.FromResult(models.Count == 0 ? ExitCode.NothingToDo : ExitCode.Done);
        });
        return command;
    }

    private static Argument<string> Id(string name) => new(name) { Description = "Id of a model, or a beginning or end only it has" };

    private static Option<string?> Reason() => new("--reason") { Description = "Why, for the record", HelpName = "TEXT" };

    private static Command With(
        string name, string description, Argument[] arguments, Func<Lab, ParseResult, bool, string?, int> run, params Option[] options)
    {
        Option<string?> symbol = SharedOptions.Symbol("Symbol; default that of the model named, else SMH on the simulated market");
        Option<string> data = SharedOptions.Data();
        Option<ulong> seed = SharedOptions.Seed();
        Option<bool> json = SharedOptions.Json();
        var command = new Command(name, description) { symbol, data, seed, json };
        foreach (Argument argument in arguments)
            command.Add(argument);
        foreach (Option option in options)
            command.Add(option);
        command.SetAction((parsed, _) =>
        {
            LabOptions environment = LabOptions.FromEnvironment();
            string? ticker = parsed.GetValue(symbol), where = parsed.GetValue(data),
                id = arguments.Length > 0 ? parsed.GetRequiredValue<string>(arguments[0].Name) : null;
            using Lab lab = where == "lake" && ticker is null
                ? Lab.Open(environment)
                : LabChooser.ChooseByModel(environment, id, ticker, where, parsed.GetValue(seed)).Lab;
            return Task.FromResult(run(lab, parsed, parsed.GetValue(json), ticker));
        });
        return command;
    }
}
