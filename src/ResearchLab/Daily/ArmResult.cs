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
    string Name, int Trades, double WinRate, double Pnl, double PnlLow, double PnlHigh, double MeanPerYear, double Low, double High, double Drawdown,
    double WorstMonth,
    double ExpectedShortfall);
