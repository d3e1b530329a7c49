using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ResearchLab.Statistics;

/// <summary>
/// How much better than a benchmark each of many strategies was, and how far that moves in bootstrap resamples of the same sessions for all
/// of them. <see cref="SuperiorAbility"/> tests it.
/// </summary>
public sealed class ResampledAdvantage
{
    private const int PanelWidth = 8, GroupWidth = 4, ChunkResamples = 256;

    private ResampledAdvantage(int rows, BootstrapOptions options, double[] mean, double[] deviation, double[] moves)
    {
        (Rows, Options, Mean, Deviation, Moves) = (rows, options, mean, deviation, moves);
    }

    /// <summary>Sessions compared.</summary>
    public int Rows { get; }

    /// <summary>How sessions were resampled.</summary>
    public BootstrapOptions Options { get; }

    /// <summary>Number of strategies.</summary>
    public int Strategies => Mean.Length;

    /// <summary>Mean of each strategy's return minus the benchmark's.</summary>
    public double[] Mean { get; }

    /// <summary>
    /// Deviation of √n times each mean under the bootstrap, in closed form from the autocovariances; 0 for a strategy that is the benchmark.
    /// </summary>
    /// <remarks>Politis and Romano (1994), lemma 1, as used by Hansen (2005), section 3.1; for circular blocks Bartlett weights on the circle.</remarks>
    public double[] Deviation { get; }

    /// <summary>√n times (resampled mean − mean), resample by resample, a value a strategy.</summary>
    internal double[] Moves { get; }

