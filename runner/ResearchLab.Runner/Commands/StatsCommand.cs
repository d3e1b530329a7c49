using System.CommandLine;
using ResearchLab.Statistics;

namespace ResearchLab.Runner.Commands;

/// <summary>lab stats: the statistics of the lab on the series of a CSV file.</summary>
internal static class StatsCommand
{
    public static Command Create() => new("stats", "Statistics of the series in a CSV file, or of numbers given: returns, many strategies at once, value at risk, two forecasts")
    {
        Returns(),
        Compare(),
        ValueAtRisk(),
        Forecasts(),
        StatsLeaks.Create(),
        StatsFormulas.Sharpe(),
        StatsFormulas.Coverage(),
        StatsFormulas.FalseDiscoveries(),
    };

    private static Argument<string> File() => new("file") { Description = "CSV file with a header, a row a period, oldest first, and optionally a column of dates" };

    private static Option<string> Named(string name, string description) => new(name) { Description = description, HelpName = "COLUMN", Required = true };

    private static Command Returns()
    {
        var command = new Command("returns", "Sharpe ratio with its errors, drawdown, tail and track record of each series of returns (fractions)");
        Argument<string> file = File();
        var columns = new Option<string[]>("--column") { Description = "Only this series; may be repeated", HelpName = "COLUMN", AllowMultipleArgumentsPerToken = true };
        var periods = new Option<double>("--periods") { Description = "Periods of a year", HelpName = "NUMBER", DefaultValueFactory = _ => 252 };
        var riskFree = new Option<double>("--risk-free") { Description = "Risk-free return of one period, as a fraction", HelpName = "FRACTION" };
        var benchmark = new Option<double>("--benchmark-sharpe") { Description = "Annual Sharpe ratio to beat", HelpName = "NUMBER" };
        var trials = new Option<int?>("--trials") { Description = "Strategies tried to find this one, for the deflated Sharpe ratio; needs --trial-variance", HelpName = "NUMBER" };
        var variance = new Option<double?>("--trial-variance") { Description = "Variance of the annual Sharpe ratios of the trials", HelpName = "NUMBER" };
        Option<bool> json = SharedOptions.Json();
        foreach (Option option in new Option[] { columns, periods, riskFree, benchmark, trials, variance, json })
            command.Add(option);
        command.Add(file);
        command.SetAction((parsed, _) =>
        {
            (int? tried, double? spread, double year) = (parsed.GetValue(trials), parsed.GetValue(variance), parsed.GetValue(periods));
            if (tried is null != spread is null)
                throw new UsageException("--trials and --trial-variance belong together. Give both, or neither.");
            StatsFile read = StatsFile.Read(parsed.GetValue(file)!);
            string[] named = parsed.GetValue(columns) is { Length: > 0 } some ? some : [.. read.Columns.Select(column => column.Name)];
            var document = new StatsText();
            foreach (string name in named)
                document.Add(name, name, Series(read, name, year, parsed.GetValue(riskFree), parsed.GetValue(benchmark), tried, spread));
            document.Print(parsed.GetValue(json));
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static StatsText Series(StatsFile file, string name, double periods, double riskFree, double benchmark, int? trials, double? variance)
    {
        double[] returns = file.Column(name), equity = Drawdown.Equity(returns);
        SharpeEstimate sharpe = SharpeRatio.Estimate(returns, riskFree, periods);
        Interval interval = sharpe.AnnualInterval();
        bool known = double.IsFinite(sharpe.PerPeriod) && returns.Length > 1;
        double toBeat = benchmark / Math.Sqrt(periods);
        BlockLengths blocks = BlockLength.Automatic(returns);
        StatsText text = new StatsText()
            .Add("count", "returns", returns.Length).Add("mean", "mean a period", Moments.Of(returns).Mean).Add("deviation", "deviation a period", Moments.Of(returns).StandardDeviation)
            .Add("skewness", "skewness", sharpe.Skewness).Add("kurtosis", "kurtosis (3 when normal)", sharpe.Kurtosis)
            .Add("annualReturn", "compound return a year", Performance.AnnualReturn(returns, periods))
            .Add("sharpe", "Sharpe ratio a year", sharpe.Annual).Add("sharpeLow", "  95% from", interval.Low).Add("sharpeHigh", "  95% to", interval.High)
            .Add("sharpeDependent", "Sharpe ratio a year, autocorrelation allowed for", sharpe.AnnualDependent)
            .Add("sharpePerPeriod", "Sharpe ratio a period", sharpe.PerPeriod).Add("errorNormal", "  standard error, normal", sharpe.ErrorNormal)
            .Add("errorIndependent", "  standard error, any law", sharpe.ErrorIndependent).Add("errorDependent", "  standard error, dependent", sharpe.ErrorDependent)
            .Add("probabilisticSharpe", "probability of beating the benchmark ratio", known ? SharpeRatio.Probabilistic(sharpe.PerPeriod, toBeat, returns.Length, sharpe.Skewness, sharpe.Kurtosis) : double.NaN)
            .Add("minimumTrackRecord", "returns needed for 95%", known ? SharpeRatio.MinimumTrackRecord(sharpe.PerPeriod, toBeat, 0.95, sharpe.Skewness, sharpe.Kurtosis) : double.NaN);
        if (trials is { } tried && variance is { } spread)
        {
            text.Add("expectedMaximumSharpe", "Sharpe ratio a year of the best unskilled trial", SharpeRatio.ExpectedMaximum(tried, spread));
            text.Add("deflatedSharpe", "deflated Sharpe ratio (probability)", known ? SharpeRatio.Deflated(sharpe.PerPeriod, returns.Length, sharpe.Skewness, sharpe.Kurtosis, tried, spread / periods) : double.NaN);
        }

        text.Add("sortino", "Sortino ratio a year", Performance.Sortino(returns, riskFree, periods)).Add("calmar", "Calmar ratio", Performance.Calmar(returns, periods))
            .Add("maxDrawdown", "deepest drawdown", Performance.MaxDrawdown(equity)).Add("longestDrawdown", "longest drawdown, periods", Drawdown.LongestDuration(equity))
            .Add("expectedShortfall95", "mean of the worst 5%", Performance.ExpectedShortfall(returns)).Add("payoffRatio", "payoff ratio", Performance.PayoffRatio(returns))
            .Add("profitFactor", "profit factor", Performance.ProfitFactor(returns));
        if (file.Sessions is { } sessions)
            text.Add("worstMonth", "worst calendar month (sum)", Performance.WorstMonth(sessions, returns));
        return text.Add("blockStationary", "bootstrap block, stationary", blocks.Stationary).Add("blockCircular", "bootstrap block, circular", blocks.Circular);
    }

    private static Command Compare()
    {
        var command = new Command("compare", "Whether the best of many strategies beats a benchmark: reality check, SPA, StepM, probability of overfitting");
        Argument<string> file = File();
        var benchmark = new Option<string?>("--benchmark") { Description = "Series to beat; staying out (0) when left out", HelpName = "COLUMN" };
        var block = new Option<double?>("--block") { Description = "Mean block of the bootstrap in periods; chosen from the data when left out", HelpName = "NUMBER" };
        var kind = new Option<string>("--kind") { Description = "Blocks of the bootstrap", HelpName = "stationary|circular", DefaultValueFactory = _ => "stationary" };
        kind.AcceptOnlyFromAmong("stationary", "circular");
        var resamples = new Option<int>("--resamples") { Description = "Resamples of the bootstrap, at least 100", HelpName = "NUMBER", DefaultValueFactory = _ => 1_000 };
        var blocks = new Option<int>("--blocks") { Description = "Blocks of the probability of overfitting, even, 2 to 24", HelpName = "NUMBER", DefaultValueFactory = _ => 16 };
        Option<ulong> seed = SharedOptions.Seed();
        Option<bool> json = SharedOptions.Json();
        foreach (Option option in new Option[] { benchmark, block, kind, resamples, blocks, seed, json })
            command.Add(option);
        command.Add(file);
        command.SetAction((parsed, _) =>
        {
            StatsFile read = StatsFile.Read(parsed.GetValue(file)!);
            string? beaten = parsed.GetValue(benchmark);
            double[] rival = beaten is null ? new double[read.Columns[0].Values.Length] : read.Column(beaten);
            (string Name, double[] Returns)[] strategies = [.. read.Columns.Where(column => column.Name != beaten).Select(column => (column.Name, read.Column(column.Name)))];
            double[][] returns = Array.ConvertAll(strategies, strategy => strategy.Returns);
            if (returns.Length == 0)
                throw new UsageException($"'{read.Name}' has no series beside '{beaten}'. Give at least one strategy.");
            BlockKind blockKind = parsed.GetValue(kind) == "circular" ? BlockKind.Circular : BlockKind.Stationary;
            BlockLengths lengths = BlockLength.Automatic(Array.ConvertAll(returns, series => series.Zip(rival, (a, b) => a - b).ToArray()));
            var options = new BootstrapOptions(
                parsed.GetValue(block) ?? (blockKind == BlockKind.Circular ? lengths.Circular : lengths.Stationary), parsed.GetValue(resamples), parsed.GetValue(seed), blockKind);
            int threads = Math.Min(Environment.ProcessorCount, 256);
            Report(strategies, ResampledAdvantage.Create(returns, rival, options, threads), returns, parsed.GetValue(blocks), threads).Print(parsed.GetValue(json));
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static StatsText Report((string Name, double[] Returns)[] strategies, ResampledAdvantage advantage, double[][] returns, int blocks, int threads)
    {
        RealityCheck reality = SuperiorAbility.RealityCheck(advantage);
        SuperiorPredictiveAbility ability = SuperiorAbility.Test(advantage);
        StepwiseTest steps = SuperiorAbility.StepM(advantage);
        StatsText text = new StatsText()
            .Add("strategies", "strategies", strategies.Length).Add("periods", "periods", advantage.Rows).Add("block", "mean block", advantage.Options.MeanBlock)
            .Add("resamples", "resamples", advantage.Options.Resamples).Add("seed", "seed", advantage.Options.Seed)
            .Add("realityCheck", "White's reality check", new StatsText().Add("best", "best", strategies[reality.Best].Name).Add("statistic", "statistic", reality.Statistic).Add("pValue", "p-value", reality.PValue))
            .Add("spa", "Hansen's SPA", new StatsText().Add("best", "best", strategies[ability.Best].Name).Add("statistic", "statistic", ability.Statistic)
                .Add("pValue", "p-value, consistent", ability.PValue).Add("lower", "p-value, lower", ability.Lower).Add("upper", "p-value, upper", ability.Upper)
                .Add("monteCarloError", "Monte Carlo error of the p-value", ability.MonteCarloError))
            .Add("better", "better by StepM at 5%", steps.Better().Select(k => strategies[k].Name));
        if (returns.Length > 1 && returns[0].Length >= 2 * blocks)
        {
            OverfittingResult overfitting = BacktestOverfitting.Test(returns, blocks, threads: threads);
            text.Add("overfitting", "probability of overfitting", new StatsText().Add("probability", "probability", overfitting.Probability).Add("splits", "splits", overfitting.Logits.Length)
                .Add("slope", "slope out of sample on in sample", overfitting.Slope).Add("probabilityOfLoss", "probability of a loss out of sample", overfitting.ProbabilityOfLoss));
        }

        return text.Add("each", "each", strategies.Select((strategy, k) => new StatsText().Add("name", "name", strategy.Name).Add("meanAdvantage", "mean advantage", advantage.Mean[k])
            .Add("statistic", "studentised", steps.Statistics[k]).Add("pValue", "adjusted p-value", steps.PValues[k])));
    }

    private static Command ValueAtRisk()
    {
        var command = new Command("var", "Whether a value-at-risk forecast fails as often, and as irregularly, as it should");
        Argument<string> file = File();
        Option<string> returned = Named("--return", "Return or profit of each period"), forecast = Named("--var", "Forecast for the same period, a positive loss in the same unit");
        var level = new Option<double>("--level") { Description = "Confidence of the forecast, in (0, 1)", HelpName = "FRACTION", DefaultValueFactory = _ => 0.95 };
        Option<bool> json = SharedOptions.Json();
        foreach (Option option in new Option[] { returned, forecast, level, json })
            command.Add(option);
        command.Add(file);
        command.SetAction((parsed, _) =>
        {
            StatsFile read = StatsFile.Read(parsed.GetValue(file)!);
            VarCoverage coverage = VarBacktest.Test(VarBacktest.Failures(read.Column(parsed.GetValue(returned)!), read.Column(parsed.GetValue(forecast)!)), parsed.GetValue(level));
            StatsText text = new StatsText().Add("observations", "observations", coverage.Observations).Add("failures", "failures", coverage.Failures)
                .Add("n00", "none after none", coverage.N00).Add("n01", "failure after none", coverage.N01).Add("n10", "none after failure", coverage.N10).Add("n11", "failure after failure", coverage.N11);
            if (coverage.FirstFailure is { } first)
                text.Add("firstFailure", "first failure", first);
            text.Add("proportionOfFailures", "Kupiec, proportion of failures", StatsFormulas.Of(coverage.Frequency)).Add("timeUntilFirstFailure", "Kupiec, time until first failure", StatsFormulas.Of(coverage.FirstTime))
                .Add("independence", "Christoffersen, independence", StatsFormulas.Of(coverage.Independence)).Add("conditionalCoverage", "Christoffersen, conditional coverage", StatsFormulas.Of(coverage.Conditional))
                .Print(parsed.GetValue(json));
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static Command Forecasts()
    {
        var command = new Command("forecasts", "Whether two forecasts differ in their mean loss (Diebold and Mariano)");
        Argument<string> file = File();
        Option<string> first = Named("--first", "Loss of the first forecast, such as its squared error"), second = Named("--second", "Loss of the second");
        var horizon = new Option<int>("--horizon") { Description = "Steps ahead, at least 1", HelpName = "NUMBER", DefaultValueFactory = _ => 1 };
        Option<bool> json = SharedOptions.Json();
        foreach (Option option in new Option[] { first, second, horizon, json })
            command.Add(option);
        command.Add(file);
        command.SetAction((parsed, _) =>
        {
            StatsFile read = StatsFile.Read(parsed.GetValue(file)!);
            ForecastComparison comparison = DieboldMariano.Test(read.Column(parsed.GetValue(first)!), read.Column(parsed.GetValue(second)!), parsed.GetValue(horizon));
            new StatsText().Add("count", "forecasts", comparison.Count).Add("meanDifference", "mean difference, first − second", comparison.MeanDifference)
                .Add("statistic", "statistic", comparison.Statistic).Add("pValue", "p-value, two-sided", comparison.PValue).Print(parsed.GetValue(json));
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
