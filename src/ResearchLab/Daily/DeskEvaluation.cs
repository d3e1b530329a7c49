using ResearchLab.Models;

namespace ResearchLab.Daily;

/// <summary>What an account of the walk did: medians over the starting offsets, returns above the T-bill.</summary>
/// <param name="Name">Such as <c>desk</c>, <c>outcome</c>, <c>always_bull_put_spread</c>, <c>shares at the book's delta</c>.</param>
/// <param name="Trades">Trades that ended.</param>
/// <param name="WinRate">Share of them with a profit; NaN without trades.</param>
/// <param name="Pnl">Dollars after costs and T-bill interest left out.</param>
/// <param name="PnlLow">Least over the offsets.</param>
/// <param name="PnlHigh">Most over them.</param>
/// <param name="MeanPerYear">Mean daily return of the account above the T-bill, averaged over the offsets, times 252.</param>
/// <param name="Low">Lower end of its 80% block-bootstrap interval, per year.</param>
/// <param name="High">Upper end.</param>
/// <param name="Drawdown">Deepest fall of the account, fraction.</param>
/// <param name="WorstMonth">Lowest calendar-month sum of returns above the T-bill.</param>
/// <param name="ExpectedShortfall">Mean of the worst 2.5% of the daily returns above the T-bill, as a positive number.</param>
public sealed record ArmResult(
    string Name, int Trades, double WinRate, double Pnl, double PnlLow, double PnlHigh, double MeanPerYear, double Low, double High, double Drawdown, double WorstMonth,
    double ExpectedShortfall);

/// <summary>Decisions of one year for an account without positions, as a daily run makes them.</summary>
/// <param name="Year">Calendar year.</param>
/// <param name="Decided">Sessions decided.</param>
/// <param name="Recommended">Sessions with a recommendation.</param>
/// <param name="NotOpened">Sessions where a candidate failed a limit.</param>
/// <param name="NoTrade">Sessions without a trade worth making.</param>
/// <param name="Trades">Trades that the walked account closed, median over the offsets.</param>
/// <param name="Return">Its return of the year above the T-bill, averaged over the offsets.</param>
public sealed record DeskYear(int Year, int Decided, int Recommended, int NotOpened, int NoTrade, double Trades, double Return);

/// <summary>The walk with one limit taken away.</summary>
/// <param name="Limit">Name of the limit.</param>
/// <param name="Trades">Median trades over the offsets.</param>
/// <param name="Pnl">Median profit in dollars.</param>
/// <param name="WorstMonth">Median worst month.</param>
public sealed record WithoutLimit(string Limit, int Trades, double Pnl, double WorstMonth);

/// <summary>How often a structure's limits pass, for an account without positions.</summary>
/// <param name="AccountValue">Dollars.</param>
/// <param name="Structure">Name of the structure.</param>
/// <param name="Limit">Name of the limit; <c>all</c> for all together, <c>eligible</c> for the sessions it was eligible.</param>
/// <param name="Share">Share of all sessions for <c>eligible</c> and <c>all</c>; of the eligible ones for a single limit.</param>
public sealed record LimitShare(double AccountValue, string Structure, string Limit, double Share);

/// <summary>Which picker decided from when on.</summary>
/// <param name="From">Session whose knowledge chose it.</param>
/// <param name="Picker">Name of the picker.</param>
/// <param name="Score">Its mean daily return above the T-bill over the 97.5% expected shortfall; NaN for no trade.</param>
public sealed record PickerChoice(DateOnly From, string Picker, double Score);

/// <summary>Where the profit of the trades came from, in dollars of the median walk.</summary>
/// <param name="Delta">Shares at the delta of each close before.</param>
/// <param name="Decay">Gamma and theta.</param>
/// <param name="Vega">What is left: changes of implied volatility, and what the greeks of a close do not see.</param>
/// <param name="Costs">Spread, commissions, fees and delivery, negative.</param>
public sealed record PnlSplit(double Delta, double Decay, double Vega, double Costs);

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
/// <param name="NetLow">Lower end of the 80% interval of the desk's mean return a year net of the shares at its delta, at the low end of the chain model's error.</param>
/// <param name="RawLow">The same of the return above the T-bill.</param>
/// <param name="BreakEvenShift">Relative change of all modelled volatilities at entry and exit at which the trades of the median walk earn nothing; null where no change within 30% does, or chains were observed.</param>
/// <param name="DeflatedSharpe">Probability that the desk's Sharpe ratio is more than the best of all trials would show by luck; NaN without trades.</param>
/// <param name="Trials">Trials charged.</param>
/// <param name="HasEdge">Whether both <see cref="RawLow"/> and <see cref="NetLow"/> are above 0, over at least 30 trades.</param>
/// <param name="Verdict">One plain sentence.</param>
public sealed record DeskEvaluation(
    DateOnly From, DateOnly Through, double AccountValue, int Offsets, IReadOnlyList<ArmResult> Arms, IReadOnlyList<DeskYear> Years, IReadOnlyList<KeyValuePair<string, int>> StoppedBy,
    IReadOnlyList<WithoutLimit> Without, IReadOnlyList<LimitShare> Passes, IReadOnlyList<PickerChoice> Pickers, PnlSplit Split, IReadOnlyList<ReliabilityBin> Reliability,
    IReadOnlyList<ReliabilityBin> RiskNeutral, double NetLow, double RawLow, double? BreakEvenShift, double DeflatedSharpe, int Trials, bool HasEdge, string Verdict)
{
    /// <summary>The evaluation as JSON.</summary>
    public string ToJson() => System.Text.Json.JsonSerializer.Serialize(this, DeskJson.Default.DeskEvaluation);
}
