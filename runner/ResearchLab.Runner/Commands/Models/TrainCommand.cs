using System.CommandLine;
using ResearchLab.Models;

namespace ResearchLab.Runner.Commands;

/// <summary>lab train: one more model of a symbol, registered as a challenger.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        Option<string?> symbol = SharedOptions.Symbol("Symbol of the underlying; default SMH on the simulated market");
        Option<DateOnly?> session = SharedOptions.Session("Session of knowledge: nothing known later is learned from; default the last completed one");
        Option<string> data = SharedOptions.Data();
        Option<ulong> seed = SharedOptions.Seed();
        Option<bool> json = SharedOptions.Json();
        var training = new TrainingArguments();
        var command = new Command("train", "Train a model by purged walk-forward, measure it against every baseline and register it") { symbol, session, data,
            seed, json };
        training.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            Func<TrainingOptions, TrainingOptions>? adjust = training.Read(parsed);
            (Lab lab, string ticker) = LabChooser.Choose(LabOptions.FromEnvironment(), parsed.GetValue(symbol), parsed.GetValue(data), parsed.GetValue(seed));
            using (lab)
            {
                using TrainedModel model = RunCommand.WithProgress(
                    progress => lab.Models.Train(ticker, parsed.GetValue(session), adjust, progress, cancellation));
                Console.Out.Write(parsed.GetValue(json) ? ModelsJson.Card(model.Card) + "\n" : ModelsText.Card(lab.Models.Registry.Find(model.Card.Id)));
            }

            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
