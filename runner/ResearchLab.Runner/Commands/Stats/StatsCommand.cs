using System.CommandLine;
using ResearchLab.Basics;
using ResearchLab.Statistics;

namespace ResearchLab.Runner.Commands;

/// <summary>lab stats: the statistics of the lab on the series of a CSV file.</summary>
internal static class StatsCommand
{
    private const string Assumed = "no dates tell how many periods a year has: 252 is assumed; --periods sets another number";

    public static Command Create() =>
        new("stats", "Statistics of the series in a CSV file, or of numbers given: returns, many strategies at once, value at risk, two forecasts")
    {
        Returns(),
        Compare(),
        ValueAtRisk(),
        StatsForecasts.Create(),
        StatsLeaks.Create(),
        StatsFormulas.Sharpe(),
        StatsFormulas.Coverage(),
        StatsFormulas.FalseDiscoveries(),
    };

    internal static Argument<string> File() =>
        new("file") { Description = "CSV file with a header, a row a period, oldest first, and optionally a column of dates" };

    internal static Option<string> Named(string name, string description) => new(name) { Description = description, HelpName = "COLUMN", Required = true };

    private static Command Returns()
    {
        var command = new Command("returns", "Sharpe ratio with its errors, drawdown, tail and track record of each series of returns (fractions)");
        Argument<string> file = File();
        var columns = new Option<string[]>("--column")
        {
            Description = "Only this series; may be repeated",
            HelpName = "COLUMN",
            AllowMultipleArgumentsPerToken = true
        };
        var wishes = new StatsArguments();
        var periods = new Option<double?>("--periods")
        {
            Description = "Periods of a year; by the dates when left out, 252 without dates",
            HelpName = "NUMBER"
        };
        var riskFree = new Option<double>("--risk-free") { Description = "Risk-free return of one period, as a fraction", HelpName = "FRACTION" };
        var benchmark = new Option<double>("--benchmark-sharpe") { Description = "Annual Sharpe ratio to beat", HelpName = "NUMBER" };
        var trials = new Option<int?>("--trials")
        {
            Description = "Strategies tried to find this one, for the deflated Sharpe ratio; needs --trial-variance",
            HelpName = "NUMBER"
        };
        var variance = new Option<double?>("--trial-variance") { Description = "Variance of the annual Sharpe ratios of the trials", HelpName = "NUMBER" };
        Option<bool> json = SharedOptions.Json();
        foreach (Option option in (Option[])[columns, .. wishes.Options, periods, riskFree, benchmark, trials, variance, json])
            command.Add(option);
        command.Add(file);
        command.SetAction(TypedAction.Of(parsed =>
        {
            (int? tried, double? spread) = (parsed.GetValue(trials), parsed.GetValue(variance));
            if (tried is null != spread is null)
                throw new UsageException("--trials and --trial-variance belong together. Give both, or neither.");
            if (parsed.GetValue(periods) is <= 0 or double.NaN)
                throw new UsageException($"--periods is {parsed.GetValue(periods)}; it must be above 0.");
            StatsFile read = StatsFile.Read(parsed.GetValue(file)!, wishes.Read(parsed));
            string[] named = parsed.GetValue(columns) is { Length: > 0 } some ? some : [.. read.Columns.Select(column => column.Name)];
            var document = new StatsText();
            foreach (string name in named)
                document.Add(name, name, Series(read, name, parsed.GetValue(periods), parsed.GetValue(riskFree), parsed.GetValue(benchmark), tried, spread));
            read.PrintNotes();
            document.Print(parsed.GetValue(json));
            return ExitCode.Done;
        }));
        return command;
    }

