using System.CommandLine;
using ResearchLab.Basics;
using ResearchLab.Statistics;

namespace ResearchLab.Runner.Commands;

/// <summary>lab stats forecasts: whether two forecasts differ in their mean loss.</summary>
internal static class StatsForecasts
{
    private const double ErrorShare = 0.25;

    public static Command Create()
    {
        var command = new Command("forecasts", "Whether two forecasts differ in their mean loss (Diebold and Mariano)");
        Argument<string> file = StatsCommand.File();
        Option<string> first = StatsCommand.Named("--first", "Loss of the first forecast, such as its squared error"),
            second = StatsCommand.Named("--second", "Loss of the second");
        var loss = new Option<string?>("--loss")
        {
            Description =
            "Loss of an error, where the columns hold errors; as-is when they hold losses, of whatever sign",
            HelpName = "squared|absolute|as-is"
        };
        loss.AcceptOnlyFromAmong("squared", "absolute", "as-is");
        var horizon = new Option<int>("--horizon") { Description = "Steps ahead, at least 1", HelpName = "NUMBER", DefaultValueFactory = _ => 1 };
        Option<bool> json = SharedOptions.Json();
        foreach (Option option in new Option[] { first, second, loss, horizon, json })
            command.Add(option);
        command.Add(file);
        command.SetAction(TypedAction.Of(parsed =>
        {
            StatsFile read = StatsFile.Read(parsed.GetValue(file)!);
            string[] names = [parsed.GetValue(first)!, parsed.GetValue(second)!];
            double[][] values = read.Together(names).Values;
            for (int i = 0; i < names.Length; i++)
                values[i] = Losses(read.Name, names[i], values[i], parsed.GetValue(loss));
            ForecastComparison comparison = DieboldMariano.Test(values[0], values[1], parsed.GetValue(horizon));
            bool few = StatsChecks.AreFew(values[0].Length, read.Notes, $"'{read.Name}'");
            read.PrintNotes();
            new StatsText().Add("count", "forecasts", comparison.Count).Add("meanDifference", "mean difference, first − second", comparison.MeanDifference)
                .Add("statistic", "statistic", few ? double.NaN : comparison.Statistic)
                .Add("pValue", "p-value, two-sided", few ? double.NaN : comparison.PValue).Print(parsed.GetValue(json));
            return ExitCode.Done;
        }));
        return command;
    }

    private static double[] Losses(string file, string column, double[] values, string? loss)
    {
        int below = values.Count(value => value < 0);
        return loss switch
        {
            "squared" => Array.ConvertAll(values, value => value * value),
            "absolute" => Array.ConvertAll(values, Math.Abs),
            null when values.Length >= StatsChecks.FewestRows && below > ErrorShare * values.Length => throw new DataUnusableException(
                $"Column '{column}' in '{file}' is below 0 in {below} of {values.Length} rows, as errors are and squared or absolute ones are not. "
                    + "Say --loss squared or --loss absolute if it holds errors, --loss as-is if it holds losses."),
            _ => values,
        };
    }
}
