namespace ResearchLab.Market;

/// <summary>
/// At-the-money volatility as a share of the volatility indices, which also pay for the wings: less where wings are dear, that is in calm
/// markets whose index stands far above realised volatility and below its 3-month kin.
/// </summary>
/// <remarks>
/// ln(ATM 30 days / VIX) = a + b·ln(VIX3M/VIX) + c·ln(RV21/VIX ÷ 0.65) + d·(SKEW − 130)/10; ln(ATM 93 days / VIX3M) = e + ln(ATM 30 days / VIX).
/// </remarks>
/// <param name="Intercept">a.</param>
/// <param name="Term">b.</param>
/// <param name="Realised">c.</param>
/// <param name="Skew">d.</param>
/// <param name="FarIntercept">e. A slope of its own was tried and left out: it made every quarter worse that it was not fitted on.</param>
public sealed record LevelModel(double Intercept, double Term, double Realised, double Skew, double FarIntercept)
{
    /// <summary>Bounds of the 30-day ratio: beyond them lies no session that any constant was fitted on.</summary>
    public const double Lowest = 0.70, Highest = 0.95;

    /// <summary>SKEW that changes nothing, also used where it is unknown.</summary>
    public const double NeutralSkew = 130;

    // Realised volatility is usually about two thirds of the index; beyond twice or half of that one return tells more than the level.
    private const double UsualRealised = 0.65, MostRealised = 0.7;

    /// <summary>The regressors behind the intercept.</summary>
    internal static (double Term, double Realised, double Skew) Regressors(in MarketState state) => (
        Math.Log(state.Far / state.Vix),
        state.Realised21 > 0 ? Math.Clamp(Math.Log(100 * state.Realised21 / state.Vix / UsualRealised), -MostRealised, MostRealised) : 0,
        double.IsNaN(state.Skew) ? 0 : (state.Skew - NeutralSkew) / 10);

    /// <summary>At-the-money-forward volatility at 30 days over the 30-day index.</summary>
    public double Near(in MarketState state)
    {
        (double term, double realised, double skew) = Regressors(state);
        return Math.Clamp(Math.Exp(Intercept + (Term * term) + (Realised * realised) + (Skew * skew)), Lowest, Highest);
    }

    /// <summary>At-the-money-forward volatility at 93 days over the 3-month index.</summary>
    /// <param name="near">Ratio at 30 days.</param>
    public double Far(double near) => near * Math.Exp(FarIntercept);
}
