namespace ResearchLab.Features;

/// <summary>Annualisation.</summary>
internal static class Annual
{
    /// <summary>Sessions in a year.</summary>
    public const double Sessions = 252;

    /// <summary>Turns the variance of one session into annualised volatility, in place.</summary>
    public static void VolatilityOfVariance(Span<double> sessionVariances)
    {
        for (int i = 0; i < sessionVariances.Length; i++)
            sessionVariances[i] = Math.Sqrt(sessionVariances[i] * Sessions);
    }
}
