using ResearchLab.Backtesting;
using ResearchLab.Options;

namespace ResearchLab.Daily;

/// <summary>
/// The variance premium by itself: a short strangle of about 30 days and 25 delta, sold on a notional of a tenth of the account, hedged with shares at
/// every close, bought back a session before expiry and sold anew. A quarter of each spread is paid on each side.
/// </summary>
internal static class VariancePremiumArm
{
    /// <summary>Name in tables.</summary>
    public const string Name = "short strangle hedged daily";

    private const double Notional = 0.1, Delta = 0.25;
    private const int Days = 30;

    /// <summary>Return of the account above the T-bill by session, and the strangles sold with their profits in units of the account.</summary>
    /// <param name="history">Chains of the underlying.</param>
    /// <param name="riskFree">What a dollar of cash earned since the session before, by calendar position.</param>
    /// <param name="start">First session.</param>
    public static (double[] Excess, IReadOnlyList<double> Profits) Run(ChainHistory history, double[] riskFree, int start)
    {
        DateOnly[] sessions = history.Sessions;
        var excess = new double[sessions.Length - start];
        var profits = new List<double>();
        for (int at = start; at < sessions.Length - 1;)
            at = Sell(history, riskFree, at, excess.AsSpan(), start, profits);
        return (excess, profits);
    }

    // Sells at a close and walks to the buy-back; returns the position of it.
    private static int Sell(ChainHistory history, double[] riskFree, int at, Span<double> excess, int start, List<double> profits)
    {
        DateOnly[] sessions = history.Sessions;
        OptionContract[]? legs = history.ChainAt(sessions[at]) is { } chain ? Legs(chain) : null;
        double spot = history.Spot(sessions[at]);
        if (legs is null || !(spot > 0))
            return at + 1;
        double units = Notional / spot, mid = 0, hedge = 0, profit = 0;
        foreach (OptionContract leg in legs)
        {
            (double bid, double ask) = history.Quote(sessions[at], leg);
            if (!(bid > 0 && ask >= bid))
                return at + 1;
            mid += 0.5 * (bid + ask);
            profit -= units * 0.25 * (ask - bid);
        }

        hedge = DeltaOf(history, sessions[at], legs, spot) ?? 0;
        double pending = profit;
        for (int next = at + 1; next < sessions.Length; next++)
        {
            double close = history.Spot(sessions[next]), now = 0, costs = 0;
            bool quoted = close > 0, last = next + 1 >= sessions.Length || sessions[next + 1] >= legs[0].Expiry;
            foreach (OptionContract leg in legs)
            {
                (double bid, double ask) = history.Quote(sessions[next], leg);
                bid = double.IsFinite(bid) ? bid : 0;
                quoted &= ask >= bid;
                now += 0.5 * (bid + ask);
                costs += 0.25 * (ask - bid);
            }

            if (quoted)
            {
                double made = units * (mid - now + (hedge * (close - spot)) - (hedge * spot * riskFree[next])) - (last ? units * costs : 0);
                excess[next - start] += made + pending;
                (profit, pending, mid, spot) = (profit + made, 0, now, close);
                hedge = DeltaOf(history, sessions[next], legs, spot) ?? hedge;
            }

            if (last)
            {
                profits.Add(profit);
                return next;
            }
        }

        return sessions.Length;
    }

    private static OptionContract[]? Legs(OptionChain chain)
    {
        int[] usable = [.. Enumerable.Range(0, chain.Count)
            .Where(i => chain.Bid[i] > 0 && double.IsFinite(chain.Delta[i]) && chain.Contracts[i].Expiry.DayNumber - chain.Session.DayNumber >= 21)];
        if (usable.Length == 0)
            return null;
        DateOnly expiry = usable.Select(i => chain.Contracts[i].Expiry).MinBy(date => Math.Abs(date.DayNumber - chain.Session.DayNumber - Days));
        int[] of = [.. usable.Where(i => chain.Contracts[i].Expiry == expiry)];
        int[] calls = [.. of.Where(i => chain.Contracts[i].Right == OptionRight.Call)], puts = [.. of.Where(i => chain.Contracts[i].Right == OptionRight.Put)];
        return calls.Length == 0 || puts.Length == 0
            ? null
            : [chain.Contracts[calls.MinBy(i => Math.Abs(chain.Delta[i] - Delta))], chain.Contracts[puts.MinBy(i => Math.Abs(chain.Delta[i] + Delta))]];
    }

    // Delta of the legs bought, which is what the seller holds in shares.
    private static double? DeltaOf(ChainHistory history, DateOnly session, OptionContract[] legs, double spot)
    {
        double delta = 0, rate = history.Rate(session);
        foreach (OptionContract leg in legs)
        {
            (double bid, double ask) = history.Quote(session, leg);
            double years = BlackScholes.Years(session, leg.Expiry);
            ImpliedVol vol = ImpliedVolatility.Solve(leg.Right, 0.5 * (bid + ask), spot, leg.Strike, years, rate, 0);
            if (vol.Status != ImpliedVolStatus.Solved)
                return null;
            delta += BlackScholes.Greeks(leg.Right, spot, leg.Strike, vol.VolAnnual, years, rate, 0).DeltaPerUnit;
        }

        return delta;
    }
}
