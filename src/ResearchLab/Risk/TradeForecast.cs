namespace ResearchLab.Risk;

/// <summary>What is expected of a proposed trade, from outcomes that had ended before.</summary>
/// <param name="WinProbability">Calibrated probability that it ends with a profit after costs under the exit rules; NaN without enough outcomes.</param>
/// <param name="ExpectedReturn">Expected return on capital at risk after costs and exits; NaN likewise.</param>
/// <param name="BreakEven">Win rate at which the structure neither makes nor loses: mean loss / (mean win + mean loss); NaN likewise.</param>
/// <param name="Effective">Effective number of the structure's outcomes behind it.</param>
public readonly record struct TradeForecast(double WinProbability, double ExpectedReturn, double BreakEven, double Effective)
{
    /// <summary>Of no trade: nothing is known.</summary>
    public static TradeForecast None { get; } = new(double.NaN, double.NaN, double.NaN, double.NaN);
}
