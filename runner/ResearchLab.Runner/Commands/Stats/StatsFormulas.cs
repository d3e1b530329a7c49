using System.CommandLine;
using ResearchLab.Basics;
using ResearchLab.Statistics;

namespace ResearchLab.Runner.Commands;

/// <summary>The subcommands of lab stats that need no file: from a ratio and its moments, from counts, from p-values.</summary>
internal static class StatsFormulas
{
    public static Command Sharpe()
    {
        var command = new Command("sharpe", "What a Sharpe ratio is worth: its errors, the probability of real skill, returns needed, and the deflated ratio");
        Option<double> sharpe = Required<double>("--sharpe", "Sharpe ratio a year", "NUMBER");
        Option<int> count = Required<int>("--count", "Number of returns", "NUMBER");
        var periods = new Option<double>("--periods") { Description = "Periods of a year", HelpName = "NUMBER", DefaultValueFactory = _ => 252 };
        var skewness = new Option<double>("--skewness") { Description = "Skewness of the returns", HelpName = "NUMBER" };
        var kurtosis = new Option<double>("--kurtosis")
        {
            Description = "Kurtosis of the returns, 3 when normal",
            HelpName = "NUMBER",
            DefaultValueFactory = _ => 3
        };
        var benchmark = new Option<double>("--benchmark-sharpe") { Description = "Annual Sharpe ratio to beat", HelpName = "NUMBER" };
        var trials = new Option<double?>("--trials")
        {
            Description = "Independent strategies tried to find this one; needs --trial-variance",
            HelpName = "NUMBER"
        };
        var variance = new Option<double?>("--trial-variance") { Description = "Variance of the annual Sharpe ratios of the trials", HelpName = "NUMBER" };
        Option<bool> json = SharedOptions.Json();
        foreach (Option option in new Option[] { sharpe, count, periods, skewness, kurtosis, benchmark, trials, variance, json })
            command.Add(option);
        command.SetAction(TypedAction.Of(parsed =>
        {
            (double? tried, double? spread, double year, int n) =
                (parsed.GetValue(trials), parsed.GetValue(variance), parsed.GetValue(periods), parsed.GetValue(count));
            if (tried is null != spread is null)
                throw new UsageException("--trials and --trial-variance belong together. Give both, or neither.");
            if (!(year > 0) || !double.IsFinite(parsed.GetValue(sharpe)))
                throw new UsageException($"--periods is {year} and --sharpe {parsed.GetValue(sharpe)}; periods must be above 0 and the ratio finite.");
            (double skew, double tails, double root) = (parsed.GetValue(skewness), parsed.GetValue(kurtosis), Math.Sqrt(year));
            (double ratio, double toBeat) = (parsed.GetValue(sharpe) / root, parsed.GetValue(benchmark) / root);
            var notes = new List<string>();
            // Arguments are checked by the formulas, whose results a short sample does not get.
            bool few = StatsChecks.AreFew(n, notes, "the sample");
            double Unless(double value) => few ? double.NaN : value;
            StatsText text = new StatsText().Add("sharpePerPeriod", "Sharpe ratio a period", ratio)
                .Add("errorNormal", "standard error a period, normal", Unless(SharpeRatio.StandardError(ratio, n)))
                .Add("errorIndependent", "standard error a period, any law", Unless(SharpeRatio.StandardError(ratio, n, skew, tails)))
                .Add("probabilisticSharpe", "probability of beating the benchmark ratio", Unless(SharpeRatio.Probabilistic(ratio, toBeat, n, skew, tails)))
                .Add("minimumTrackRecord", "returns needed for 95%", Unless(SharpeRatio.MinimumTrackRecord(ratio, toBeat, 0.95, skew, tails)));
            if (tried is { } many && spread is { } annual)
            {
                text.Add("expectedMaximumSharpe", "Sharpe ratio a year of the best unskilled trial", SharpeRatio.ExpectedMaximum(many, annual))
                    .Add("expectedMaximumPerPeriod", "the same a period", SharpeRatio.ExpectedMaximum(many, annual / year))
                    .Add("deflatedSharpe", "deflated Sharpe ratio (probability)", Unless(SharpeRatio.Deflated(ratio, n, skew, tails, many, annual / year)));
            }

            StatsFile.Print(notes);
            text.Print(parsed.GetValue(json));
            return ExitCode.Done;
        }));
        return command;
    }

