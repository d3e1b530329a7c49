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
        var training = new TrainingWishes();
        var command = new Command("train", "Train a model by purged walk-forward, measure it against every baseline and register it") { symbol, session, data, seed, json };
        training.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            Func<TrainingOptions, TrainingOptions>? adjust = training.Read(parsed);
            (Lab lab, string ticker) = LabChooser.Choose(LabOptions.FromEnvironment(), parsed.GetValue(symbol), parsed.GetValue(data), parsed.GetValue(seed));
            using (lab)
            {
                using TrainedModel model = RunCommand.WithProgress(progress => lab.Train(ticker, parsed.GetValue(session), adjust, progress, cancellation));
                Console.Out.Write(parsed.GetValue(json) ? model.Card.ToJson() + "\n" : ModelsText.Card(lab.Models.Find(model.Card.Id)));
            }

            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}

/// <summary>How a model is trained, as options of a command.</summary>
internal sealed class TrainingWishes
{
    private readonly Option<int?> _folds = Number<int?>("--folds", "Test blocks of the walk-forward"), _rounds = Number<int?>("--rounds", "Boosting rounds"),
        _leaves = Number<int?>("--leaves", "Most leaves of a tree"), _window = Number<int?>("--window", "Sessions of a rolling training window; expanding without"),
        _embargo = Number<int?>("--embargo", "Sessions between the end of a training label and the first test session; the longest label without");

    private readonly Option<double?> _rate = Number<double?>("--learning-rate", "Shrinkage of each tree"), _l2 = Number<double?>("--l2", "L2 penalty of leaf values"),
        _first = Number<double?>("--first-test", "Share of the rows before the first test block, in (0, 1)");

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_folds, _first, _window, _embargo, _rounds, _leaves, _rate, _l2])
            command.Add(option);
    }

    /// <summary>Null when nothing was asked for: the model is then the one the daily run would train.</summary>
    public Func<TrainingOptions, TrainingOptions>? Read(ParseResult parsed)
    {
        int? folds = parsed.GetValue(_folds), rounds = parsed.GetValue(_rounds), leaves = parsed.GetValue(_leaves), window = parsed.GetValue(_window), embargo = parsed.GetValue(_embargo);
        double? rate = parsed.GetValue(_rate), l2 = parsed.GetValue(_l2), first = parsed.GetValue(_first);
        if (folds is null && rounds is null && leaves is null && window is null && embargo is null && rate is null && l2 is null && first is null)
            return null;
        // What cannot be is said before minutes of work, not after.
        string? wrong = folds < 1 ? $"--folds is {folds}; it must be at least 1." : rounds is < 1 or > 100_000 ? $"--rounds is {rounds}; it must be 1 to 100000."
            : leaves is < 2 or > 131_072 ? $"--leaves is {leaves}; it must be 2 to 131072." : window < 1 ? $"--window is {window}; it must be at least 1."
            : embargo < 0 ? $"--embargo is {embargo}; it must be at least 0." : rate is not null && !(rate is > 0 and <= 1) ? $"--learning-rate is {rate}; it must be in (0, 1]."
            : l2 is not null && !(l2 >= 0 && double.IsFinite(l2.Value)) ? $"--l2 is {l2}; it must be at least 0." : first is not null && !(first is > 0 and < 1) ? $"--first-test is {first}; it must be in (0, 1)." : null;
        if (wrong is not null)
            throw new UsageException(wrong);
        return options => options with
        {
            Rounds = rounds ?? options.Rounds,
            Leaves = leaves ?? options.Leaves,
            LearningRate = rate ?? options.LearningRate,
            L2 = l2 ?? options.L2,
            Split = options.Split with { Folds = folds ?? options.Split.Folds, FirstTestFraction = first ?? options.Split.FirstTestFraction, WindowSessions = window, EmbargoSessions = embargo },
        };
    }

    private static Option<T> Number<T>(string name, string description) => new(name) { Description = description, HelpName = "NUMBER" };
}