    private static StatsText Series(StatsFile file, string name, double? wished, double riskFree, double benchmark, int? trials, double? variance)
    {
        (double[] returns, DateTime[]? times) = file.Series(name);
        double periods = Periods(file, name, times, wished);
        // What the numbers are does not hang on what --periods says.
        StatsChecks.Returns(file, name, returns, (times is null ? null : StatsFrequency.Of(times)) ?? periods);
        bool few = StatsChecks.AreFew(returns.Length, file.Notes, $"column '{name}'");
        double[] equity = Drawdown.Equity(returns);
        SharpeEstimate sharpe = SharpeRatio.Estimate(returns, riskFree, periods);
        Interval interval = few ? new Interval(double.NaN, double.NaN) : sharpe.AnnualInterval();
        bool known = !few && double.IsFinite(sharpe.PerPeriod);
        double toBeat = benchmark / Math.Sqrt(periods);
        BlockLengths? blocks = few ? null : BlockLength.Automatic(returns);
        double Unless(double value) => few ? double.NaN : value;
        StatsText text = new StatsText()
            .Add("count", "returns", returns.Length).Add("periods", "periods a year", periods).Add("mean", "mean a period", Moments.Of(returns).Mean)
            .Add("deviation", "deviation a period", Moments.Of(returns).StandardDeviation)
            .Add("skewness", "skewness", sharpe.Skewness).Add("kurtosis", "kurtosis (3 when normal)", sharpe.Kurtosis)
            .Add("annualReturn", "compound return a year", few && returns.Length < periods ? double.NaN : Performance.AnnualReturn(returns, periods))
            .Add("sharpe", "Sharpe ratio a year", sharpe.Annual).Add("sharpeLow", "  95% from", interval.Low).Add("sharpeHigh", "  95% to", interval.High)
            .Add("sharpeDependent", "Sharpe ratio a year, autocorrelation allowed for", Unless(sharpe.AnnualDependent))
            .Add("sharpePerPeriod", "Sharpe ratio a period", sharpe.PerPeriod).Add("errorNormal", "  standard error, normal", Unless(sharpe.ErrorNormal))
            .Add("errorIndependent", "  standard error, any law", Unless(sharpe.ErrorIndependent))
            .Add("errorDependent", "  standard error, dependent", Unless(sharpe.ErrorDependent))
            .Add("probabilisticSharpe", "probability of beating the benchmark ratio",
                known ? SharpeRatio.Probabilistic(sharpe.PerPeriod, toBeat, returns.Length, sharpe.Skewness, sharpe.Kurtosis) : double.NaN)
            .Add("minimumTrackRecord", "returns needed for 95%",
                known ? SharpeRatio.MinimumTrackRecord(sharpe.PerPeriod, toBeat, 0.95, sharpe.Skewness, sharpe.Kurtosis) : double.NaN);
        if (trials is { } tried && variance is { } spread)
        {
            text.Add("expectedMaximumSharpe", "Sharpe ratio a year of the best unskilled trial", SharpeRatio.ExpectedMaximum(tried, spread));
            text.Add("deflatedSharpe", "deflated Sharpe ratio (probability)",
                known ? SharpeRatio.Deflated(sharpe.PerPeriod, returns.Length, sharpe.Skewness, sharpe.Kurtosis, tried, spread / periods) : double.NaN);
        }

        text.Add("sortino", "Sortino ratio a year", Performance.Sortino(returns, riskFree, periods))
            .Add("calmar", "Calmar ratio", few && returns.Length < periods ? double.NaN : Performance.Calmar(returns, periods))
            .Add("maxDrawdown", "deepest drawdown", Performance.MaxDrawdown(equity))
            .Add("longestDrawdown", "longest drawdown, periods", Drawdown.LongestDuration(equity))
            .Add("expectedShortfall95", "mean of the worst 5%", Performance.ExpectedShortfall(returns))
            .Add("payoffRatio", "payoff ratio", Performance.PayoffRatio(returns))
            .Add("profitFactor", "profit factor", Performance.ProfitFactor(returns));
        if (times is not null)
            text.Add("worstMonth", "worst calendar month (sum)", Performance.WorstMonth(Array.ConvertAll(times, DateOnly.FromDateTime), returns));
        return text.Add("blockStationary", "bootstrap block, stationary", blocks?.Stationary ?? double.NaN)
            .Add("blockCircular", "bootstrap block, circular", blocks?.Circular ?? double.NaN);
    }

    /// <summary>Periods a year: those wished, else those of the dates, else 252. What is not 252 by itself, or not what the dates say, is noted.</summary>
    private static double Periods(StatsFile file, string name, DateTime[]? times, double? wished)
    {
        double? dated = times is null ? null : StatsFrequency.Of(times);
        if (wished is { } given)
        {
            if (dated is { } other && Math.Max(given / other, other / given) > 1.5)
                file.Notes.Add($"--periods is {given:0.##}, but the dates of column '{name}' are those of {other:0.##} periods a year");
            return given;
        }

        double periods = dated ?? 252;
        if (dated is null && !file.Notes.Contains(Assumed))
            file.Notes.Add(Assumed);
        if (periods != 252)
            file.Notes.Add($"column '{name}' is annualised with {periods:0.##} periods a year, as its dates say; --periods sets another number");
        if (times is not null && StatsFrequency.Oddity(times) is { } oddity && !file.Notes.Contains(oddity))
            file.Notes.Add(oddity);
        return periods;
    }

