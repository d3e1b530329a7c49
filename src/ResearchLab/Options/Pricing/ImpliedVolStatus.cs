namespace ResearchLab.Options;

/// <summary>What became of solving for a volatility.</summary>
public enum ImpliedVolStatus : byte
{
    /// <summary>The volatility reprices the option.</summary>
    Solved,

    /// <summary>The price is not above the discounted intrinsic value: no positive volatility gives it.</summary>
    BelowIntrinsic,

    /// <summary>The price reaches the discounted spot (call) or strike (put): no finite volatility gives it.</summary>
    AboveMaximum,

    /// <summary>The iteration ended before the volatility was known to 1e-13 relative.</summary>
    NotConverged,

    /// <summary>A number is missing, not finite, or not positive where it must be.</summary>
    InvalidInput,

    /// <summary>The price of an American option is what exercising it now brings: every volatility up to some level gives it.</summary>
    ExerciseRegion,
}
