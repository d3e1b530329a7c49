namespace ResearchLab.Options;

/// <summary>Which pairs decide the forward.</summary>
public enum ParityMethod : byte
{
    /// <summary>A robust regression over the near-the-money pairs: forward, and the discount where the pairs pin it.</summary>
    Regression,

    /// <summary>
    /// The one strike at which call and put mids differ least, discounted at the given rate: the convention of the VIX (Cboe, Volatility
    /// Index Methodology) and of vendors that follow it. Noisier than the regression, but it reproduces their volatilities.
    /// </summary>
    NearestPair,
}
