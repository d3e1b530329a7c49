using ResearchLab.Models;
using ResearchLab.Options;
using ResearchLab.Statistics;

namespace ResearchLab.Daily;

/// <summary>Pickers as they stood at each refresh: what was known of them then, and which was in force.</summary>
internal sealed class DeskArms
{
    /// <summary>Fewest closed trades of a picker that can be in force.</summary>
    public const int LeastTrades = 30;

    private readonly LabeledRows _rows;
    private readonly int[] _tested;
    private readonly int[] _refreshes;

    private DeskArms(LabeledRows rows, int[] tested, int[] refreshes, StructurePayoff[][] payoffs) =>
        (_rows, _tested, _refreshes, Payoffs) = (rows, tested, refreshes, payoffs);

    /// <summary>Outcomes of each structure known at each refresh.</summary>
    public StructurePayoff[][] Payoffs { get; }

    /// <summary>Gets the outcomes of structures ready.</summary>
    /// <param name="rows">Labelled sessions.</param>
    /// <param name="tested">Rows that pickers scored out of fold.</param>
    /// <param name="refreshes">Calendar positions.</param>
    /// <param name="threads">Refreshes at a time; does not change the result.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static DeskArms At(LabeledRows rows, int[] tested, int[] refreshes, int threads, CancellationToken cancellation)
    {
        var payoffs = new StructurePayoff[refreshes.Length][];
        Parallel.For(0, refreshes.Length, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, r =>
            payoffs[r] = StructurePayoff.Of(rows, [.. Enumerable.Range(0, rows.Count).Where(row => rows.Spans[row].EndPosition <= refreshes[r])]));
        return new DeskArms(rows, tested, refreshes, payoffs);
    }

    /// <summary>
    /// Scores of the rule that always proposes what was best most often: shares of the classes among labels that had ended at the refresh before.
    /// </summary>
    public double[] MostFrequent()
    {
        var scores = new double[_tested.Length * Structures.ClassCount];
        for (int i = 0; i < _tested.Length; i++)
        {
            int refresh = _refreshes.Last(position => position < _rows.Spans[_tested[i]].Position);
            int[] known = [.. Enumerable.Range(0, _tested[i]).Where(row => _rows.Spans[row].EndPosition <= refresh)];
            foreach (int row in known)
                scores[(i * Structures.ClassCount) + (int)_rows.Best[row]] += 1.0 / known.Length;
        }

        return scores;
    }

    /// <summary>A picker with what its scores were worth at each refresh, by proposals whose labels had ended.</summary>
    public DeskArm Make(string name, double[] scores)
    {
        (int Row, Structure Structure, double Score)[] proposed =
            [.. _tested.Select((row, i) => Proposed(row, scores.AsSpan(i * Structures.ClassCount, Structures.ClassCount)))
                .Where(one => one.Structure != Structure.NoTrade)];
        return new DeskArm(name, scores, [.. _refreshes.Select((refresh, r) =>
            ProposalCalibration.Fit(_rows, Payoffs[r], [.. proposed.Where(one => _rows.Spans[one.Row].EndPosition <= refresh)]))]);
    }

    /// <summary>
    /// The picker in force from each refresh on, −1 for none: mean daily return above the T-bill over its 97.5% expected shortfall, of what the accounts had
    /// done by then. A picker that earned nothing or closed fewer than 30 trades ranks below no trade, which scores 0.
    /// </summary>
    /// <param name="ground">What the walks shared.</param>
    /// <param name="walked">Walks of each competing picker, one an offset.</param>
    public static (int[] Chosen, double[,] Scores) Choose(DeskGround ground, WalkRecord[][] walked)
    {
        var chosen = new int[ground.Refreshes.Length];
        var scores = new double[ground.Refreshes.Length, walked.Length];
        double[][] mean = [.. walked.Select(records => Average(records, record => record.Excess))];
        for (int r = 0; r < chosen.Length; r++)
        {
            int days = Math.Max(0, ground.Refreshes[r] - ground.Start + 1);
            double best = 0;
            chosen[r] = -1;
            for (int i = 0; i < walked.Length; i++)
            {
                double[] past = mean[i][..days];
                double average = past.Length == 0 ? 0 : Performance.Mean(past), shortfall = past.Length == 0 ? 0 : -Performance.ExpectedShortfall(past, 0.975);
                double trades = Median(walked[i].Select(record => (double)record.Closed.Count(one => one.Trade.Last <= ground.Refreshes[r])));
                scores[r, i] = shortfall > 0 ? average / shortfall : 0;
                if (trades >= LeastTrades && average > 0 && scores[r, i] > best)
                    (chosen[r], best) = (i, scores[r, i]);
            }
        }

        return (chosen, scores);
    }

    /// <summary>Mean over the offsets, session by session.</summary>
    public static double[] Average(WalkRecord[] records, Func<WalkRecord, double[]> of)
    {
        double[] mean = new double[of(records[0]).Length];
        foreach (WalkRecord record in records)
        {
            double[] values = of(record);
            for (int i = 0; i < mean.Length; i++)
                mean[i] += values[i] / records.Length;
        }

        return mean;
    }

    /// <summary>Median of what is a number; NaN when nothing is.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Where(value => !double.IsNaN(value)).Order()];
        return Quantile.OfSorted(sorted, 0.5);
    }

    private (int Row, Structure Structure, double Score) Proposed(int row, ReadOnlySpan<double> scores)
    {
        Structure pick = PickerKinds.Propose(scores, structure => _rows.IsEligible(row, structure));
        return (row, pick, scores[(int)pick]);
    }
}