    private static Command Compare()
    {
        var command = new Command("compare", "Whether the best of many strategies beats a benchmark: reality check, SPA, StepM, probability of overfitting");
        Argument<string> file = File();
        var benchmark = new Option<string?>("--benchmark") { Description = "Series to beat; staying out (0) when left out", HelpName = "COLUMN" };
        var block = new Option<double?>("--block")
        {
            Description = "Mean block of the bootstrap in periods; chosen from the data when left out",
            HelpName = "NUMBER"
        };
        var kind = new Option<string>("--kind")
        {
            Description = "Blocks of the bootstrap",
            HelpName = "stationary|circular",
            DefaultValueFactory = _ => "stationary"
        };
        kind.AcceptOnlyFromAmong("stationary", "circular");
        var resamples = new Option<int>("--resamples")
        {
            Description = "Resamples of the bootstrap, at least 100",
            HelpName = "NUMBER",
            DefaultValueFactory = _ => 1_000
        };
        var blocks = new Option<int>("--blocks")
        {
            Description = "Blocks of the probability of overfitting, even, 2 to 24",
            HelpName = "NUMBER",
            DefaultValueFactory = _ => 16
        };
        var wishes = new StatsArguments();
        Option<ulong> seed = SharedOptions.Seed();
        Option<bool> json = SharedOptions.Json();
        foreach (Option option in (Option[])[benchmark, .. wishes.Options, block, kind, resamples, blocks, seed, json])
            command.Add(option);
        command.Add(file);
        command.SetAction(TypedAction.Of(parsed =>
        {
            StatsFile read = StatsFile.Read(parsed.GetValue(file)!, wishes.Read(parsed));
            string? beaten = parsed.GetValue(benchmark);
            string[] names = [.. read.Columns.Select(column => column.Name).Where(name => name != beaten)];
            if (names.Length == 0)
                throw new UsageException($"'{read.Name}' has no series beside '{beaten}'. Give at least one strategy.");
            (double[][] values, DateTime[]? times) = read.Together([.. names, .. beaten is null ? [] : new[] { beaten }]);
            double year = (times is null ? null : StatsFrequency.Of(times)) ?? 252;
            for (int i = 0; i < values.Length; i++)
                StatsChecks.Returns(read, i < names.Length ? names[i] : beaten!, values[i], year);
            double[] rival = beaten is null ? new double[values[0].Length] : values[^1];
            double[][] returns = values[..names.Length];
            (string Name, double[] Returns)[] strategies = [.. names.Zip(returns)];
            BlockKind blockKind = parsed.GetValue(kind) == "circular" ? BlockKind.Circular : BlockKind.Stationary;
            BlockLengths lengths = BlockLength.Automatic(Array.ConvertAll(returns, series => series.Zip(rival, (a, b) => a - b).ToArray()));
            var options = new BootstrapOptions(
                parsed.GetValue(block) ?? (blockKind == BlockKind.Circular ? lengths.Circular : lengths.Stationary), parsed.GetValue(resamples),
                parsed.GetValue(seed), blockKind);
            int threads = Math.Min(Environment.ProcessorCount, 256);
            ResampledAdvantage advantage = ResampledAdvantage.Create(returns, rival, options, threads);
            StatsText report = Report(strategies, advantage, returns, parsed.GetValue(blocks), threads,
                StatsChecks.AreFew(rival.Length, read.Notes, $"'{read.Name}'"));
            read.PrintNotes();
            report.Print(parsed.GetValue(json));
            return ExitCode.Done;
        }));
        return command;
    }

