using MathNet.Numerics.Distributions;

namespace ResearchLab.Statistics;

/// <summary>The Sharpe ratio, how far it can be trusted, and what is left of it after the best of many was picked.</summary>
/// <remarks>
/// Lo (2002), "The Statistics of Sharpe Ratios", Financial Analysts Journal 58(4), 36–52; Mertens (2002), "Comments on Variance of the IID
/// Estimator in Lo (2002)", working paper, and Christie (2005), "Is the Sharpe Ratio Useful in Asset Allocation?", MAFC Research Paper 31;
/// Bailey and López de Prado (2012), "The Sharpe Ratio Efficient Frontier", Journal of Risk 15(2), 3–44, and (2014), "The Deflated Sharpe
/// Ratio", Journal of Portfolio Management 40(5), 94–107.
/// </remarks>
public static class SharpeRatio
{
    private const double EulerMascheroni = 0.57721566490153286061;

    /// <summary>The ratio of a series with its errors.</summary>
    /// <param name="returns">Periodic returns as fractions, without NaN.</param>
    /// <param name="riskFreePerPeriod">Risk-free return of one period.</param>
    /// <param name="periodsPerYear">252 for sessions.</param>
    /// <param name="lags">Autocovariances that enter <see cref="SharpeEstimate.ErrorDependent"/>; null takes Newey and West's rule.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="periodsPerYear"/> is not positive, or there are no such lags.</exception>
    public static SharpeEstimate Estimate(ReadOnlySpan<double> returns, double riskFreePerPeriod = 0, double periodsPerYear = 252, int? lags = null)
    {
        if (!(periodsPerYear > 0))
            throw new ArgumentOutOfRangeException(nameof(periodsPerYear), periodsPerYear, Invariant($"Periods per year {periodsPerYear} must be positive."));
        SeriesMoments moments = Moments.Of(returns);
        int n = moments.Count;
        double ratio = moments.StandardDeviation > 0 ? (moments.Mean - riskFreePerPeriod) / moments.StandardDeviation : double.NaN;
        if (double.IsNaN(ratio))
            return new SharpeEstimate(n, ratio, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, periodsPerYear);

        // How each return pulls the estimate: its long-run variance is the variance of √n times the estimate.
        var influence = new double[n];
        double population = moments.StandardDeviation * Math.Sqrt((n - 1.0) / n);
        for (int i = 0; i < n; i++)
        {
            double z = (returns[i] - moments.Mean) / population;
            influence[i] = z - (ratio / 2 * ((z * z) - 1));
        }

        int year = Math.Max((int)Math.Round(periodsPerYear), 1);
        double[] covariance = Moments.Autocovariances(returns, Math.Min(Math.Min(year - 1, Moments.DefaultLags(n)), n - 1));
        var correlations = new double[covariance.Length - 1];
        for (int lag = 1; lag < covariance.Length; lag++)
            correlations[lag - 1] = covariance[lag] / covariance[0];
        return new SharpeEstimate(
            n, ratio, moments.Skewness, moments.Kurtosis, StandardError(ratio, n), StandardError(ratio, n, moments.Skewness, moments.Kurtosis),
            Math.Sqrt(Moments.LongRunVariance(influence, lags) / n), ratio * Math.Sqrt(periodsPerYear), ratio * AnnualisationFactor(correlations, year),
            periodsPerYear);
    }

