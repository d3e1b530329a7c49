using MathNet.Numerics.LinearAlgebra;
using ResearchLab.Options;

namespace ResearchLab.Market;

/// <summary>Fits the constants of the modelled chains on real ones.</summary>
/// <remarks>
/// Level: ridge regression of the logarithm of at-the-money volatility over the 30-day index, every calendar month of an underlying weighing the same.
/// Shape: SSVI by least squares on implied volatility relative to that at the money, at each session's own level, every bucket of delta weighing the same.
/// Reversion of variance is not fitted on chains. Spreads: least squares on relative
/// errors in calm sessions of an index, brought to the median; how they widen in a storm is not fitted, because no storm is among the chains.
/// <c>lab chain model-error</c> runs it.
/// </remarks>
public static class ModelFit
{
    private const double LeastTimeValuePerSpot = 2e-5, MostDeviations = 3, Calm = 0.2;

    // SKEW tells much within 2019 and 2021 and misleads between them, so its slope is held down harder.
    private const double Ridge = 0.02, SkewRidge = 1.6;

    /// <summary>The constants that fit.</summary>
    /// <param name="smiles">Real smiles, of an index at least some.</param>
    /// <param name="state">The market by session; null where its indices are unknown.</param>
    /// <param name="start">What is not fitted, and where the search starts; null for the shipped constants.</param>
    /// <param name="market">Symbol of the market's fund, whose level and shape count beside those of the index; those of shares do not.</param>
    /// <exception cref="ArgumentException">No session has both indices and smiles around 30 and 93 days.</exception>
    public static ChainModel Fit(IReadOnlyList<ObservedSmile> smiles, Func<DateOnly, MarketState?> state, ChainModel? start = null, string market = "SPY")
    {
        ArgumentNullException.ThrowIfNull(smiles);
        start ??= ChainModel.Shipped;
        ObservedSmile[] own = [.. smiles.Where(smile => ModelledChainSurfaces.IsMarket(smile.Underlying, market))];
        List<SessionLevel> levels = SessionLevel.Of(own, state, start.Smile);
        if (!levels.Exists(level => level.Far > 0))
            throw new ArgumentException(
                "No session has both volatility indices and expiries on both sides of 30 and of 93 days. Ingest the indices of the sessions of the chains.",
                nameof(smiles));
        LevelModel level = Level(levels);
        SmileModel smile = ShapeFit.Fit(own, levels, start.Smile);
        return start with
        {
            Vintage = Invariant($"{smiles.Max(one => one.Session):yyyy-MM}"),
            FirstChain = smiles.Min(one => one.Session),
            Level = level,
            Smile = smile,
            Spread = Spread(smiles, state, start.Spread),
        };
    }

    /// <summary>The level alone.</summary>
    /// <param name="levels">At least one.</param>
    public static LevelModel Level(IReadOnlyList<SessionLevel> levels)
    {
        ArgumentNullException.ThrowIfNull(levels);
        Dictionary<string, int> months = levels.GroupBy(level => level.Month).ToDictionary(month => month.Key, month => month.Count());
        double[][] rows = [.. levels.Select(level =>
        {
            (double term, double realised, double skew) = LevelModel.Regressors(level.State);
            return new[] { 1, term, realised, skew };
        })];
        double[] weights = [.. levels.Select(level => 1.0 / months[level.Month])];
        double[] found = Weighted(rows, [.. levels.Select(level => Math.Log(level.Near))], weights, [0, Ridge, Ridge, SkewRidge]);
        SessionLevel[] far = [.. levels.Where(level => level.Far > 0)];
        double beyond = far.Sum(level => Math.Log(level.Far / level.Near) / months[level.Month]) / Math.Max(far.Sum(level => 1.0 / months[level.Month]),
            double.Epsilon);
        return new LevelModel(found[0], found[1], found[2], found[3], beyond);
    }

    /// <summary>Mean relative error of the level in every period when it is fitted on the others.</summary>
    /// <param name="levels">Levels of at least two periods.</param>
    public static IReadOnlyList<(string Period, int Sessions, double Error)> LeaveOut(IReadOnlyList<SessionLevel> levels)
    {
        ArgumentNullException.ThrowIfNull(levels);
        return [.. levels.Select(level => level.Period).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(period =>
        {
            LevelModel others = Level([.. levels.Where(level => level.Period != period)]);
            SessionLevel[] left = [.. levels.Where(level => level.Period == period)];
            return (period, left.Length, left.Average(level => (others.Near(level.State) / level.Near) - 1));
        })];
    }

