using ResearchLab.Backtesting;
using ResearchLab.Basics;
using ResearchLab.Options;
using ResearchLab.Statistics;

namespace ResearchLab.Models;

/// <summary>Compares the model's out-of-sample picks with every baseline on the same sessions.</summary>
internal static class PolicyEvaluation
{
    private const double Level = 0.95;
    private const int SessionsPerYear = 252;

    public static ModelEvaluation Evaluate(LabeledRows rows, IReadOnlyList<OutOfSample> folds, string splitId, TrainingOptions options)
    {
        int[] tested = [.. folds.SelectMany(fold => fold.Rows)];
        double[] probabilities = [.. folds.SelectMany(fold => fold.Probabilities)];
        double[] shares = [.. folds.SelectMany(fold => Enumerable.Repeat(fold.TrainingShares, fold.Rows.Length).SelectMany(s => s))];
        var truth = new Structure[tested.Length];
        var picks = new Structure[tested.Length];
        var mostFrequent = new Structure[tested.Length];
        for (int i = 0; i < tested.Length; i++)
        {
            truth[i] = rows.Best[tested[i]];
            picks[i] = Policies.Likeliest(probabilities.AsSpan(i * Structures.ClassCount, Structures.ClassCount), rows, tested[i]);
            mostFrequent[i] = Policies.Likeliest(shares.AsSpan(i * Structures.ClassCount, Structures.ClassCount), rows, tested[i]);
        }

        LabelSpan[] spans = rows.SpansOf(tested);
        double effective = UniquenessWeights.EffectiveSamples(spans);
        double meanLabel = Math.Max(spans.Average(span => span.Length), 1);
        double[] modelReturns = Returns(rows, tested, picks);
        // Outcomes that share a path are dependent at least as long as a label lives.
        var bootstrap = new BootstrapOptions(Math.Max(BlockLength.Automatic(modelReturns).Stationary, meanLabel), options.Resamples, options.Seed);

        MetricContext Context(int n, double baseline) => new(
            rows.Labels.Spec, splitId, n, effective, baseline, options.Trials, options.Snapshot, options.CodeVersion, options.Seed);
        IReadOnlyList<Metric> metrics = ProbabilityMetrics.Measure(truth, probabilities, shares, Context, bootstrap);
        IReadOnlyList<PolicyResult> policies = Compare(
            rows, tested, Policies.All(rows, tested, picks, mostFrequent, options.Seed), bootstrap, baseline => Context(tested.Length, baseline));
        bool hasEdge = policies.Skip(1).All(policy => policy.DifferenceLow > 0);
        return new ModelEvaluation(
            metrics, policies, ProbabilityMetrics.Reliability(truth, probabilities), hasEdge, Verdict(policies, hasEdge, tested.Length, effective));
    }

    /// <summary>What the likeliest structure of each out-of-sample row earned, and the best baseline with it.</summary>
    public static PolicyReturns ModelReturns(LabeledRows rows, IReadOnlyList<OutOfSample> folds, ulong seed)
    {
        int[] tested = [.. folds.SelectMany(fold => fold.Rows)];
        Structure[] picks = [.. folds.SelectMany(fold => Enumerable.Range(0, fold.Rows.Length).Select(i =>
            Policies.Likeliest(fold.Probabilities.AsSpan(i * Structures.ClassCount, Structures.ClassCount), rows, fold.Rows[i])))];
        Structure[] mostFrequent = [.. folds.SelectMany(fold => fold.Rows.Select(row => Policies.Likeliest(fold.TrainingShares, rows, row)))];
        (string Name, double[] Returns)[] all = [.. Policies.All(rows, tested, picks, mostFrequent, seed)
            .Select(policy => (policy.Name, Returns(rows, tested, policy.Picks)))];
        (string name, double[] baseline) = all.Skip(1).MaxBy(policy => Performance.Mean(policy.Returns));
        Options.MarketRegime[] regimes = rows.Features.Regimes();
        return new PolicyReturns([.. tested.Select(row => rows.Spans[row].Session)], all[0].Returns, name, baseline,
            [.. tested.Select(row => regimes[rows.FeatureRow[row]].ToString())]);
    }

    /// <summary>Return of a pick: 0 for no trade, for a structure that is not eligible and for one that could not be traded.</summary>
    internal static double ReturnOf(LabeledRows rows, int row, Structure pick)
    {
        if (!rows.IsEligible(row, pick))
            return 0;
        TradeOutcome outcome = rows.Labels.Row(rows.LabelRow[row])[(int)pick];
        return outcome.IsComplete ? outcome.Return : 0;
    }

    internal static double[] Returns(LabeledRows rows, int[] tested, Structure[] picks)
    {
        var returns = new double[tested.Length];
        for (int i = 0; i < tested.Length; i++)
            returns[i] = ReturnOf(rows, tested[i], picks[i]);
        return returns;
    }