    private static StatsText Report((string Name, double[] Returns)[] strategies, ResampledAdvantage advantage, double[][] returns, int blocks,
        int threads, bool few)
    {
        double Unless(double value) => few ? double.NaN : value;
        RealityCheck reality = SuperiorAbility.RealityCheck(advantage);
        SuperiorPredictiveAbility ability = SuperiorAbility.Test(advantage);
        StepwiseTest steps = SuperiorAbility.StepM(advantage);
        StatsText text = new StatsText()
            .Add("strategies", "strategies", strategies.Length).Add("periods", "periods", advantage.Rows)
            .Add("block", "mean block", advantage.Options.MeanBlock)
            .Add("resamples", "resamples", advantage.Options.Resamples).Add("seed", "seed", advantage.Options.Seed)
            .Add("realityCheck", "White's reality check", new StatsText().Add("best", "best", strategies[reality.Best].Name)
                .Add("statistic", "statistic", reality.Statistic).Add("pValue", "p-value", Unless(reality.PValue)))
            .Add("spa", "Hansen's SPA", new StatsText().Add("best", "best", strategies[ability.Best].Name).Add("statistic", "statistic", ability.Statistic)
                .Add("pValue", "p-value, consistent", Unless(ability.PValue)).Add("lower", "p-value, lower", Unless(ability.Lower))
                .Add("upper", "p-value, upper", Unless(ability.Upper))
                .Add("monteCarloError", "Monte Carlo error of the p-value", Unless(ability.MonteCarloError)))
            .Add("better", "better by StepM at 5%", few ? [] : steps.Better().Select(k => strategies[k].Name));
        if (returns.Length > 1 && returns[0].Length >= 2 * blocks)
        {
            OverfittingResult overfitting = BacktestOverfitting.Test(returns, blocks, threads: threads);
            text.Add("overfitting", "probability of overfitting",
                new StatsText().Add("probability", "probability", overfitting.Probability).Add("splits", "splits", overfitting.Logits.Length)
                .Add("slope", "slope out of sample on in sample", overfitting.Slope)
                .Add("probabilityOfLoss", "probability of a loss out of sample", overfitting.ProbabilityOfLoss));
        }

        return text.Add("each", "each",
            strategies.Select((strategy, k) => new StatsText().Add("name", "name", strategy.Name).Add("meanAdvantage", "mean advantage", advantage.Mean[k])
            .Add("statistic", "studentised", steps.Statistics[k]).Add("pValue", "adjusted p-value", Unless(steps.PValues[k]))));
    }

    private static Command ValueAtRisk()
    {
        var command = new Command("var", "Whether a value-at-risk forecast fails as often, and as irregularly, as it should");
        Argument<string> file = File();
        Option<string> returned = Named("--return", "Return or profit of each period"),
            forecast = Named("--var", "Forecast for the same period, a positive loss in the same unit");
        var level = new Option<double?>("--level")
        {
            Description = "Confidence of the forecast, in (0, 1); 0.95 when left out and its name says no other",
            HelpName = "FRACTION"
        };
        var negative = new Option<bool>("--negative") { Description = "The forecast is a return, negative for a loss" };
        var wishes = new StatsArguments();
        Option<bool> json = SharedOptions.Json();
        foreach (Option option in (Option[])[returned, forecast, level, negative, .. wishes.Options, json])
            command.Add(option);
        command.Add(file);
        command.SetAction(TypedAction.Of(parsed =>
        {
            StatsFile read = StatsFile.Read(parsed.GetValue(file)!, wishes.Read(parsed));
            (string returnName, string forecastName, bool turned) = (parsed.GetValue(returned)!, parsed.GetValue(forecast)!, parsed.GetValue(negative));
            double[][] values = read.Together([returnName, forecastName]).Values;
            double[] losses = turned ? Array.ConvertAll(values[1], value => -value) : values[1];
            double confidence = StatsVarChecks.Level(read, forecastName, parsed.GetValue(level));
            VarCoverage coverage = VarBacktest.Test(VarBacktest.Failures(values[0], losses), confidence);
            if (returnName != forecastName)
                StatsVarChecks.Forecasts(read, returnName, values[0], forecastName, losses, turned);
            bool few = StatsChecks.AreFew(losses.Length, read.Notes, $"'{read.Name}'");
            read.PrintNotes();
            StatsText text = new StatsText().Add("level", "confidence", confidence).Add("observations", "observations", coverage.Observations)
                .Add("failures", "failures", coverage.Failures)
                .Add("n00", "none after none", coverage.N00).Add("n01", "failure after none", coverage.N01).Add("n10", "none after failure", coverage.N10)
                .Add("n11", "failure after failure", coverage.N11);
            if (coverage.FirstFailure is { } first)
                text.Add("firstFailure", "first failure", first);
            text.Add("proportionOfFailures", "Kupiec, proportion of failures", StatsFormulas.Of(coverage.Frequency, few))
                .Add("timeUntilFirstFailure", "Kupiec, time until first failure", StatsFormulas.Of(coverage.FirstTime, few))
                .Add("independence", "Christoffersen, independence", StatsFormulas.Of(coverage.Independence, few))
                .Add("conditionalCoverage", "Christoffersen, conditional coverage", StatsFormulas.Of(coverage.Conditional, few))
                .Print(parsed.GetValue(json));
            return ExitCode.Done;
        }));
        return command;
    }
}
