using ResearchLab.Options;

namespace ResearchLab.Backtesting;

/// <summary>The contract terms of underlyings, and when a holder exercises before expiry.</summary>
public static class Settlements
{
    /// <summary>In the money by at least this, per unit, an option is exercised at expiry unless its holder objects (OCC rule 805).</summary>
    public const double ExerciseThreshold = 0.01;

    /// <summary>
    /// Share of the spot within which the strike of a sold option pins it: its holder decides after the close, on what happens until the
    /// next session.
    /// </summary>
    public const double PinBand = 0.001;

    // An option quoted this close to its intrinsic value has no time value left: half a tick.
    private const double NoTimeValue = 0.005;

    /// <summary>Cash for the European-style index options of Cboe, physical for everything else.</summary>
    public static SettlementStyle Of(string underlying) =>
        ExerciseStyles.Of(underlying) == ExerciseStyle.European ? SettlementStyle.Cash : SettlementStyle.Physical;

    /// <summary>Exercise value per unit.</summary>
    public static double Intrinsic(OptionContract contract, double spot) =>
        Math.Max(0, contract.Right == OptionRight.Call ? spot - contract.Strike : contract.Strike - spot);

    /// <summary>
    /// Whether the holder of a call exercises at this close to receive a dividend that is paid to owners of this evening: in the money,
    /// with less time value than the dividend (Merton 1973, Bell J. Econ. 4(1), 141–183).
    /// </summary>
    /// <param name="mid">Middle of the quote per unit.</param>
    /// <param name="intrinsic">Exercise value per unit.</param>
    /// <param name="dividend">Cash per unit that goes ex before the next close; 0 when none.</param>
    public static bool CallIsExercised(double mid, double intrinsic, double dividend) =>
        intrinsic > 0 && dividend > 0 && mid - intrinsic < dividend;

    /// <summary>
    /// Whether the holder of a put exercises at this close: no time value is left, and the interest on the strike until expiry exceeds the
    /// dividends given up with the stock.
    /// </summary>
    /// <param name="mid">Middle of the quote per unit.</param>
    /// <param name="intrinsic">Exercise value per unit.</param>
    /// <param name="interest">Interest on the strike until expiry, per unit.</param>
    /// <param name="dividends">Dividends until expiry, per unit.</param>
    public static bool PutIsExercised(double mid, double intrinsic, double interest, double dividends) =>
        intrinsic > 0 && interest > dividends && mid - intrinsic <= NoTimeValue;

    /// <summary>Cash that goes ex after one session and not later than another, per unit.</summary>
    public static double Dividends(IReadOnlyList<ExDividend> dividends, DateOnly after, DateOnly through)
    {
        double sum = 0;
        for (int i = 0; i < dividends.Count; i++)
            sum += dividends[i].ExSession > after && dividends[i].ExSession <= through ? dividends[i].Amount : 0;
        return sum;
    }
}
