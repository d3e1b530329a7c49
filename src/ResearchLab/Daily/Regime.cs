using ResearchLab.Basics;

namespace ResearchLab.Daily;

/// <summary>The state of the market in plain words.</summary>
public static class Regime
{
    /// <summary>
    /// Such as <c>uptrend, calm (close 4.1% above its 200-session average; volatility index 12.5, at or above 31% of the last year)</c>.
    /// </summary>
    /// <param name="data">Data whose features are read.</param>
    /// <param name="row">Row of the session.</param>
    public static string Describe(SessionData data, int row)
    {
        ArgumentNullException.ThrowIfNull(data);
        double toAverage = data.Feature("close_to_sma200", row), vix = data.Feature("vix", row), rank = data.Feature("vix_pctile252", row);
        string trend = double.IsNaN(toAverage)
            ? "fewer than 200 sessions"
            : $"close {Display.Percent(Math.Abs(toAverage))} {(toAverage >= 0 ? "above" : "below")} its 200-session average";
        string volatility = double.IsNaN(vix) || double.IsNaN(rank)
            ? "no year of a volatility index"
            : Invariant($"volatility index {vix:0.0}{CarriedValue.Dated(data.Context.Vix, data.Carried)}, at or above {Display.Percent(rank, 0)} of the ")
                + "last year";
        return $"{data.RegimeAt(data.Bars.Sessions[row])} ({trend}; {volatility})";
    }
}