    /// <summary>Every usable quote of a smile with its time value and intrinsic value.</summary>
    internal static IEnumerable<(ObservedQuote Quote, double TimeValue, double Intrinsic)> SpreadQuotes(ObservedSmile smile)
    {
        foreach (ObservedQuote quote in smile.Outside.Concat(smile.Inside))
        {
            if (quote.TimeValue >= LeastTimeValuePerSpot * smile.Spot && !(Math.Abs(smile.Deviations(quote.Strike)) > MostDeviations))
                yield return (quote, quote.TimeValue, double.IsNaN(quote.Vol) ? Math.Abs(quote.Strike - smile.Forward) : 0);
        }
    }

    // Ridge on standardised columns; a column without spread (an index that is nowhere known) gets 0.
    private static double[] Weighted(double[][] rows, double[] values, double[] weights, double[] ridge)
    {
        int n = ridge.Length;
        double total = weights.Sum();
        double[] scale = [.. Enumerable.Range(0, n).Select(column =>
        {
            double mean = rows.Average(row => row[column]), variance = rows.Average(row => (row[column] - mean) * (row[column] - mean));
            return variance > 1e-16 ? Math.Sqrt(variance) : column == 0 ? 1 : 0;
        })];
        Matrix<double> normal = Matrix<double>.Build.Dense(n, n);
        Vector<double> right = Vector<double>.Build.Dense(n);
        double At(double[] row, int column) => scale[column] == 0 ? 0 : row[column] / scale[column];
        for (int k = 0; k < rows.Length; k++)
        {
            for (int i = 0; i < n; i++)
            {
                right[i] += weights[k] * At(rows[k], i) * values[k];
                for (int j = 0; j < n; j++)
                    normal[i, j] += weights[k] * At(rows[k], i) * At(rows[k], j);
            }
        }

        for (int i = 0; i < n; i++)
            normal[i, i] += scale[i] == 0 ? 1 : ridge[i] * total;
        Vector<double> solved = normal.Solve(right);
        return [.. Enumerable.Range(0, n).Select(i => scale[i] == 0 ? 0 : solved[i] / scale[i])];
    }

    private static SpreadModel Spread(IReadOnlyList<ObservedSmile> smiles, Func<DateOnly, MarketState?> state, SpreadModel start)
    {
        Matrix<double> normal = Matrix<double>.Build.Dense(4, 4);
        Vector<double> right = Vector<double>.Build.Dense(4);
        Span<double> terms = stackalloc double[4];
        foreach (ObservedSmile smile in smiles)
        {
            if (ExerciseStyles.Of(smile.Underlying) != ExerciseStyle.European || !(state(smile.Session)?.Stress < Calm))
                continue;
            foreach ((ObservedQuote quote, double timeValue, double intrinsic) in SpreadQuotes(smile))
            {
                double root = Math.Sqrt(timeValue * smile.Spot);
                (terms[0], terms[1], terms[2], terms[3]) = (smile.Spot, root, root * smile.Years, intrinsic);
                for (int i = 0; i < 4; i++)
                {
                    right[i] += terms[i] / quote.Spread;
                    for (int j = 0; j < 4; j++)
                        normal[i, j] += terms[i] * terms[j] / (quote.Spread * quote.Spread);
                }
            }
        }

        SpreadModel shape = start;
        if (normal[0, 0] > 0)
        {
            Vector<double> found = normal.Solve(right);
            shape = start with { PerSpot = found[0], PerRoot = found[1], PerRootYear = found[2], PerIntrinsic = found[3] };
        }

        // Least squares on relative errors lies below the middle, so the shape is brought to the median session of an index.
        (string Underlying, double Log)[] days = [.. smiles.Where(smile => state(smile.Session) is not null)
            .GroupBy(smile => (smile.Underlying, smile.Session))
            .Select(day => (day.Key.Underlying, Median([.. day.SelectMany(smile => SpreadQuotes(smile)
                .Select(one => Math.Log(one.Quote.Spread / shape.Of(smile.Spot, one.TimeValue, smile.Years, one.Intrinsic))))])
                - Math.Log(start.Widening(state(day.Key.Session)!.Value.Stress))))
            .Where(day => double.IsFinite(day.Item2))];
        double Kind(Func<string, bool> which, double otherwise) =>
            days.Any(day => which(day.Underlying)) ? Math.Exp(Median([.. days.Where(day => which(day.Underlying)).Select(day => day.Log)])) : otherwise;
        double index = Kind(one => ExerciseStyles.Of(one) == ExerciseStyle.European, 1);
        return shape with
        {
            PerSpot = index * shape.PerSpot,
            PerRoot = index * shape.PerRoot,
            PerRootYear = index * shape.PerRootYear,
            PerIntrinsic = index * shape.PerIntrinsic,
            Fund = Kind(one => one == "SPY", start.Fund * index) / index,
            Share = Kind(one => start.Kind(one) == start.Share && one != "SPY", start.Share * index) / index,
        };
    }

    private static double Median(double[] values)
    {
        if (values.Length == 0)
            return double.NaN;
        Array.Sort(values);
        return values[values.Length / 2];
    }
}