    /// <summary>Standard error of a ratio of independent returns.</summary>
    /// <param name="sharpe">Ratio per period.</param>
    /// <param name="count">Number of returns, at least 1.</param>
    /// <param name="skewness">Of the returns.</param>
    /// <param name="kurtosis">Of the returns, not in excess.</param>
    /// <remarks>With skewness 0 and kurtosis 3 it is Lo's √((1 + ½ SR²)/n), else Mertens' √((1 − γ₃ SR + (γ₄ − 1)/4 SR²)/n).</remarks>
    /// <exception cref="ArgumentOutOfRangeException">There are no returns, or no law has those moments.</exception>
    public static double StandardError(double sharpe, int count, double skewness = 0, double kurtosis = 3)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return Math.Sqrt(Spread(sharpe, skewness, kurtosis) / count);
    }

    /// <summary>What a ratio per period is multiplied by for a year of <paramref name="periods"/>, when returns are autocorrelated.</summary>
    /// <param name="autocorrelations">Autocorrelations from lag 1; the missing ones count as 0.</param>
    /// <param name="periods">Periods of a year, at least 1.</param>
    /// <returns>q / √(q + 2 Σ (q − k) ρₖ): √q without autocorrelation; NaN when the variance of a year would not be positive.</returns>
    /// <remarks>Lo (2002), equation 20.</remarks>
    public static double AnnualisationFactor(ReadOnlySpan<double> autocorrelations, int periods)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(periods, 1);
        double variance = periods;
        for (int lag = 1; lag < periods && lag <= autocorrelations.Length; lag++)
            variance += 2.0 * (periods - lag) * autocorrelations[lag - 1];
        return variance > 0 ? periods / Math.Sqrt(variance) : double.NaN;
    }

    /// <summary>Probabilistic Sharpe ratio: probability that the true ratio is above <paramref name="benchmark"/>.</summary>
    /// <param name="sharpe">Ratio seen, per period.</param>
    /// <param name="benchmark">Ratio to beat, per period.</param>
    /// <param name="count">Number of returns, at least 2.</param>
    /// <param name="skewness">Of the returns.</param>
    /// <param name="kurtosis">Of the returns, not in excess.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than two returns, or no law has those moments.</exception>
    public static double Probabilistic(double sharpe, double benchmark, int count, double skewness = 0, double kurtosis = 3)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        return Normal.CDF(0, 1, (sharpe - benchmark) * Math.Sqrt(count - 1) / Math.Sqrt(Spread(sharpe, skewness, kurtosis)));
    }

    /// <summary>Minimum track record: returns needed before the ratio seen is above <paramref name="benchmark"/> with the confidence asked for.</summary>
    /// <param name="sharpe">Ratio seen, per period.</param>
    /// <param name="benchmark">Ratio to beat, per period.</param>
    /// <param name="level">Confidence, in (0.5, 1).</param>
    /// <param name="skewness">Of the returns.</param>
    /// <param name="kurtosis">Of the returns, not in excess.</param>
    /// <returns>A number of returns, not rounded; infinite when the ratio is not above the benchmark.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="level"/> is outside (0.5, 1), or no law has those moments.</exception>
    public static double MinimumTrackRecord(double sharpe, double benchmark, double level = 0.95, double skewness = 0, double kurtosis = 3)
    {
        if (!(level is > 0.5 and < 1))
            throw new ArgumentOutOfRangeException(nameof(level), level, Invariant($"Level {level} must be in (0.5, 1)."));
        if (!(sharpe > benchmark))
            return double.PositiveInfinity;
        double z = Normal.InvCDF(0, 1, level) / (sharpe - benchmark);
        return 1 + (Spread(sharpe, skewness, kurtosis) * z * z);
    }

    /// <summary>Expected highest ratio among independent trials without any skill.</summary>
    /// <param name="trials">Number of trials, at least 1.</param>
    /// <param name="variance">Variance of the trials' ratios, in the unit of the ratio wanted; at least 0.</param>
    /// <returns>0 for one trial.</returns>
    /// <remarks>Bailey and López de Prado (2014), equation 6; N may be fractional, see <see cref="IndependentTrials"/>.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double ExpectedMaximum(double trials, double variance)
    {
        if (!(trials >= 1) || double.IsInfinity(trials))
            throw new ArgumentOutOfRangeException(nameof(trials), trials, Invariant($"Trials {trials} must be at least 1."));
        if (!(variance >= 0) || double.IsInfinity(variance))
            throw new ArgumentOutOfRangeException(nameof(variance), variance, Invariant($"Variance {variance} must be at least 0."));
        // Just above one trial the approximation falls below 0, where the expectation of a maximum of unskilled trials cannot lie.
        return trials == 1 ? 0 : Math.Sqrt(variance) * Math.Max(
            ((1 - EulerMascheroni) * Normal.InvCDF(0, 1, 1 - (1 / trials))) + (EulerMascheroni * Normal.InvCDF(0, 1, 1 - (1 / (trials * Math.E)))), 0);
    }

    /// <summary>Number of independent trials that correlated ones are worth.</summary>
    /// <param name="trials">Number of trials, at least 1.</param>
    /// <param name="meanCorrelation">Mean correlation of their returns, in [0, 1]; below 0 counts as 0.</param>
    /// <returns>ρ̄ + (1 − ρ̄) trials.</returns>
    /// <remarks>Bailey and López de Prado (2014), appendix 3.</remarks>
    public static double IndependentTrials(int trials, double meanCorrelation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        if (!(meanCorrelation <= 1))
            throw new ArgumentOutOfRangeException(nameof(meanCorrelation), meanCorrelation,
                Invariant($"Mean correlation {meanCorrelation} must be at most 1."));
        double shared = Math.Max(meanCorrelation, 0);
        return shared + ((1 - shared) * trials);
    }

    /// <summary>Deflated Sharpe ratio: probability that the ratio is above what the best of that many unskilled trials would show.</summary>
    /// <param name="sharpe">Ratio of the trial that was picked, per period.</param>
    /// <param name="count">Number of returns, at least 2.</param>
    /// <param name="skewness">Of its returns.</param>
    /// <param name="kurtosis">Of its returns, not in excess.</param>
    /// <param name="trials">Number of independent trials, at least 1.</param>
    /// <param name="trialVariance">Variance of the trials' ratios per period.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double Deflated(double sharpe, int count, double skewness, double kurtosis, double trials, double trialVariance) =>
        Probabilistic(sharpe, ExpectedMaximum(trials, trialVariance), count, skewness, kurtosis);

    private static double Spread(double sharpe, double skewness, double kurtosis)
    {
        double least = 1 + (skewness * skewness);
        // Pearson's inequality; a law of two values meets it exactly, so a little rounding is let pass.
        if (kurtosis < least - (1e-6 * least))
            throw new ArgumentOutOfRangeException(nameof(kurtosis), kurtosis,
                Invariant($"No law has skewness {skewness} and kurtosis {kurtosis}; the kurtosis (3 when normal) must be at least {least}."));
        return Math.Max(1 - (skewness * sharpe) + ((kurtosis - 1) / 4 * sharpe * sharpe), 0);
    }
}