    /// <summary>Resamples the advantage of strategies over a benchmark.</summary>
    /// <param name="strategies">Returns of each strategy, or any measure where more is better (losses with their sign turned), a value a session.</param>
    /// <param name="benchmark">The same of the benchmark, such as the best baseline or zeros for staying out.</param>
    /// <param name="options">How to resample; blocks from <see cref="BlockLength.Automatic(IReadOnlyList{double[]})"/>, at most half of the sessions.</param>
    /// <param name="threads">Threads, 1 to 256; their number changes no bit of the result.</param>
    /// <exception cref="ArgumentException">There are no strategies or fewer than four sessions, lengths differ, a value is not finite, or a strategy differs
    /// from the benchmark by a constant.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public static ResampledAdvantage Create(IReadOnlyList<double[]> strategies, double[] benchmark, BootstrapOptions options, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(strategies);
        ArgumentNullException.ThrowIfNull(benchmark);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threads, 256);
        int rows = benchmark.Length, count = strategies.Count;
        if (count == 0 || rows < 4)
            throw new ArgumentException(Invariant($"There are {count} strategies over {rows} sessions. Pass at least one strategy and four sessions."),
                nameof(strategies));
        BlockBootstrap.Require(rows, options);
        if (!(options.MeanBlock <= rows / 2.0))
            throw new ArgumentOutOfRangeException(nameof(options), options.MeanBlock,
                Invariant($"Blocks of {options.MeanBlock} in {rows} sessions leave nothing to resample; use at most half of the sessions."));
        if ((long)Math.Max(options.Resamples, rows) * (count + PanelWidth) > Array.MaxLength)
            throw new ArgumentException(
                Invariant($"{count} strategies over {rows} sessions in {options.Resamples} resamples do not fit into memory. ")
                    + "Use fewer resamples or strategies.", nameof(strategies));

        double[] kernel = Kernel(rows, options), mean = new double[count], deviation = new double[count];
        int panels = (count + PanelWidth - 1) / PanelWidth;
        // Eight strategies side by side, centred: what each resample sums.
        var centred = new double[panels * PanelWidth * rows];
        for (int k = 0; k < count; k++)
            RequireSeries(strategies[k], benchmark, k);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads };
        Parallel.For(0, count, parallel, k =>
        {
            var gap = new double[rows];
            TensorPrimitives.Subtract(strategies[k], benchmark, gap);
            mean[k] = Performance.Mean(gap);
            TensorPrimitives.Subtract(gap, mean[k], gap);
            deviation[k] = DeviationOf(gap, mean[k], kernel);
            int at = (k / PanelWidth * PanelWidth * rows) + (k % PanelWidth);
            for (int row = 0; row < rows; row++)
                centred[at + (row * PanelWidth)] = gap[row];
        });
        for (int k = 0; k < count; k++)
        {
            if (deviation[k] == 0 && mean[k] != 0)
                throw new ArgumentException(
                    Invariant($"Strategy {k} differs from the benchmark by the constant {mean[k]:R}: there is nothing to resample. Leave it out."),
                    nameof(strategies));
        }

        return new ResampledAdvantage(rows, options, mean, deviation, Resample(centred, rows, count, options, parallel));
    }

    private static double[] Resample(double[] centred, int rows, int count, BootstrapOptions options, ParallelOptions parallel)
    {
        var moves = new double[options.Resamples * count];
        int panels = (count + PanelWidth - 1) / PanelWidth;
        double scale = 1 / Math.Sqrt(rows);
        // How often each resample picks each row, four resamples side by side; in chunks that stay in the cache.
        var counts = new double[Math.Min(ChunkResamples, (options.Resamples + GroupWidth - 1) / GroupWidth * GroupWidth) * rows];
        for (int from = 0; from < options.Resamples; from += ChunkResamples)
        {
            int inChunk = Math.Min(ChunkResamples, options.Resamples - from), first = from;
            int groups = (inChunk + GroupWidth - 1) / GroupWidth;
            Array.Clear(counts);
            Parallel.For(0, groups, parallel, group =>
            {
                var picked = new int[rows];
                for (int j = 0; j < GroupWidth && (group * GroupWidth) + j < inChunk; j++)
                {
                    BlockBootstrap.Pick(rows, options, first + (group * GroupWidth) + j, picked);
                    foreach (int row in picked)
                        counts[(((group * rows) + row) * GroupWidth) + j]++;
                }
            });
            Parallel.For(0, panels, parallel, panel =>
            {
                Span<double> sums = stackalloc double[GroupWidth * PanelWidth];
                int width = Math.Min(PanelWidth, count - (panel * PanelWidth));
                for (int group = 0; group < groups; group++)
                {
                    Accumulate(centred.AsSpan(panel * PanelWidth * rows, PanelWidth * rows), counts.AsSpan(group * rows * GroupWidth, rows * GroupWidth), sums);
                    for (int j = 0; j < GroupWidth && (group * GroupWidth) + j < inChunk; j++)
                    {
                        int at = ((first + (group * GroupWidth) + j) * count) + (panel * PanelWidth);
                        for (int k = 0; k < width; k++)
                            moves[at + k] = sums[(j * PanelWidth) + k] * scale;
                    }
                }
            });
        }

        return moves;
    }

    /// <summary>Sums of eight series weighted by four sets of counts. Each sum is one lane in order of the rows, whatever the machine.</summary>
    private static void Accumulate(ReadOnlySpan<double> panel, ReadOnlySpan<double> counts, Span<double> sums)
    {
        ref double values = ref MemoryMarshal.GetReference(panel);
        ref double weights = ref MemoryMarshal.GetReference(counts);
        Vector256<double> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default, d0 = default, d1 = default;
        for (nuint row = 0, rows = (nuint)panel.Length / PanelWidth; row < rows; row++)
        {
            Vector256<double> low = Vector256.LoadUnsafe(ref values, row * PanelWidth), high = Vector256.LoadUnsafe(ref values, (row * PanelWidth) + 4);
            Vector256<double> weight = Vector256.Create(Unsafe.Add(ref weights, row * GroupWidth));
            (a0, a1) = (Vector256.FusedMultiplyAdd(low, weight, a0), Vector256.FusedMultiplyAdd(high, weight, a1));
            weight = Vector256.Create(Unsafe.Add(ref weights, (row * GroupWidth) + 1));
            (b0, b1) = (Vector256.FusedMultiplyAdd(low, weight, b0), Vector256.FusedMultiplyAdd(high, weight, b1));
            weight = Vector256.Create(Unsafe.Add(ref weights, (row * GroupWidth) + 2));
            (c0, c1) = (Vector256.FusedMultiplyAdd(low, weight, c0), Vector256.FusedMultiplyAdd(high, weight, c1));
            weight = Vector256.Create(Unsafe.Add(ref weights, (row * GroupWidth) + 3));
            (d0, d1) = (Vector256.FusedMultiplyAdd(low, weight, d0), Vector256.FusedMultiplyAdd(high, weight, d1));
        }

        a0.CopyTo(sums);
        a1.CopyTo(sums[4..]);
        b0.CopyTo(sums[8..]);
        b1.CopyTo(sums[12..]);
        c0.CopyTo(sums[16..]);
        c1.CopyTo(sums[20..]);
        d0.CopyTo(sums[24..]);
        d1.CopyTo(sums[28..]);
    }

    private static double DeviationOf(double[] centred, double mean, double[] kernel)
    {
        int rows = centred.Length;
        double variance = TensorPrimitives.SumOfSquares<double>(centred) / rows;
        // Equal or constantly different series leave rounding noise.
        if (!(variance > 1e-28 * mean * mean))
            return 0;
        for (int lag = 1; lag < rows; lag++)
        {
            if (kernel[lag] > 1e-15)
                variance += 2 * kernel[lag] * TensorPrimitives.Dot(centred.AsSpan(0, rows - lag), centred.AsSpan(lag)) / rows;
        }

        return Math.Sqrt(Math.Max(variance, 0));
    }

    /// <summary>Weight of each autocovariance in the bootstrap's variance of √n times the mean.</summary>
    private static double[] Kernel(int rows, BootstrapOptions options)
    {
        var kernel = new double[rows];
        double stay = 1 - (1 / options.MeanBlock), length = Math.Min(Math.Ceiling(options.MeanBlock), rows);
        for (int lag = 1; lag < rows; lag++)
        {
            double share = (double)lag / rows;
            kernel[lag] = options.Kind == BlockKind.Stationary
                ? ((1 - share) * Math.Pow(stay, lag)) + (share * Math.Pow(stay, rows - lag))
                : Math.Max(1 - (lag / length), 0) + Math.Max(1 - ((rows - lag) / length), 0);
        }

        return kernel;
    }

    private static void RequireSeries(double[] strategy, double[] benchmark, int number)
    {
        if (strategy.Length != benchmark.Length)
            throw new ArgumentException(Invariant($"Strategy {number} has {strategy.Length} sessions but the benchmark has {benchmark.Length}."),
                nameof(strategy));
        for (int row = 0; row < strategy.Length; row++)
        {
            if (!double.IsFinite(strategy[row]) || !double.IsFinite(benchmark[row]))
                throw new ArgumentException(Invariant($"Session {row} of strategy {number} is {strategy[row]} and of the benchmark {benchmark[row]}. ")
                    + "Leave out sessions without a value in all of them.", nameof(strategy));
        }
    }
}
