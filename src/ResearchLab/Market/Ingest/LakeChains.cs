using ResearchLab.Columns;
using ResearchLab.Options;

namespace ResearchLab.Market;

/// <summary>Lake rows to option chains. Implied volatilities of the source are kept; when it has none at all they are solved from the mids.</summary>
internal static class LakeChains
{
    private const int MaxRateAgeDays = 10;

    /// <summary>One chain a session from rows sorted by session, origin, expiry, strike and right.</summary>
    /// <param name="underlying">Symbol.</param>
    /// <param name="rows">Columns of the chains dataset without underlying and last.</param>
    /// <param name="bills">13-week T-bill discount yield, fraction a year, for rows without a rate; null when none lacks it.</param>
    public static IEnumerable<OptionChain> Build(string underlying, Frame rows, DailySeries? bills)
    {
        DateOnly[] session = rows.ToArray<DateOnly>("session");
        string[] origin = rows.ToArray<string>("origin");
        for (int from = 0, to; from < session.Length; from = to)
        {
            to = from + 1;
            while (to < session.Length && session[to] == session[from])
                to++;

            int start = from, length = 0;
            ChainOrigin best = ChainOrigin.Demo;
            for (int at = from, end; at < to; at = end)
            {
                end = at + 1;
                while (end < to && origin[end] == origin[at])
                    end++;
                ChainOrigin found = ChainOrigins.Parse(origin[at]);
                if (length == 0 || found < best)
                    (start, length, best) = (at, end - at, found);
            }

            yield return Chain(underlying, session[start], best, rows, start, length, bills);
        }
    }

    /// <summary>The continuous rate of a 13-week bill quoted at a bank discount (price = 1 − d·91/360).</summary>
    internal static double ContinuousRate(double discount) => -Math.Log(1 - (discount * 91 / 360)) * 365 / 91;

    private static OptionChain Chain(string underlying, DateOnly session, ChainOrigin origin, Frame rows, int start, int length, DailySeries? bills)
    {
        double[] Part(string name) => rows.Get<double>(name).Slice(start, length).ToArray();
        ReadOnlySpan<DateOnly> expiry = rows.Get<DateOnly>("expiry").Slice(start, length);
        ReadOnlySpan<double> strike = rows.Get<double>("strike").Slice(start, length);
        ReadOnlySpan<string> right = rows.Get<string>("right").Slice(start, length);
        var contracts = new OptionContract[length];
        for (int i = 0; i < length; i++)
            contracts[i] = new OptionContract(expiry[i], strike[i], ChainOrigins.ParseRight(right[i]));

        double[] iv = Part("iv"), delta = Part("delta");
        for (int i = 0; i < length; i++)
        {
            // Vendors write 0 where they could not solve.
            if (!(iv[i] > 0))
                (iv[i], delta[i]) = (double.NaN, double.NaN);
        }

        double stored = rows.Get<double>("rate")[start], spot = rows.Get<double>("spot")[start];
        double rate = double.IsNaN(stored) ? BillRate(bills, session) : stored;
        if (Array.TrueForAll(iv, double.IsNaN) && spot > 0)
            return Solved(underlying, session, spot, rate, origin, contracts, Part("bid"), Part("ask"), Part("volume"), Part("open_interest"));
        return new OptionChain
        {
            Underlying = underlying,
            Session = session,
            Spot = spot,
            RatePerYear = rate,
            Origin = origin,
            Contracts = contracts,
            Bid = Part("bid"),
            Ask = Part("ask"),
            Volume = Part("volume"),
            OpenInterest = Part("open_interest"),
            ImpliedVol = iv,
            Delta = delta,
        };
    }

    private static OptionChain Solved(
        string underlying, DateOnly session, double spot, double rate, ChainOrigin origin, OptionContract[] contracts,
        double[] bid, double[] ask, double[] volume, double[] openInterest)
    {
        var quotes = new RawQuote[contracts.Length];
        for (int i = 0; i < quotes.Length; i++)
            quotes[i] = new RawQuote(contracts[i], bid[i], ask[i], volume[i], openInterest[i]);
        return ChainBuilder.Build(underlying, session, spot, rate, origin, quotes).Chain;
    }

    private static double BillRate(DailySeries? bills, DateOnly session)
    {
        if (bills is null)
            return 0;
        int at = Array.BinarySearch(bills.Sessions, session);
        at = at >= 0 ? at : ~at - 1;
        return at >= 0 && session.DayNumber - bills.Sessions[at].DayNumber <= MaxRateAgeDays ? ContinuousRate(bills.Values[at]) : 0;
    }
}
