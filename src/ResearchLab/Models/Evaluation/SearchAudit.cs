using ResearchLab.Statistics;

namespace ResearchLab.Models;

/// <summary>What is left of the best trial of a search once it is counted that it is the best of many.</summary>
/// <param name="Search">The search.</param>
/// <param name="Trials">Different specifications tried, with returns or without.</param>
/// <param name="IndependentTrials">What they are worth, by the mean correlation of those with returns.</param>
/// <param name="Sessions">Sessions that all trials with returns have in common.</param>
/// <param name="BestTrial">Id of the trial with the highest Sharpe ratio on them.</param>
/// <param name="Best">Its Sharpe ratio with its errors.</param>
/// <param name="ExpectedMaximum">Sharpe ratio per session that the best of so many unskilled trials would show.</param>
/// <param name="DeflatedSharpe">Probability that the best is above that.</param>
/// <param name="Overfitting">Probability that picking the best picks luck.</param>
/// <param name="Ability">Hansen's test against staying out.</param>
/// <param name="BetterTrials">Ids of the trials that StepM finds better than staying out, with a 5% chance of any false one.</param>
public sealed record SearchAudit(
    string Search, int Trials, double IndependentTrials, int Sessions, string BestTrial, SharpeEstimate Best, double ExpectedMaximum,
    double DeflatedSharpe, OverfittingResult Overfitting, SuperiorPredictiveAbility Ability, IReadOnlyList<string> BetterTrials)
{
    /// <summary>Audits the trials of a search on the sessions they have in common.</summary>
    internal static SearchAudit? Of(string search, int trials, LedgerTrial[] moving, BootstrapOptions? options, int blocks, int threads)
    {
        (int sessions, double[][] returns) = Common(moving);
        if (moving.Length < 2 || sessions < 2 * blocks)
            return null;
        SharpeEstimate[] estimates = Array.ConvertAll(returns, series => SharpeRatio.Estimate(series));
        int best = 0;
        for (int k = 1; k < estimates.Length; k++)
            best = !(estimates[best].PerPeriod >= estimates[k].PerPeriod) && !double.IsNaN(estimates[k].PerPeriod) ? k : best;
        double[] ratios = [.. estimates.Select(estimate => estimate.PerPeriod).Where(double.IsFinite)];
        // Trials that never move have no ratio; the variance is of those that have.
        if (ratios.Length < 2)
            return null;

        SharpeEstimate chosen = estimates[best];
        double independent = SharpeRatio.IndependentTrials(trials, MeanCorrelation(returns));
        double variance = Math.Pow(Moments.Of(ratios).StandardDeviation, 2);
        BootstrapOptions used = options ?? new BootstrapOptions(BlockLength.Automatic(returns).Stationary, 1_000, 1);
        double[][] trading = [.. returns.Where((_, k) => double.IsFinite(estimates[k].PerPeriod))];
        string[] ids = [.. moving.Where((_, k) => double.IsFinite(estimates[k].PerPeriod)).Select(trial => trial.Id)];
        ResampledAdvantage advantage = ResampledAdvantage.Create(trading, new double[sessions], used, threads);
        return new SearchAudit(
            search, trials, independent, sessions, moving[best].Id, chosen, SharpeRatio.ExpectedMaximum(independent, variance),
            SharpeRatio.Deflated(chosen.PerPeriod, sessions, chosen.Skewness, chosen.Kurtosis, independent, variance),
            BacktestOverfitting.Test(returns, blocks, threads: threads), SuperiorAbility.Test(advantage),
            [.. SuperiorAbility.StepM(advantage).Better().Select(k => ids[k])]);
    }

    private static (int Sessions, double[][] Returns) Common(LedgerTrial[] trials)
    {
        if (trials.Length == 0)
            return (0, []);
        var common = new HashSet<DateOnly>(trials[0].Sessions);
        foreach (LedgerTrial trial in trials)
            common.IntersectWith(trial.Sessions);
        return (common.Count, Array.ConvertAll(trials, trial => trial.Returns.Where((_, i) => common.Contains(trial.Sessions[i])).ToArray()));
    }

    /// <summary>Mean correlation of all pairs: from the variance of the sum of the standardised series.</summary>
    private static double MeanCorrelation(double[][] returns)
    {
        var sum = new double[returns[0].Length];
        int moving = 0;
        foreach (double[] series in returns)
        {
            SeriesMoments moments = Moments.Of(series);
            if (!(moments.StandardDeviation > 0))
                continue;
            moving++;
            for (int i = 0; i < sum.Length; i++)
                sum[i] += (series[i] - moments.Mean) / moments.StandardDeviation;
        }

        double variance = Math.Pow(Moments.Of(sum).StandardDeviation, 2);
        return moving > 1 ? Math.Clamp((variance - moving) / ((double)moving * (moving - 1)), 0, 1) : 0;
    }
}
