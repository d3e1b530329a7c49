using System.Runtime.InteropServices;
using ResearchLab.Basics;

namespace ResearchLab.Options;

/// <summary>The quotes of one expiry: rows <see cref="Start"/> to <see cref="End"/> (exclusive) of a chain.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ExpirySlice
{
    // Parity is read off this many strikes nearest to the spot, where spreads are narrow and early exercise is worth little.
    private const int ParityStrikes = 7;

    private ExpirySlice(OptionChain chain, int start, int end) => (Chain, Start, End) = (chain, start, end);

    /// <summary>The chain.</summary>
    public OptionChain Chain { get; }

    /// <summary>First row.</summary>
    public int Start { get; }

    /// <summary>Row after the last.</summary>
    public int End { get; }

    /// <summary>The expiry of all rows.</summary>
    public DateOnly Expiry => Chain.Contracts[Start].Expiry;

    /// <summary>Calendar days from the chain's session to expiry.</summary>
    public int Days => Expiry.DayNumber - Chain.Session.DayNumber;

    /// <summary>ACT/365F years to expiry.</summary>
    public double Years => Days / BlackScholes.DaysPerYear;

    /// <summary>The rows of one expiry of a chain.</summary>
    /// <exception cref="UsageException">The chain has no quote of that expiry.</exception>
    public static ExpirySlice Of(OptionChain chain, DateOnly expiry)
    {
        int start = FirstRow(chain, expiry);
        return start < chain.Count && chain.Contracts[start].Expiry == expiry
            ? new ExpirySlice(chain, start, FirstRow(chain, expiry.AddDays(1)))
            : throw new UsageException(Invariant($"The chain has no quote that expires on {expiry:yyyy-MM-dd}. Use one of its expiries."));
    }

    /// <summary>All expiries of a chain, ascending.</summary>
    public static List<ExpirySlice> Of(OptionChain chain)
    {
        var slices = new List<ExpirySlice>();
        for (int start = 0; start < chain.Count;)
        {
            int end = FirstRow(chain, chain.Contracts[start].Expiry.AddDays(1));
            slices.Add(new ExpirySlice(chain, start, end));
            start = end;
        }

        return slices;
    }

    /// <summary>
    /// Forward price of the underlying for this expiry: the median over the strikes nearest to the spot of
    /// K + e^(rT)·(call mid − put mid) (Stoll 1969, J. Finance 24(5), 801–824).
    /// </summary>
    /// <returns>S·e^(rT) when no strike has both quotes, or when parity is off by more than 2% and 25% a year.</returns>
    public double Forward()
    {
        OptionContract[] contracts = Chain.Contracts;
        double spot = Chain.Spot, growth = Math.Exp(Chain.RatePerYear * Years);
        Span<double> implied = stackalloc double[ParityStrikes];
        int count = 0, up = FirstAtOrAbove(spot), down = up - 1;
        while (count < ParityStrikes && (down > Start || up < End - 1))
        {
            bool takeUp = up < End - 1 && (down <= Start || contracts[up].Strike - spot <= spot - contracts[down].Strike);
            int call = takeUp ? up : down - 1;
            bool pair = contracts[call].Strike == contracts[call + 1].Strike;
            if (pair && Quotes.IsTwoSided(Chain, call) && Quotes.IsTwoSided(Chain, call + 1))
                implied[count++] = contracts[call].Strike + (growth * (Quotes.Mid(Chain, call) - Quotes.Mid(Chain, call + 1)));
            if (takeUp)
                up += pair ? 2 : 1;
            else
                down -= pair ? 2 : 1;
        }

        if (count > 0)
        {
            implied = implied[..count];
            implied.Sort();
            double median = 0.5 * (implied[(count - 1) / 2] + implied[count / 2]);
            if (median > 0 && Math.Abs(Math.Log(median / spot)) <= 0.02 + (0.25 * Years))
                return median;
        }

        return spot * growth;
    }

    /// <summary>The continuous yield that makes <paramref name="forward"/> the forward at the chain's rate; 0 on the expiry date.</summary>
    public double Yield(double forward) => Days > 0 ? Chain.RatePerYear - (Math.Log(forward / Chain.Spot) / Years) : 0;

    /// <summary>
    /// Implied volatility at a strike: that of the out-of-the-money option (of the other one when unsolved), linear in strike between
    /// the neighbours, flat beyond the last.
    /// </summary>
    /// <returns>NaN when no volatility of the expiry is solved.</returns>
    public double VolAt(double strike, double forward)
    {
        (double lowStrike, double lowVol, double highStrike, double highVol) = Neighbours(strike, forward);
        if (double.IsNaN(lowVol))
            return highVol;
        if (double.IsNaN(highVol) || highStrike <= lowStrike)
            return lowVol;
        return lowVol + ((highVol - lowVol) * (strike - lowStrike) / (highStrike - lowStrike));
    }

    /// <summary>
    /// At-the-money-forward implied volatility; NaN unless strikes within <paramref name="maxGap"/> of the forward (as a fraction of
    /// it) lie on both sides. Volatilities that a source gives for quotes without a bid, or with an ask below it, do not count.
    /// </summary>
    public double AtmVol(double forward, double maxGap = 0.10)
    {
        (double lowStrike, double lowVol, double highStrike, double highVol) = Neighbours(forward, forward, quotedOnly: true);
        bool bracketed = !double.IsNaN(lowVol) && !double.IsNaN(highVol)
            && forward - lowStrike <= maxGap * forward && highStrike - forward <= maxGap * forward;
        if (!bracketed)
            return double.NaN;
        return highStrike > lowStrike ? lowVol + ((highVol - lowVol) * (forward - lowStrike) / (highStrike - lowStrike)) : lowVol;
    }

    /// <summary>A chain of this expiry alone.</summary>
    public OptionChain Alone()
    {
        if (Start == 0 && End == Chain.Count)
            return Chain;
        Range rows = Start..End;
        return Chain with
        {
            Contracts = Chain.Contracts[rows],
            Bid = Chain.Bid[rows],
            Ask = Chain.Ask[rows],
            Volume = Chain.Volume[rows],
            OpenInterest = Chain.OpenInterest[rows],
            ImpliedVol = Chain.ImpliedVol[rows],
            Delta = Chain.Delta[rows],
        };
    }

    /// <summary>First row whose strike is at or above <paramref name="strike"/>; <see cref="End"/> when none is.</summary>
    internal int FirstAtOrAbove(double strike)
    {
        int low = Start, high = End;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (Chain.Contracts[middle].Strike < strike)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    // First row that expires on or after a date.
    private static int FirstRow(OptionChain chain, DateOnly expiry)
    {
        int low = 0, high = chain.Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (chain.Contracts[middle].Expiry < expiry)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private (double LowStrike, double LowVol, double HighStrike, double HighVol) Neighbours(double strike, double forward, bool quotedOnly = false)
    {
        double lowStrike = double.NaN, lowVol = double.NaN, highStrike = double.NaN, highVol = double.NaN;
        int split = FirstAtOrAbove(strike);
        for (int row = split; row < End && double.IsNaN(highVol); row++)
            (highStrike, highVol) = (Chain.Contracts[row].Strike, VolOfStrike(row, forward, quotedOnly));
        if (highStrike == strike && !double.IsNaN(highVol))
            return (highStrike, highVol, highStrike, highVol);
        for (int row = split - 1; row >= Start && double.IsNaN(lowVol); row--)
            (lowStrike, lowVol) = (Chain.Contracts[row].Strike, VolOfStrike(row, forward, quotedOnly));
        return (lowStrike, lowVol, highStrike, highVol);
    }

    // The volatility of the strike that `row` belongs to, from whichever of its two rows is out of the money.
    private double VolOfStrike(int row, double forward, bool quotedOnly)
    {
        OptionContract contract = Chain.Contracts[row];
        int other = contract.Right == OptionRight.Call ? row + 1 : row - 1;
        bool hasOther = other >= Start && other < End && Chain.Contracts[other].Strike == contract.Strike;
        double own = VolOf(row, quotedOnly);
        if (!hasOther)
            return own;
        bool outOfTheMoney = contract.Right == OptionRight.Call == contract.Strike >= forward;
        double second = VolOf(other, quotedOnly);
        return outOfTheMoney ? (double.IsNaN(own) ? second : own) : (double.IsNaN(second) ? own : second);
    }

    // Vendors write 0 where they could not solve.
    private double VolOf(int row, bool quotedOnly) =>
        Chain.ImpliedVol[row] > 0 && (!quotedOnly || Quotes.IsTwoSided(Chain, row)) ? Chain.ImpliedVol[row] : double.NaN;
}
