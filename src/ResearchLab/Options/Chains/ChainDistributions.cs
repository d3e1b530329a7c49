namespace ResearchLab.Options;

/// <summary>The risk-neutral distributions of a chain, each expiry's found once when first asked for. Not for several threads.</summary>
/// <remarks>
/// Quotes that a model computed have the smile they were computed from (<see cref="OptionChain.Model"/>). All others are cleaned and fitted expiry by expiry
/// (<see cref="ChainCleaning"/>, American ones at the volatilities of European options), the fit bent to the quotes it misses; where no quote is usable the
/// volatilities that the chain states are fitted.
/// </remarks>
public sealed class ChainDistributions
{
    private static readonly CleaningOptions s_smileOnly = new() { SmileOnly = true };
    private readonly Dictionary<DateOnly, (RiskNeutralDistribution? Distribution, string? Reason)> _found = [];

    /// <summary>Of a chain.</summary>
    public ChainDistributions(OptionChain chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        (Chain, Exercise) = (chain, ExerciseStyles.Of(chain));
    }

    /// <summary>The chain.</summary>
    public OptionChain Chain { get; }

    /// <summary>When its options may be exercised.</summary>
    public ExerciseStyle Exercise { get; }

    /// <summary>The distribution of an expiry, or the reason why there is none.</summary>
    /// <exception cref="ArgumentException">The chain has no quote of that expiry.</exception>
    public (RiskNeutralDistribution? Distribution, string? Reason) At(DateOnly expiry)
    {
        if (!_found.TryGetValue(expiry, out (RiskNeutralDistribution? Distribution, string? Reason) found))
            _found[expiry] = found = Modelled(expiry) ?? Fitted(ExpirySlice.Of(Chain, expiry));
        return found;
    }

    /// <summary>The distribution of an expiry of a cleaned chain, or the reason why there is none.</summary>
    /// <param name="cleaned">The chain.</param>
    /// <param name="expiry">One of its expiries.</param>
    public static (RiskNeutralDistribution? Distribution, string? Reason) Of(CleanedChain cleaned, CleanedExpiry expiry)
    {
        ArgumentNullException.ThrowIfNull(cleaned);
        ArgumentNullException.ThrowIfNull(expiry);
        return Fitted(cleaned, expiry, null);
    }

    private static (RiskNeutralDistribution? Distribution, string? Reason) Fitted(CleanedChain cleaned, CleanedExpiry expiry, ExpirySlice? stated)
    {
        if (!(expiry.Years > 0))
            return (null, Invariant($"{expiry.Expiry:yyyy-MM-dd} is not after the session"));
        if (expiry.Parity.Status == ParityStatus.Implausible)
            return (null, Invariant($"calls and puts of {expiry.Expiry:yyyy-MM-dd} imply no believable forward"));
        SmileQuotes quotes = SmileQuotes.Of(cleaned, expiry);
        if (quotes.K.Length == 0 && stated is { } slice)
            quotes = SmileQuotes.Stated(slice, expiry.Forward, expiry.Years);
        (SviSmile smile, SmileStatus status, _) = SmileFit.Fit(quotes.K, quotes.W, quotes.Weight, null);
        if (status == SmileStatus.None)
            return (null, Invariant($"{expiry.Expiry:yyyy-MM-dd} has no usable quote and no volatility"));
        (double low, double high) = SmileFit.Range(quotes.K, smile.TotalVariance(0));
        SmileCurve curve = SmileCorrection.Of(smile, quotes.K, quotes.W, quotes.HalfSpread, low, high);
        return RiskNeutralDistribution.Of(expiry.Expiry, expiry.Years, cleaned.Chain.Spot, expiry.Forward, expiry.Discount, curve, low, high);
    }

    private (RiskNeutralDistribution? Distribution, string? Reason)? Modelled(DateOnly expiry)
    {
        if (Chain.Model is not { } model)
            return null;
        foreach (ExpirySmile smile in model.Smiles)
        {
            if (smile.Expiry == expiry)
                return RiskNeutralDistribution.Of(smile, Chain.Spot);
        }

        return null;
    }

    private static (RiskNeutralDistribution? Distribution, string? Reason) Fitted(ExpirySlice slice)
    {
        if (slice.Days <= 0)
            return (null, Invariant($"{slice.Expiry:yyyy-MM-dd} is not after the session"));
        CleanedChain cleaned = ChainCleaning.Clean(slice.Alone(), s_smileOnly);
        return Fitted(cleaned, cleaned.Expiries[0], slice);
    }
}
