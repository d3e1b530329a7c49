namespace ResearchLab.Market;

/// <summary>Brings the shipped constants towards the observed chains of a lake, as far as their few periods count.</summary>
public static class ChainRefit
{
    // The shipped constants themselves rest on five calendar quarters.
    private const double PriorPeriods = 5;

    /// <summary>
    /// The model with level and spreads moved by the mean error of the calendar quarters observed, each weighing as much as one of the five quarters behind the
    /// shipped constants; the shape stays.
    /// </summary>
    /// <param name="model">Constants to start from.</param>
    /// <param name="underlying">Symbol of the chains.</param>
    /// <param name="pairs">Observed summaries beside those modelled with <paramref name="model"/> at the same sessions.</param>
    /// <returns>The model as it is when no pair tells.</returns>
    public static ChainModel Of(ChainModel model, string underlying, IReadOnlyList<(Options.ChainSummary Observed, Options.ChainSummary Modelled)> pairs)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(pairs);
        double level = Shift(pairs, summary => summary.AtmIv30, out int periods), spread = Shift(pairs, summary => summary.AtmSpreadPct, out _);
        if (periods == 0)
            return model;
        DateOnly first = pairs.Min(pair => pair.Observed.Session), last = pairs.Max(pair => pair.Observed.Session);
        double scale = Math.Exp(spread);
        return model with
        {
            Vintage = Invariant($"{model.Vintage}+{underlying} {last:yyyy-MM-dd} ({periods} {(periods == 1 ? "quarter" : "quarters")}, ")
                + Invariant($"level {100 * (Math.Exp(level) - 1):+0.0;-0.0}%)"),
            FirstChain = first < model.FirstChain ? first : model.FirstChain,
            Level = model.Level with { Intercept = model.Level.Intercept + level },
            Spread = model.Spread with
            {
                PerSpot = scale * model.Spread.PerSpot,
                PerRoot = scale * model.Spread.PerRoot,
                PerRootYear = scale * model.Spread.PerRootYear,
                PerIntrinsic = scale * model.Spread.PerIntrinsic,
            },
        };
    }

    private static double Shift(
        IReadOnlyList<(Options.ChainSummary Observed, Options.ChainSummary Modelled)> pairs, Func<Options.ChainSummary, double> value, out int periods)
    {
        double[] quarters = [.. pairs
            .Select(pair => (pair.Observed.Session, Error: Math.Log(value(pair.Observed) / value(pair.Modelled))))
            .Where(pair => double.IsFinite(pair.Error))
            .GroupBy(pair => (pair.Session.Year, (pair.Session.Month + 2) / 3))
            .Select(quarter => quarter.Average(pair => pair.Error))];
        periods = quarters.Length;
        return quarters.Sum() / (quarters.Length + PriorPeriods);
    }
}
