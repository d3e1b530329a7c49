using ResearchLab.Options;

namespace ResearchLab.Market;

/// <summary>Bid–ask spreads of modelled quotes: by price, time and moneyness, wider in a storm and by the kind of underlying.</summary>
/// <remarks>Spread = scale · (a·spot + (b + c·years)·√(time value·spot) + d·intrinsic), scale = kind · exp(s·min(stress, most)²).</remarks>
/// <param name="PerSpot">a: per unit of spot.</param>
/// <param name="PerRoot">b: per √(time value · spot).</param>
/// <param name="PerRootYear">c: the same per year of option time.</param>
/// <param name="PerIntrinsic">d: per unit of intrinsic value.</param>
/// <param name="Stress">s: see <see cref="MarketState.Stress"/>.</param>
/// <param name="Fund">Spreads of the one fund that was measured, SPY, over those of S&amp;P 500 index options.</param>
/// <param name="Share">Spreads of shares' closing quotes over those of index options.</param>
public sealed record SpreadModel(double PerSpot, double PerRoot, double PerRootYear, double PerIntrinsic, double Stress, double Fund, double Share)
{
    /// <summary>Most stress that widens: with it about nineteenfold, and twentyfold is the most that was ever reported to us.</summary>
    public const double MostStress = 1.45;

    private static readonly HashSet<string> s_broadFunds = new(StringComparer.Ordinal) { "QQQ", "IWM", "DIA", "EEM", "EFA", "TLT", "GLD", "XLF", "HYG" };

    /// <summary>Multiple of the calm spreads of index options.</summary>
    /// <param name="underlying">Symbol.</param>
    /// <param name="stress">See <see cref="MarketState.Stress"/>.</param>
    public double Scale(string underlying, double stress) => Kind(underlying) * Widening(stress);

    /// <summary>Factor on spreads that a storm brings, 1 in calm.</summary>
    /// <param name="stress">See <see cref="MarketState.Stress"/>.</param>
    public double Widening(double stress) => Math.Exp(Stress * Math.Pow(Math.Min(stress, MostStress), 2));

    /// <summary>Spreads of an underlying in calm over those of index options: broad funds other than SPY were not measured and count as an index.</summary>
    /// <param name="underlying">Symbol.</param>
    public double Kind(string underlying) =>
        underlying == "SPY" ? Fund : IsShare(underlying) ? Share : 1;

    /// <summary>Whether an underlying is a single share, as far as its symbol tells: neither an index nor one of the broad funds.</summary>
    /// <param name="underlying">Symbol.</param>
    public static bool IsShare(string underlying) =>
        underlying != "SPY" && !s_broadFunds.Contains(underlying) && ExerciseStyles.Of(underlying) != ExerciseStyle.European;

    /// <summary>Spread of an option at scale 1.</summary>
    internal double Of(double spot, double timeValue, double years, double intrinsic) =>
        (PerSpot * spot) + ((PerRoot + (PerRootYear * years)) * Math.Sqrt(timeValue * spot)) + (PerIntrinsic * intrinsic);
}
