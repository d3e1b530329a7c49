using ResearchLab.Models;

namespace ResearchLab.Daily;

/// <summary>The whole decision walked forward over the sessions that no model had seen.</summary>
/// <param name="From">First session decided.</param>
/// <param name="Through">Last session decided.</param>
/// <param name="AccountValue">Dollars at the start.</param>
/// <param name="Offsets">Starting offsets.</param>
/// <param name="Arms">The desk first, then what stands beside it.</param>
/// <param name="Years">Decisions by year.</param>
/// <param name="StoppedBy">Sessions on which each limit or worth stood against a trade, most frequent first.</param>
/// <param name="Without">Each limit removed in turn.</param>
/// <param name="Passes">How often limits pass by structure and account.</param>
/// <param name="Pickers">Which picker decided when.</param>
/// <param name="Split">Profit by greek.</param>
/// <param name="Reliability">Calibrated probability of a profit of what was proposed against what came of it.</param>
/// <param name="RiskNeutral">The same of the risk-neutral win probability.</param>
/// <param name="NetLow">Lower end of the 80% interval of the desk's mean return a year net of the shares at its delta, at the low end of the chain model's
/// error.</param>
/// <param name="RawLow">The same of the return above the T-bill.</param>
/// <param name="BreakEvenShift">Relative change of all modelled volatilities at entry and exit at which the trades of the median walk earn nothing; null where
/// no change within 30% does, or chains were observed.</param>
/// <param name="DeflatedSharpe">Probability that the desk's Sharpe ratio is more than the best of all trials would show by luck; NaN without trades.</param>
/// <param name="Trials">Trials charged.</param>
/// <param name="HasEdge">Whether both <see cref="RawLow"/> and <see cref="NetLow"/> are above 0, over at least 30 trades.</param>
/// <param name="Verdict">One plain sentence.</param>
public sealed record DeskEvaluation(
    DateOnly From, DateOnly Through, double AccountValue, int Offsets, IReadOnlyList<ArmResult> Arms, IReadOnlyList<DeskYear> Years,
    IReadOnlyList<KeyValuePair<string, int>> StoppedBy,
    IReadOnlyList<WithoutLimit> Without, IReadOnlyList<LimitShare> Passes, IReadOnlyList<PickerChoice> Pickers, PnlSplit Split,
    IReadOnlyList<ReliabilityBin> Reliability,
    IReadOnlyList<ReliabilityBin> RiskNeutral, double NetLow, double RawLow, double? BreakEvenShift, double DeflatedSharpe, int Trials, bool HasEdge,
    string Verdict)
{
    /// <summary>The evaluation as JSON.</summary>
    public string ToJson() => System.Text.Json.JsonSerializer.Serialize(this, DeskJson.Default.DeskEvaluation);
}