    public static Command Coverage()
    {
        var command = new Command("coverage", "Value-at-risk coverage from counts: Kupiec and Christoffersen");
        Option<int> observations = Required<int>("--observations", "Periods observed", "NUMBER"),
            failures = Required<int>("--failures", "Losses beyond the forecast", "NUMBER");
        var level = new Option<double>("--level")
        {
            Description = "Confidence of the forecast, in (0, 1)",
            HelpName = "FRACTION",
            DefaultValueFactory = _ => 0.95
        };
        var first = new Option<int?>("--first") { Description = "Number of the period that failed first, from 1", HelpName = "NUMBER" };
        var pairs = new Option<int[]>("--pairs")
        {
            Description = "Neighbouring periods: none after none, failure after none, none after failure, failure after failure",
            HelpName = "N00 N01 N10 N11",
            Arity = new ArgumentArity(4, 4),
            AllowMultipleArgumentsPerToken = true,
        };
        Option<bool> json = SharedOptions.Json();
        foreach (Option option in new Option[] { observations, failures, level, first, pairs, json })
            command.Add(option);
        command.SetAction(TypedAction.Of(parsed =>
        {
            double confidence = parsed.GetValue(level);
            LikelihoodRatio frequency = VarBacktest.ProportionOfFailures(parsed.GetValue(observations), parsed.GetValue(failures), confidence);
            var notes = new List<string>();
            bool few = StatsChecks.AreFew(parsed.GetValue(observations), notes, "the sample");
            StatsText text = new StatsText().Add("proportionOfFailures", "Kupiec, proportion of failures", Of(frequency, few));
            if (parsed.GetValue(first) is { } period)
                text.Add("timeUntilFirstFailure", "Kupiec, time until first failure", Of(VarBacktest.TimeUntilFirstFailure(period, confidence), few));
            if (parsed.GetValue(pairs) is { Length: 4 } counts)
            {
                LikelihoodRatio independence = VarBacktest.Independence(counts[0], counts[1], counts[2], counts[3]);
                text.Add("independence", "Christoffersen, independence", Of(independence, few))
                    .Add("conditionalCoverage", "Christoffersen, conditional coverage", Of(VarBacktest.ConditionalCoverage(frequency, independence), few));
            }

            StatsFile.Print(notes);
            text.Print(parsed.GetValue(json));
            return ExitCode.Done;
        }));
        return command;
    }

    public static Command FalseDiscoveries()
    {
        var command = new Command("fdr", "Many p-values adjusted for the false discovery rate");
        var values = new Argument<double[]>("p") { Description = "P-values", Arity = ArgumentArity.OneOrMore };
        Option<bool> json = SharedOptions.Json();
        command.Add(values);
        command.Add(json);
        command.SetAction(TypedAction.Of(parsed =>
        {
            double[] pValues = parsed.GetValue(values)!, hochberg = FalseDiscovery.BenjaminiHochberg(pValues),
                yekutieli = FalseDiscovery.BenjaminiYekutieli(pValues);
            new StatsText().Add("tests", "tests", pValues.Select((p, i) => new StatsText().Add("p", "p-value", p)
                .Add("benjaminiHochberg", "Benjamini–Hochberg", hochberg[i]).Add("benjaminiYekutieli", "Benjamini–Yekutieli", yekutieli[i])))
                .Print(parsed.GetValue(json));
            return ExitCode.Done;
        }));
        return command;
    }

    /// <summary>A test, whose p-value is left out for few observations: its law holds for many.</summary>
    public static StatsText Of(LikelihoodRatio ratio, bool few) =>
        new StatsText().Add("statistic", "statistic", ratio.Statistic).Add("pValue", "p-value", few ? double.NaN : ratio.PValue);

    private static Option<T> Required<T>(string name, string description,
        string help) => new(name) { Description = description, Required = true, HelpName = help };
}
