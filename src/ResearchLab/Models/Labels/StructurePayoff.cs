using ResearchLab.Options;

namespace ResearchLab.Models;

/// <summary>
/// What the outcomes of a structure were at the sessions where it was eligible: returns on capital at risk after costs, weighted by uniqueness and
/// shrunk towards those of all structures.
/// </summary>
/// <param name="Structure">Which structure.</param>
/// <param name="Effective">Effective number of outcomes: the sum of their uniquenesses.</param>
/// <param name="WinRate">Share with a profit.</param>
/// <param name="MeanReturn">Mean return.</param>
/// <param name="MeanWin">Mean return of those with a profit, at least 0.</param>
/// <param name="MeanLoss">Mean loss of the others, as a positive number.</param>
public sealed record StructurePayoff(Structure Structure, double Effective, double WinRate, double MeanReturn, double MeanWin, double MeanLoss)
{
    /// <summary>Fewest effective outcomes that give a number.</summary>
    public const double LeastEffective = 30;

    /// <summary>Outcomes of all structures that each structure's own are mixed with.</summary>
    private const double Shrinkage = 20;

    /// <summary>Whether there are enough outcomes to say anything.</summary>
    public bool IsKnown => Effective >= LeastEffective;

    /// <summary>Win rate at which wins and losses of this size cancel: mean loss / (mean win + mean loss).</summary>
    public double BreakEven => MeanLoss / (MeanWin + MeanLoss);

    /// <summary>All eleven, from rows whose labels have ended.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="known">Those whose labels ended by the time of knowledge, ascending.</param>
    internal static StructurePayoff[] Of(LabeledRows rows, IReadOnlyList<int> known)
    {
        var sums = new Sums[Structures.Count];
        Sums all = default;
        for (int s = 0; s < Structures.Count; s++)
        {
            int[] own = [.. known.Where(row => rows.IsEligible(row, (Structure)s) && rows.OutcomeOf(row, (Structure)s).IsComplete)];
            double[] weights = UniquenessWeights.Compute(rows.SpansOf(own));
            for (int i = 0; i < own.Length; i++)
                sums[s].Add(weights[i], rows.OutcomeOf(own[i], (Structure)s).Return);
            all.Add(sums[s]);
        }

        return [.. sums.Select((sum, s) => sum.Shrunk((Structure)s, all))];
    }

    private struct Sums
    {
        private double _wins, _losses, _won, _lost;

        public void Add(double weight, double value)
        {
            if (value > 0)
                (_wins, _won) = (_wins + weight, _won + (weight * value));
            else
                (_losses, _lost) = (_losses + weight, _lost - (weight * value));
        }

        public void Add(Sums other) =>
            (_wins, _losses, _won, _lost) = (_wins + other._wins, _losses + other._losses, _won + other._won, _lost + other._lost);

        public readonly StructurePayoff Shrunk(Structure structure, Sums all)
        {
            double count = _wins + _losses, total = all._wins + all._losses;
            double rate = total > 0 ? all._wins / total : double.NaN;
            double win = (_won + (Shrinkage * Mean(all._won, all._wins))) / (_wins + Shrinkage);
            double loss = (_lost + (Shrinkage * Mean(all._lost, all._losses))) / (_losses + Shrinkage);
            double mean = total > 0 ? (all._won - all._lost) / total : double.NaN;
            return new StructurePayoff(
                structure, count, (_wins + (Shrinkage * rate)) / (count + Shrinkage), (_won - _lost + (Shrinkage * mean)) / (count + Shrinkage), win, loss);
        }

        private static double Mean(double sum, double weight) => weight > 0 ? sum / weight : 0;
    }
}
