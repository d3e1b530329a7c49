using ResearchLab.Columns;

namespace ResearchLab.Desk;

/// <summary>The state of the market in plain words, by fixed thresholds on features: it explains, it does not decide.</summary>
public static class Regime
{
    /// <summary>Such as <c>uptrend (close 4.1% above its 200-session average) with low volatility (VIX 12.5, higher on 91.0% of the last year)</c>.</summary>
    /// <param name="data">Data whose features are read.</param>
    /// <param name="row">Row of the session.</param>
    public static string Describe(DeskData data, int row)
    {
        double toAverage = data.Feature("close_to_sma200", row), vix = data.Feature("vix", row), rank = data.Feature("vix_pctile252", row);
        string trend = double.IsNaN(toAverage)
            ? "trend unknown (fewer than 200 sessions)"
            : $"{(Math.Abs(toAverage) < 0.01 ? "no trend" : toAverage > 0 ? "uptrend" : "downtrend")} (close {Display.Percent(Math.Abs(toAverage))} {(toAverage >= 0 ? "above" : "below")} its 200-session average)";
        string volatility = double.IsNaN(vix) || double.IsNaN(rank)
            ? "volatility unknown"
            : $"{(rank > 0.8 ? "high" : rank < 0.2 ? "low" : "ordinary")} volatility (index {vix:0.0}, at or above {Display.Percent(rank, 0)} of the last year)";
        return $"{trend} with {volatility}";
    }
}
