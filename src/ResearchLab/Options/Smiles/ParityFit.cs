using System.Runtime.InteropServices;

namespace ResearchLab.Options;

/// <summary>Forward and discount of one expiry by put–call parity, C − P = D·(F − K).</summary>
/// <param name="Forward">Forward price of the underlying.</param>
/// <param name="Discount">Value today of one unit paid at expiry.</param>
/// <param name="Status">How they were found.</param>
/// <param name="Pairs">Strikes used.</param>
/// <param name="ForwardError">Standard error of the forward; NaN when it is not from parity.</param>
/// <param name="RateError">Standard error of the rate that the discount implies, a year as a fraction; NaN below three pairs.</param>
/// <remarks>
/// A weighted robust regression of call mid − put mid on the strike over near-the-money pairs: weights are the inverse square of the two
/// spreads, and Huber's reweighting with the scale from the median absolute residual keeps stale pairs from mattering (Huber 1964, Ann.
/// Math. Stat. 35(1), 73–101). American options satisfy no such equation; <see cref="AmericanParity"/> takes what early exercise is worth off
/// their prices first.
/// </remarks>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ParityFit(double Forward, double Discount, ParityStatus Status, int Pairs, double ForwardError, double RateError)
{
    private const int MaxPairs = 60, MinPairsForRate = 8, Iterations = 12;
    private const double HuberScales = 1.345, MadToSigma = 1.4826, MaxRateError = 0.004, MaxRateGap = 0.03;

    // Mids are rounded to half a tick: residuals can be smaller by luck than a tenth of the spreads, errors cannot.
    private const double MinScale = 0.1;

    /// <summary>Fits one expiry.</summary>
    /// <param name="slice">Quotes of the expiry.</param>
    /// <param name="years">Option time, ≥ 0.</param>
    /// <param name="method">Which pairs decide.</param>
    public static ParityFit Of(ExpirySlice slice, double years, ParityMethod method = ParityMethod.Regression)
    {
        Span<double> strike = stackalloc double[MaxPairs], gap = stackalloc double[MaxPairs], weight = stackalloc double[MaxPairs];
        int count = Collect(slice, years, strike, gap, weight, default);
        return Fit(slice.Chain, years, method, strike[..count], gap[..count], weight[..count], mayPinRate: true);
    }

    /// <summary>Fits the line through gaps call − put by strike, nearest to the spot first.</summary>
    internal static ParityFit Fit(
        OptionChain chain, double years, ParityMethod method, ReadOnlySpan<double> strike, ReadOnlySpan<double> gap, ReadOnlySpan<double> weight,
        bool mayPinRate)
    {
        int count = strike.Length;
        double givenDiscount = Math.Exp(-chain.RatePerYear * years), spot = chain.Spot;
        if (count == 0)
            return new(spot / givenDiscount, givenDiscount, ParityStatus.NoPairs, 0, double.NaN, double.NaN);
        if (method == ParityMethod.NearestPair)
        {
            int nearest = 0;
            for (int i = 1; i < count; i++)
                nearest = Math.Abs(gap[i]) < Math.Abs(gap[nearest]) ? i : nearest;
            double pairForward = strike[nearest] + (gap[nearest] / givenDiscount), half = 0.5 / Math.Sqrt(weight[nearest]);
            return IsPlausible(pairForward, spot, years)
                ? new(pairForward, givenDiscount, ParityStatus.ForwardOnly, 1, half, double.NaN)
                : new(spot / givenDiscount, givenDiscount, ParityStatus.Implausible, 1, double.NaN, double.NaN);
        }

        Line line = Regress(strike, gap, weight, spot, double.NaN);
        double rateError = years > 0 ? line.SlopeError / (line.Discount * years) : double.NaN;
        double rate = years > 0 && line.Discount > 0 ? -Math.Log(line.Discount) / years : double.NaN;
        bool identified = mayPinRate && count >= MinPairsForRate && rateError <= MaxRateError && Math.Abs(rate - chain.RatePerYear) <= MaxRateGap;
        if (!identified)
            line = Regress(strike, gap, weight, spot, givenDiscount);
        double forward = spot + (line.AtSpot / line.Discount);
        return IsPlausible(forward, spot, years)
            ? new(forward, line.Discount, identified ? ParityStatus.ForwardAndDiscount : ParityStatus.ForwardOnly, count,
                line.AtSpotError / line.Discount, rateError)
            : new(spot / givenDiscount, givenDiscount, ParityStatus.Implausible, count, double.NaN, rateError);
    }

    private static bool IsPlausible(double forward, double spot, double years) =>
        forward > 0 && Math.Abs(Math.Log(forward / spot)) <= 0.02 + (0.25 * years);

    /// <summary>
    /// The pairs nearest to the spot, outward, within a quarter of √years (at least 2%) of it, with the rows of their calls where room is given.
    /// </summary>
    internal static int Collect(ExpirySlice slice, double years, Span<double> strike, Span<double> gap, Span<double> weight, Span<int> callRow)
    {
        OptionChain chain = slice.Chain;
        OptionContract[] contracts = chain.Contracts;
        double spot = chain.Spot, reach = spot * Math.Clamp(0.25 * Math.Sqrt(years), 0.02, 0.25);
        int count = 0, up = slice.FirstAtOrAbove(spot), down = up - 1;
        while (count < strike.Length && (down > slice.Start || up < slice.End - 1))
        {
            bool takeUp = up < slice.End - 1 && (down <= slice.Start || contracts[up].Strike - spot <= spot - contracts[down].Strike);
            int call = takeUp ? up : down - 1;
            if (Math.Abs(contracts[call].Strike - spot) > reach)
                break;
            bool pair = contracts[call].Strike == contracts[call + 1].Strike;
            if (pair && Quotes.IsTwoSided(chain, call) && Quotes.IsTwoSided(chain, call + 1))
            {
                double spreads = chain.Ask[call] - chain.Bid[call] + chain.Ask[call + 1] - chain.Bid[call + 1] + 0.02;
                strike[count] = contracts[call].Strike;
                if (!callRow.IsEmpty)
                    callRow[count] = call;
                gap[count] = Quotes.Mid(chain, call) - Quotes.Mid(chain, call + 1);
                weight[count++] = 1 / (spreads * spreads);
            }

            if (takeUp)
                up += pair ? 2 : 1;
            else
                down -= pair ? 2 : 1;
        }

        return count;
    }

    // gap = AtSpot − Discount·(K − spot); the discount is held when given.
    private static Line Regress(ReadOnlySpan<double> strike, ReadOnlySpan<double> gap, ReadOnlySpan<double> weight, double spot, double discount)
    {
        int count = strike.Length;
        Span<double> residual = stackalloc double[count], robust = stackalloc double[count];
        bool held = !double.IsNaN(discount);

        // The start is the median intercept at a discount of 1 or the given one, so that no single pair can carry it away.
        double slope = held ? discount : 1, atSpot;
        for (int i = 0; i < count; i++)
            residual[i] = gap[i] + (slope * (strike[i] - spot));
        residual.Sort();
        atSpot = 0.5 * (residual[(count - 1) / 2] + residual[count / 2]);

        double scale = 0, slopeError = double.NaN, atSpotError = double.NaN;
        for (int iteration = 0; iteration < Iterations; iteration++)
        {
            for (int i = 0; i < count; i++)
                robust[i] = Math.Abs(gap[i] - atSpot + (slope * (strike[i] - spot))) * Math.Sqrt(weight[i]);
            robust.CopyTo(residual);
            residual.Sort();
            scale = Math.Max(MadToSigma * 0.5 * (residual[(count - 1) / 2] + residual[count / 2]), MinScale);
            double sum = 0, sumX = 0, sumY = 0;
            for (int i = 0; i < count; i++)
            {
                double w = weight[i] * Math.Min(1, HuberScales * scale / Math.Max(robust[i], 1e-300));
                robust[i] = w;
                sum += w;
                sumX += w * (strike[i] - spot);
                sumY += w * gap[i];
            }

            double meanX = sumX / sum, meanY = sumY / sum, xx = 0, xy = 0;
            for (int i = 0; i < count; i++)
            {
                double x = strike[i] - spot - meanX;
                xx += robust[i] * x * x;
                xy += robust[i] * x * (gap[i] - meanY);
            }

            double before = atSpot;
            if (!held && xx > 0 && count >= 3)
                slope = -xy / xx;
            atSpot = meanY + (slope * meanX);
            slopeError = xx > 0 && count >= 3 ? scale / Math.Sqrt(xx) : double.NaN;
            atSpotError = scale * Math.Sqrt((1 / sum) + (held || !(xx > 0) ? 0 : meanX * meanX / xx));
            if (Math.Abs(atSpot - before) <= 1e-10 * spot && iteration > 2)
                break;
        }

        return new Line(atSpot, slope, atSpotError, slopeError);
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Line(double AtSpot, double Discount, double AtSpotError, double SlopeError);
}