    /// <summary>Every policy against the first, on the same rows and the same resamples.</summary>
    internal static List<PolicyResult> Compare(
        LabeledRows rows, int[] tested, IReadOnlyList<(string Name, Structure[] Picks)> policies, BootstrapOptions bootstrap,
        Func<double, MetricContext> context)
    {
        double[][] returns = [.. policies.Select(policy => Returns(rows, tested, policy.Picks))];
        MetricContext measured = context(returns.Skip(1).Max(series => Performance.Mean(series)));
        // One set of resamples for all: the difference of two policies is paired by construction.
        double[][] means = BlockBootstrap.Means(returns, bootstrap);
        return [.. policies.Select((policy, p) => Measure(rows, tested, policy.Name, policy.Picks, [returns[0], returns[p]], [means[0], means[p]], measured))];
    }

    /// <summary>One policy against the model.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="tested">Those that were tested.</param>
    /// <param name="name">Name of the policy.</param>
    /// <param name="picks">Its picks.</param>
    /// <param name="returns">Returns of the model and of the policy.</param>
    /// <param name="means">Their means in the same resamples.</param>
    /// <param name="context">Where it was measured.</param>
    internal static PolicyResult Measure(
        LabeledRows rows, int[] tested, string name, Structure[] picks, double[][] returns, double[][] means, MetricContext context)
    {
        DateOnly[] sessions = [.. tested.Select(row => rows.Spans[row].Session)];
        double best = tested.Average(row => ReturnOf(rows, row, rows.Best[row]));
        double mean = Performance.Mean(returns[1]);
        double difference = ReferenceEquals(returns[0], returns[1]) ? 0 : Performance.Mean(returns[0]) - mean;
        double[] differences = [.. means[0].Zip(means[1], (model, other) => model - other)];
        Interval gap = BlockBootstrap.Percentile(differences, Level).Including(difference);
        Interval own = BlockBootstrap.Percentile([.. means[1]], Level).Including(mean);
        (int trades, int wins) = Trades(rows, tested, picks);
        return new PolicyResult(
            name, mean, own.Low, own.High, difference, gap.Low, gap.High, trades, trades > 0 ? (double)wins / trades : double.NaN,
            best - mean, Performance.WorstMonth(sessions, returns[1]), Performance.ExpectedShortfall(returns[1]), Performance.PayoffRatio(returns[1]),
            Drawdown(returns[1]), 2.0 * SessionsPerYear * trades / tested.Length, context)
        {
            LowEnd = Ends(rows, tested, picks).Low,
            HighEnd = Ends(rows, tested, picks).High,
        };
    }

    /// <summary>Lowest and highest mean of the same picks when the chain model is wrong; NaN without modelled chains.</summary>
    private static (double Low, double High) Ends(LabeledRows rows, int[] tested, Structure[] picks)
    {
        if (rows.Labels.Corners.Length == 0)
            return (double.NaN, double.NaN);
        var means = new double[LabelPricing.Corners];
        for (int i = 0; i < tested.Length; i++)
        {
            if (!rows.IsEligible(tested[i], picks[i]))
                continue;
            for (int corner = 0; corner < means.Length; corner++)
            {
                double at = rows.Labels.ReturnAt(rows.LabelRow[tested[i]], picks[i], corner);
                means[corner] += (double.IsNaN(at) ? ReturnOf(rows, tested[i], picks[i]) : at) / tested.Length;
            }
        }

        return (means.Min(), means.Max());
    }

    /// <summary>Deepest fall of the running sum: trades of one size overlap, so that returns add up and do not compound.</summary>
    private static double Drawdown(double[] returns)
    {
        double sum = 0, highest = 0, deepest = 0;
        foreach (double value in returns)
        {
            sum += value;
            highest = Math.Max(highest, sum);
            deepest = Math.Max(deepest, highest - sum);
        }

        return deepest;
    }

    private static (int Trades, int Wins) Trades(LabeledRows rows, int[] tested, Structure[] picks)
    {
        int trades = 0, wins = 0;
        for (int i = 0; i < tested.Length; i++)
        {
            if (!rows.IsEligible(tested[i], picks[i]) || !rows.Labels.Row(rows.LabelRow[tested[i]])[(int)picks[i]].IsComplete)
                continue;
            trades++;
            wins += ReturnOf(rows, tested[i], picks[i]) > 0 ? 1 : 0;
        }

        return (trades, wins);
    }

    private static string Verdict(IReadOnlyList<PolicyResult> policies, bool hasEdge, int samples, double effective)
    {
        PolicyResult model = policies[0];
        PolicyResult best = policies.Skip(1).MaxBy(policy => policy.MeanReturn)!;
        // The best baseline may be beaten while a wilder one is not; then that one decides.
        PolicyResult decisive = hasEdge || best.DifferenceLow <= 0 ? best : policies.Skip(1).MinBy(policy => policy.DifferenceLow)!;
        string which = decisive == best ? "best baseline" : "baseline";
        return $"{(hasEdge ? "Edge" : "No edge")}: model {Display.Percent(model.MeanReturn, 2)} of capital at risk a trade, 0 where it stays out, "
            + $"vs {which} {decisive.Policy} "
            + $"{Display.Percent(decisive.MeanReturn, 2)} (difference {Display.Percent(decisive.DifferenceToModel, 2)}, 95% "
            + Invariant($"{Display.Percent(decisive.DifferenceLow, 2)}…{Display.Percent(decisive.DifferenceHigh, 2)}, n {samples:N0}, ")
            + Invariant($"effective {effective:N0}).");
    }
}
