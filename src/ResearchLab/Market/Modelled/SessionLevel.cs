using System.Runtime.InteropServices;

namespace ResearchLab.Market;

/// <summary>At-the-money level of one observed session against the volatility indices.</summary>
/// <param name="Underlying">Symbol.</param>
/// <param name="Session">Session.</param>
/// <param name="State">The market at its close.</param>
/// <param name="Near">At-the-money volatility at 30 days over the 30-day index.</param>
/// <param name="Far">At 93 days over the 3-month index; NaN where the chain does not reach.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SessionLevel(string Underlying, DateOnly Session, MarketState State, double Near, double Far)
{
    private const int NearDays = 30, FarDays = 93, LeastQuotes = 2;
    private const double NearTheMoney = 0.35, BothSides = 0.08;
    private static readonly (int Least, int Most) s_near = (18, 45), s_far = (50, 130);

    /// <summary>
    /// The calendar quarter of an underlying: sessions of one stretch of market hang together, so it and not the session is what counts as evidence.
    /// </summary>
    public string Period => PeriodOf(Underlying, Session);

    /// <summary>The calendar quarter of an underlying.</summary>
    /// <param name="underlying">Symbol.</param>
    /// <param name="session">Session.</param>
    public static string PeriodOf(string underlying, DateOnly session) => Invariant($"{underlying} {session.Year} Q{(session.Month + 2) / 3}");

    /// <summary>The calendar month of an underlying.</summary>
    public string Month => Invariant($"{Underlying} {Session:yyyy-MM}");

    /// <summary>
    /// At-the-money volatility at a tenor from both nodes, total variance being linear in time; without the far one the near one up to 45 days. NaN beyond.
    /// </summary>
    /// <param name="days">Days to expiry, at least 14.</param>
    internal double AtmVol(int days)
    {
        double near = Near * State.Vix / 100, far = Far * State.Far / 100;
        if (!(far > 0))
            return days <= s_near.Most ? near : double.NaN;
        double slope = ((far * far * FarDays) - (near * near * NearDays)) / (FarDays - NearDays);
        return Math.Sqrt(((near * near * NearDays) + (slope * (days - NearDays))) / days);
    }

    /// <summary>The levels of sessions whose state is known; sessions without quotes near the money at 18 to 45 days are left out.</summary>
    /// <param name="smiles">Observed smiles.</param>
    /// <param name="state">The market by session; null where its indices are unknown.</param>
    /// <param name="smile">Shape by which quotes beside the money are brought to it.</param>
    public static List<SessionLevel> Of(IReadOnlyList<ObservedSmile> smiles, Func<DateOnly, MarketState?> state, SmileModel smile)
    {
        ArgumentNullException.ThrowIfNull(smiles);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(smile);
        var levels = new List<SessionLevel>();
        foreach (var day in smiles.GroupBy(one => (one.Underlying, one.Session)))
        {
            if (state(day.Key.Session) is not { } market)
                continue;
            ObservedSmile[] ascending = [.. day.OrderBy(one => one.Days)];
            (double near, double far) = (Node(ascending, NearDays), Node(ascending, FarDays));
            if (!Array.Exists(ascending, one => one.AtmVol > 0))
                (near, far) = OfThin(ascending, market, smile);
            if (near > 0)
                levels.Add(new SessionLevel(day.Key.Underlying, day.Key.Session, market, 100 * near / market.Vix, 100 * far / market.Far));
        }

        return levels;
    }

    /// <summary>At-the-money volatility at a tenor, interpolated in total variance; NaN outside the smiles that have one.</summary>
    internal static double Node(ObservedSmile[] ascending, int days)
    {
        ObservedSmile[] known = [.. ascending.Where(smile => smile.AtmVol > 0)];
        for (int i = 1; i < known.Length; i++)
        {
            ObservedSmile low = known[i - 1], high = known[i];
            if (low.Days > days || high.Days < days || low.Days == high.Days)
                continue;
            double share = (days - low.Days) / (double)(high.Days - low.Days);
            return Math.Sqrt((((1 - share) * low.AtmVol * low.AtmVol * low.Days) + (share * high.AtmVol * high.AtmVol * high.Days)) / days);
        }

        return double.NaN;
    }

    // Both nodes from quotes near the money, total variance being linear in time.
    private static (double Near, double Far) OfThin(ObservedSmile[] smiles, in MarketState market, SmileModel smile)
    {
        (double near, double nearDays) = OfQuotes(smiles, market, smile, s_near);
        (double far, double farDays) = OfQuotes(smiles, market, smile, s_far);
        double slope = ((far * far * farDays) - (near * near * nearDays)) / (farDays - nearDays);
        double At(double days) => Math.Sqrt(((near * near * nearDays) + (slope * (days - nearDays))) / days);
        return double.IsNaN(far) ? (near, double.NaN) : (At(NearDays), At(FarDays));
    }

    // The flat level at which the shape meets the quotes near the money on average, and their mean days; they must lie on both sides of it.
    private static (double Vol, double Days) OfQuotes(ObservedSmile[] smiles, in MarketState market, SmileModel smile, (int Least, int Most) range)
    {
        double vol = 0.8 * market.Vix / 100, days = 0;
        for (int round = 0; round < 20; round++)
        {
            double sum = 0, low = double.PositiveInfinity, high = double.NegativeInfinity;
            int count = 0;
            days = 0;
            var surface = new VolSurface(vol * vol, vol * vol, 1, smile.Correlation(market.Return21), smile.Curvature(100 * vol / market.Vix), smile.Decay, 0);
            foreach (ObservedSmile one in smiles)
            {
                if (one.Days < range.Least || one.Days > range.Most)
                    continue;
                VolSlice slice = surface.At(one.Forward, one.Years);
                foreach (ObservedQuote quote in one.Outside)
                {
                    double deviations = Math.Log(quote.Strike / one.Forward) / (vol * Math.Sqrt(one.Years));
                    if (Math.Abs(deviations) > NearTheMoney)
                        continue;
                    sum += quote.Vol / slice.ImpliedVol(quote.Strike);
                    (low, high) = (Math.Min(low, deviations), Math.Max(high, deviations));
                    days += one.Days;
                    count++;
                }
            }

            if (count < LeastQuotes || low > BothSides || high < -BothSides)
                return (double.NaN, double.NaN);
            double factor = sum / count;
            (vol, days) = (vol * factor, days / count);
            if (Math.Abs(factor - 1) < 1e-9)
                break;
        }

        return (vol, days);
    }
}
