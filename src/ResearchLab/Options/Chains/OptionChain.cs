namespace ResearchLab.Options;

/// <summary>
/// All quotes of one underlying at the close of one session, in columns of equal length sorted by expiry, strike, right
/// (call before put).
/// </summary>
/// <remarks>Prices are per unit of the underlying. A missing number is NaN.</remarks>
public sealed record OptionChain
{
    /// <summary>Symbol of the underlying.</summary>
    public required string Underlying { get; init; }

    /// <summary>The session at whose close the quotes stand.</summary>
    public required DateOnly Session { get; init; }

    /// <summary>Price of the underlying at the same instant.</summary>
    public required double Spot { get; init; }

    /// <summary>Continuously compounded risk-free rate per year used with this chain, as a fraction.</summary>
    public required double RatePerYear { get; init; }

    /// <summary>Where the quotes come from.</summary>
    public required ChainOrigin Origin { get; init; }

    /// <summary>The series quoted.</summary>
    public required OptionContract[] Contracts { get; init; }

    /// <summary>Best bid; 0 or NaN when there is none.</summary>
    public required double[] Bid { get; init; }

    /// <summary>Best ask; NaN when there is none.</summary>
    public required double[] Ask { get; init; }

    /// <summary>Contracts traded in the session; NaN when unknown.</summary>
    public required double[] Volume { get; init; }

    /// <summary>Open contracts; NaN when unknown.</summary>
    public required double[] OpenInterest { get; init; }

    /// <summary>Annualised implied volatility of the mid as a fraction; NaN when it cannot be solved.</summary>
    public required double[] ImpliedVol { get; init; }

    /// <summary>Spot delta per unit, negative for puts; NaN when the implied volatility is.</summary>
    public required double[] Delta { get; init; }

    /// <summary>
    /// Whether volatilities and deltas were solved here (<see cref="ChainBuilder"/>) because the source gives none. They are then of European options at a
    /// forward of the nearest strikes: right for the out-of-the-money options that rules look at; <see cref="ChainCleaning"/> solves them with care.
    /// </summary>
    public bool IsSolvedHere { get; init; }

    /// <summary>The smiles that quotes were computed from; null where they were observed, or where the model is not known any more.</summary>
    public ChainSmiles? Model { get; init; }

    /// <summary>Number of quotes.</summary>
    public int Count => Contracts.Length;

    /// <summary>Row of <paramref name="contract"/>, or −1 when it is not quoted. Binary search.</summary>
    public int IndexOf(OptionContract contract)
    {
        int low = 0, high = Contracts.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            int order = Compare(Contracts[middle], contract);
            if (order == 0)
                return middle;
            if (order < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return -1;
    }

    /// <summary>The order of rows in a chain: expiry, strike, call before put.</summary>
    public static int Compare(OptionContract left, OptionContract right)
    {
        int order = left.Expiry.CompareTo(right.Expiry);
        if (order == 0)
            order = left.Strike.CompareTo(right.Strike);
        return order != 0 ? order : left.Right.CompareTo(right.Right);
    }
}
