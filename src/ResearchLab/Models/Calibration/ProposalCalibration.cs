using ResearchLab.Options;
using ResearchLab.Risk;

namespace ResearchLab.Models;

/// <summary>
/// What a picker's scores are worth. The structure's own outcomes give the level; the picker's own out-of-fold proposals, whose best of eleven
/// forecasts flatters, give how far they fell from it and how much a higher score was worth.
/// </summary>
/// <param name="Payoffs">Outcomes of each structure where it was eligible.</param>
/// <param name="ScoreMean">Mean score of the proposals.</param>
/// <param name="ScoreDeviation">Their standard deviation; 0 when the score says nothing.</param>
/// <param name="WinShift">Added to the log-odds of a profit.</param>
/// <param name="WinSlope">Log-odds of a profit per standard deviation of the score.</param>
/// <param name="ReturnShift">Added to the structure's mean return.</param>
/// <param name="ReturnSlope">Return per standard deviation of the score.</param>
/// <param name="Proposals">Proposals behind it.</param>
/// <param name="EffectiveProposals">Effective number of them.</param>
/// <remarks>
/// Platt (1999), "Probabilistic outputs for support vector machines", with normal priors on shift and slope (a standard deviation of 0.5 each, in log-odds), so
/// that few proposals change little; the returns by ridge regression of the same kind.
/// </remarks>
public sealed record ProposalCalibration(
    IReadOnlyList<StructurePayoff> Payoffs, double ScoreMean, double ScoreDeviation, double WinShift, double WinSlope, double ReturnShift, double ReturnSlope,
    int Proposals, double EffectiveProposals)
{
    /// <summary>Standard deviation of the priors of shift and slope in log-odds.</summary>
    private const double PriorLogOdds = 0.5;

    /// <summary>Outcomes that the priors of shift and slope in returns are worth.</summary>
    private const double PriorOutcomes = 20;

    /// <summary>What is expected of one structure with a score.</summary>
    public TradeForecast Of(Structure structure, double score)
    {
        StructurePayoff payoff = Payoffs[(int)structure];
        if (!payoff.IsKnown)
            return new TradeForecast(double.NaN, double.NaN, double.NaN, payoff.Effective);
        double z = Standardised(score);
        return new TradeForecast(
            Logistic(LogOdds(payoff.WinRate) + WinShift + (WinSlope * z)), payoff.MeanReturn + ReturnShift + (ReturnSlope * z), payoff.BreakEven,
            payoff.Effective);
    }

    /// <summary>Fits to the proposals of a picker whose labels have ended.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="known">Rows whose labels have ended, for the level of each structure.</param>
    /// <param name="proposed">What the picker proposed out of fold: row, structure and score; only rows among <paramref name="known"/>.</param>
    internal static ProposalCalibration Fit(LabeledRows rows, IReadOnlyList<int> known, IReadOnlyList<(int Row, Structure Structure, double Score)> proposed) =>
        Fit(rows, StructurePayoff.Of(rows, known), proposed);

    internal static ProposalCalibration Fit(LabeledRows rows, StructurePayoff[] payoffs, IReadOnlyList<(int Row, Structure Structure, double Score)> proposed)
    {
        (int Row, Structure Structure, double Score)[] used =
            [.. proposed.Where(one => payoffs[(int)one.Structure].IsKnown && rows.OutcomeOf(one.Row, one.Structure).IsComplete)];
        if (used.Length == 0)
            return new ProposalCalibration(payoffs, 0, 0, 0, 0, 0, 0, 0, 0);
        double[] weights = UniquenessWeights.Compute(rows.SpansOf([.. used.Select(one => one.Row)]));
        double total = weights.Sum(), mean = 0, square = 0;
        for (int i = 0; i < used.Length; i++)
            mean += weights[i] * used[i].Score / total;
        for (int i = 0; i < used.Length; i++)
            square += weights[i] * (used[i].Score - mean) * (used[i].Score - mean) / total;
        var fitted = new ProposalCalibration(payoffs, mean, square > 1e-18 ? Math.Sqrt(square) : 0, 0, 0, 0, 0, used.Length, total);
        double[] z = [.. used.Select(one => fitted.Standardised(one.Score))];
        double[] level = [.. used.Select(one => LogOdds(payoffs[(int)one.Structure].WinRate))];
        double[] won = [.. used.Select(one => rows.OutcomeOf(one.Row, one.Structure).Return > 0 ? 1.0 : 0.0)];
        double[] residual = [.. used.Select(one => rows.OutcomeOf(one.Row, one.Structure).Return - payoffs[(int)one.Structure].MeanReturn)];
        (double shift, double slope) = LogisticFit(z, level, won, weights);
        (double more, double per) = RidgeFit(z, residual, weights);
        return fitted with { WinShift = shift, WinSlope = slope, ReturnShift = more, ReturnSlope = per };
    }

    private double Standardised(double score) => ScoreDeviation > 0 ? Math.Clamp((score - ScoreMean) / ScoreDeviation, -3, 3) : 0;

    // Newton's method on a concave function of two parameters; the priors keep it well conditioned.
    private static (double Shift, double Slope) LogisticFit(double[] z, double[] level, double[] won, double[] weights)
    {
        const double Precision = 1 / (PriorLogOdds * PriorLogOdds);
        double a = 0, b = 0;
        for (int step = 0; step < 30; step++)
        {
            double ga = -Precision * a, gb = -Precision * b, haa = Precision, hab = 0, hbb = Precision;
            for (int i = 0; i < z.Length; i++)
            {
                double p = Logistic(level[i] + a + (b * z[i])), g = weights[i] * (won[i] - p), h = weights[i] * p * (1 - p);
                ga += g;
                gb += g * z[i];
                haa += h;
                hab += h * z[i];
                hbb += h * z[i] * z[i];
            }

            double determinant = (haa * hbb) - (hab * hab), da = ((hbb * ga) - (hab * gb)) / determinant, db = ((haa * gb) - (hab * ga)) / determinant;
            (a, b) = (a + da, b + db);
            if (Math.Abs(da) + Math.Abs(db) < 1e-12)
                break;
        }

        return (a, b);
    }

    private static (double Shift, double Slope) RidgeFit(double[] z, double[] residual, double[] weights)
    {
        double saa = PriorOutcomes, sab = 0, sbb = PriorOutcomes, ra = 0, rb = 0;
        for (int i = 0; i < z.Length; i++)
        {
            saa += weights[i];
            sab += weights[i] * z[i];
            sbb += weights[i] * z[i] * z[i];
            ra += weights[i] * residual[i];
            rb += weights[i] * z[i] * residual[i];
        }

        double determinant = (saa * sbb) - (sab * sab);
        return (((sbb * ra) - (sab * rb)) / determinant, ((saa * rb) - (sab * ra)) / determinant);
    }

    private static double LogOdds(double p) => Math.Log(Math.Clamp(p, 1e-6, 1 - 1e-6) / (1 - Math.Clamp(p, 1e-6, 1 - 1e-6)));

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));
}
