namespace ResearchLab.Options;

/// <summary>The exercise style of listed options, by underlying.</summary>
public static class ExerciseStyles
{
    // Cash-settled index options of Cboe, their weekly roots and the names that data vendors give the indices.
    private static readonly HashSet<string> s_european = new(StringComparer.Ordinal)
    {
        "SPX", "SPXW", "XSP", "XEO", "NDX", "NDXP", "XND", "RUT", "RUTW", "MRUT", "DJX", "VIX", "VIXW", "^SPX", "^GSPC", "^NDX", "^RUT", "^VIX",
    };

    /// <summary>European for the index options of Cboe that settle in cash (SPX, XSP, NDX, RUT, VIX and kin), American for shares and funds.</summary>
    /// <param name="underlying">Symbol.</param>
    public static ExerciseStyle Of(string underlying) => s_european.Contains(underlying) ? ExerciseStyle.European : ExerciseStyle.American;

    /// <summary>
    /// The style behind the prices of a chain: that of its model where it carries one, as every chain modelled now does; else that of the listed options where
    /// they were observed, and European where they were simulated, or modelled before the lab priced early exercise.
    /// </summary>
    public static ExerciseStyle Of(OptionChain chain) =>
        chain.Model?.Style ?? (chain.Origin == ChainOrigin.Observed ? Of(chain.Underlying) : ExerciseStyle.European);
}
