namespace ResearchLab.Options;

/// <summary>How a chain is cleaned.</summary>
public sealed record CleaningOptions
{
    /// <summary>At the close, with the liquidity rules of the lab.</summary>
    public static CleaningOptions Default { get; } = new();

    /// <summary>When the quotes stand and the series settle.</summary>
    public QuoteTiming Timing { get; init; } = QuoteTiming.AtClose;

    /// <summary>How forward and discount are found.</summary>
    public ParityMethod Parity { get; init; } = ParityMethod.Regression;

    /// <summary>When the options may be exercised; null for that of the chain (<see cref="ExerciseStyles.Of(OptionChain)"/>).</summary>
    public ExerciseStyle? Exercise { get; init; }

    /// <summary>
    /// Time, rate and forward of expiries as their vendor used them (<see cref="VendorConvention"/>), before timing and parity; null for none.
    /// </summary>
    public IReadOnlyDictionary<DateOnly, VendorExpiry>? Vendor { get; init; }

    /// <summary>What a quote must offer not to be flagged.</summary>
    public LiquidityRules Liquidity { get; init; } = LiquidityRules.Default;

    /// <summary>The chain of a session before, to find quotes that did not move; null when there is none.</summary>
    public OptionChain? Previous { get; init; }

    /// <summary>
    /// Only what a smile is fitted to: volatilities out of the money, greeks of European options and no search for contradictions. A third of the time where
    /// options are American; the other rows stay without a volatility.
    /// </summary>
    internal bool SmileOnly { get; init; }

    /// <summary>Smallest contradiction reported, per unit of the underlying beyond the spread.</summary>
    public double MinViolation { get; init; } = 0.005;
}
