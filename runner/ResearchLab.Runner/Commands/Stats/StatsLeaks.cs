using System.CommandLine;
using ResearchLab.Basics;
using ResearchLab.LightGbm;
using ResearchLab.Models;

namespace ResearchLab.Runner.Commands;

/// <summary>lab stats leaks: what careless splits would claim for the features and labels of a file.</summary>
internal static class StatsLeaks
{
    private const int MostClasses = 30;

    public static Command Create()
    {
        var file = new Argument<string>("file")
        {
            Description =
            "CSV file with a header, a row a period, oldest first: the label, and features in all other columns of numbers"
        };
        var label = new Option<string>("--label")
        {
            Description = "What is predicted: classes 0, 1, 2 … or numbers; rows without one are left out",
            HelpName = "COLUMN",
            Required = true
        };
        var horizon = new Option<int>("--horizon")
        {
            Description = "Rows until a label is known: what is purged and embargoed, at least 1",
            HelpName = "ROWS",
            Required = true
        };
        var only = new Option<string[]>("--feature")
        {
            Description = "Only this feature; may be repeated",
            HelpName = "COLUMN",
            AllowMultipleArgumentsPerToken = true
        };
        var folds = new Option<int>("--folds") { Description = "Test blocks", HelpName = "NUMBER", DefaultValueFactory = _ => 6 };
        var rounds = new Option<int>("--rounds") { Description = "Boosting rounds", HelpName = "NUMBER", DefaultValueFactory = _ => 60 };
        Option<ulong> seed = SharedOptions.Seed();
        Option<bool> json = SharedOptions.Json();
        var command = new Command("leaks", "What shuffled, unpurged and purged splits claim for the same features and labels, side by side") { file, label,
            horizon, only, folds, rounds, seed, json };
        command.SetAction((parsed, cancellation) =>
        {
            foreach (Option<int> number in (Option<int>[])[horizon, folds, rounds])
            {
                if (parsed.GetValue(number) < 1)
                    throw new UsageException($"{number.Name} is {parsed.GetValue(number)}; it must be at least 1.");
            }

            StatsFile read = StatsFile.Read(parsed.GetValue(file)!);
            Report(read, parsed.GetValue(label)!, parsed.GetValue(horizon), parsed.GetValue(only) ?? [], parsed.GetValue(folds), parsed.GetValue(rounds),
                parsed.GetValue(seed), cancellation)
                .Print(parsed.GetValue(json));
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static StatsText Report(StatsFile read, string label, int horizon, string[] only, int folds, int rounds, ulong seed, CancellationToken cancellation)
    {
        foreach (string name in (string[])[label, .. only])
        {
            if (read.Columns.All(column => column.Name != name))
                throw new UsageException(
                    $"'{read.Name}' has no column of numbers '{name}'. It has {string.Join(", ", read.Columns.Select(column => column.Name))}.");
        }

        double[] labels = read.Columns.First(column => column.Name == label).Values;
        (string Name, double[] Values)[] features =
            [.. read.Columns.Where(column => column.Name != label && (only.Length == 0 || only.Contains(column.Name, StringComparer.Ordinal)))];
        if (features.Length == 0)
            throw new UsageException($"'{read.Name}' has no column of numbers beside '{label}'. Give at least one feature.");
        int[] rows = [.. Enumerable.Range(0, labels.Length).Where(row => double.IsFinite(labels[row]))];
        read.PrintNotes();
        DateOnly Session(int row) => read.Sessions is { } sessions ? sessions[Math.Min(row, sessions.Length - 1)] : DateOnly.MinValue.AddDays(row);
        LabelSpan[] spans = Array.ConvertAll(rows, row => new LabelSpan(Session(row), Session(row + horizon), row, row + horizon));
        double[] targets = Array.ConvertAll(rows, row => labels[row]);
        bool classes = Array.TrueForAll(targets, target => target is >= 0 and < MostClasses && target == Math.Floor(target));
        int count = classes && targets.Length > 0 ? (int)targets.Max() + 1 : 0;
        LightGbmParameters parameters = new()
        {
            Objective = !classes ? Objective.Regression : count > 2 ? Objective.Multiclass : Objective.Binary,
            Classes = classes && count > 2 ? count : 1,
            Rounds = rounds,
            Leaves = 15,
            MinDataInLeaf = 20,
            FeatureFraction = features.Length > 1 ? 0.7 : 1,
            L2 = 1,
            Seed = (int)(seed % int.MaxValue),
        };
        LeakReport report;
        try
        {
            report = RunCommand.WithProgress(progress => LeakLaboratory.Run(
                [.. features.Select(feature => Array.ConvertAll(rows, row => feature.Values[row]))], spans, targets, parameters,
                new LeakOptions(new WalkForwardOptions(folds), Seed: seed, Threads: Environment.ProcessorCount),
                RunProgress.Part(progress, "splitting in three ways", 0, 1), cancellation));
        }
        catch (Exception unusable) when (unusable is ArgumentException or DataUnusableException)
        {
            throw new DataUnusableException($"'{read.Name}' with label '{label}' cannot be tested: {unusable.Message.Split(" (Parameter '")[0]}", unusable);
        }

        LeakColumn[] suspects = [.. (report.Columns ?? []).Select(column => column with { Name = features[column.Index].Name })];
        report = report with { Columns = suspects };
        StatsText text = new StatsText().Add("label", "label", classes ? $"{label}, {count} classes" : $"{label}, numbers: the side of their median")
            .Add("features", "features", features.Length).Add("horizon", "rows until a label is known", horizon)
            .Add("splits", "splits", new[] { report.Shuffled, report.Unpurged, report.Purged }.Select(measure => new StatsText()
                .Add("split", "split", measure.Split).Add("samples", "rows", measure.Samples).Add("accuracy", "accuracy", measure.Accuracy)
                .Add("low", "95% from", measure.Low).Add("high", "95% to", measure.High)))
            .Add("difference", "shuffled less purged, same rows", report.Difference.Mean).Add("differenceLow", "  95% from", report.Difference.Low)
            .Add("differenceHigh", "  95% to", report.Difference.High);
        if (classes)
            text.Add("majority", "share of the commonest class", report.Majority);
        return text.Add("suspects", "columns that alone tell too much", suspects.Select(column => column.Name)).Add("verdict", "verdict", report.Verdict);
    }
}
