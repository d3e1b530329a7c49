using System.Numerics;
using System.Numerics.Tensors;

namespace ResearchLab.Statistics;

/// <summary>Probability of backtest overfitting by combinatorially symmetric cross-validation.</summary>
/// <remarks>
/// Bailey, Borwein, López de Prado and Zhu (2017), "The Probability of Backtest Overfitting", Journal of Computational Finance 20(4), 39–69.
/// Strategies equal out of sample share the mean of their ranks.
/// </remarks>
public static class BacktestOverfitting
{
    /// <summary>Splits the sessions into halves in every way that keeps blocks whole.</summary>
    /// <param name="strategies">Returns of each strategy that was tried, deleted ones too; at least two.</param>
    /// <param name="blocks">Blocks of neighbouring sessions, even, 2 to 24: 16 make 12,870 splits.</param>
    /// <param name="measure">What strategies are ranked by.</param>
    /// <param name="threads">Threads, 1 to 256; their number does not change the result.</param>
    /// <exception cref="ArgumentException">Fewer than two strategies, lengths differ, fewer than two sessions a block, or a value is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static OverfittingResult Test(IReadOnlyList<double[]> strategies, int blocks = 16, OverfittingMeasure measure = OverfittingMeasure.Sharpe,
        int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(strategies);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threads, 256);
        if (blocks is < 2 or > 24 || blocks % 2 != 0)
            throw new ArgumentOutOfRangeException(nameof(blocks), blocks, Invariant($"Blocks {blocks} must be even and 2 to 24."));
        var sums = BlockSums.Of(strategies, blocks);
        int[] splits = Halves(blocks);
        int count = splits.Length;
        double[] logits = new double[count], inside = new double[count], outside = new double[count];
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, () => new double[3][], (split, _, scratch) =>
        {
            for (int i = 0; i < scratch.Length; i++)
                scratch[i] ??= new double[sums.Strategies];
            (double[] seen, double[] unseen) = (scratch[0], scratch[1]);
            sums.Measure(splits[split], measure, seen, scratch[2]);
            sums.Measure(((1 << blocks) - 1) ^ splits[split], measure, unseen, scratch[2]);
            int best = 0;
            for (int k = 1; k < seen.Length; k++)
                best = seen[k] > seen[best] ? k : best;
            double rank = 1;
            for (int k = 0; k < unseen.Length; k++)
                rank += unseen[k] < unseen[best] ? 1 : unseen[k] == unseen[best] && k != best ? 0.5 : 0;
            (inside[split], outside[split]) = (seen[best], unseen[best]);
            logits[split] = Math.Log(rank / (unseen.Length + 1 - rank));
            return scratch;
        }, _ => { });
        (double slope, double intercept) = Line(inside, outside);
        return new OverfittingResult(
            Share(logits, logit => logit <= 1e-12), logits, slope, intercept, Share(outside, value => value < 0), inside, outside, sums.Strategies, blocks);
    }

    private static double Share(double[] values, Predicate<double> counts) => (double)Array.FindAll(values, counts).Length / values.Length;

    private static int[] Halves(int blocks)
    {
        var halves = new List<int>();
        for (int mask = 0; mask < 1 << blocks; mask++)
        {
            if (BitOperations.PopCount((uint)mask) * 2 == blocks)
                halves.Add(mask);
        }

        return [.. halves];
    }

    private static (double Slope, double Intercept) Line(double[] x, double[] y)
    {
        int[] finite = [.. Enumerable.Range(0, x.Length).Where(i => double.IsFinite(x[i]) && double.IsFinite(y[i]))];
        double meanX = finite.Select(i => x[i]).DefaultIfEmpty(double.NaN).Average(), meanY = finite.Select(i => y[i]).DefaultIfEmpty(double.NaN).Average();
        double cross = 0, square = 0;
        foreach (int i in finite)
        {
            cross += (x[i] - meanX) * (y[i] - meanY);
            square += (x[i] - meanX) * (x[i] - meanX);
        }

        double slope = square > 0 ? cross / square : double.NaN;
        return (slope, meanY - (slope * meanX));
    }

    /// <summary>Sums and sums of squares of every strategy in every block, around the strategy's own mean.</summary>
    private sealed record BlockSums(int[] Rows, double[] Centre, double[][] Sum, double[][] Squares)
    {
        public int Strategies => Centre.Length;

        public static BlockSums Of(IReadOnlyList<double[]> strategies, int blocks)
        {
            int rows = strategies.Count > 0 ? strategies[0].Length : 0;
            if (strategies.Count < 2 || rows < 2 * blocks)
                throw new ArgumentException(
                    Invariant($"There are {strategies.Count} strategies over {rows} sessions. {blocks} blocks need at least two strategies and {2 * blocks} ")
                        + "sessions.", nameof(strategies));
            var sums = new BlockSums(
                new int[blocks], new double[strategies.Count], [.. Enumerable.Range(0, blocks).Select(_ => new double[strategies.Count])],
                [.. Enumerable.Range(0, blocks).Select(_ => new double[strategies.Count])]);
            for (int k = 0; k < strategies.Count; k++)
            {
                double[] returns = strategies[k];
                if (returns.Length != rows)
                    throw new ArgumentException(Invariant($"Strategy {k} has {returns.Length} sessions but the first has {rows}."), nameof(strategies));
                int wrong = Array.FindIndex(returns, value => !double.IsFinite(value));
                if (wrong >= 0)
                    throw new ArgumentException(
                        Invariant($"Session {wrong} of strategy {k} is {returns[wrong]}. Leave out sessions without a value in all of them."),
                        nameof(strategies));
                sums.Centre[k] = Performance.Mean(returns);
                for (int block = 0; block < blocks; block++)
                {
                    int from = (int)((long)rows * block / blocks), to = (int)((long)rows * (block + 1) / blocks);
                    sums.Rows[block] = to - from;
                    for (int row = from; row < to; row++)
                    {
                        double gap = returns[row] - sums.Centre[k];
                        sums.Sum[block][k] += gap;
                        sums.Squares[block][k] += gap * gap;
                    }
                }
            }

            return sums;
        }

        public void Measure(int mask, OverfittingMeasure measure, double[] destination, double[] squares)
        {
            int rows = 0;
            double[] sum = destination;
            Array.Clear(sum);
            Array.Clear(squares);
            for (int block = 0; block < Rows.Length; block++)
            {
                if ((mask >> block & 1) == 0)
                    continue;
                rows += Rows[block];
                TensorPrimitives.Add(sum, Sum[block], sum);
                TensorPrimitives.Add(squares, Squares[block], squares);
            }

            for (int k = 0; k < sum.Length; k++)
            {
                double shift = sum[k] / rows, mean = Centre[k] + shift;
                double variance = Math.Max(squares[k] - (rows * shift * shift), 0) / (rows - 1);
                // A strategy that does not move has an infinite ratio of its mean's sign; one that stays out has 0.
                destination[k] = measure == OverfittingMeasure.Mean || mean == 0 ? mean
                    : variance > 1e-26 * mean * mean ? mean / Math.Sqrt(variance) : mean * double.PositiveInfinity;
            }
        }
    }
}
