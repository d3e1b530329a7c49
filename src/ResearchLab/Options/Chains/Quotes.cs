using System.Runtime.CompilerServices;

namespace ResearchLab.Options;

/// <summary>Small facts about the bid and ask of one row of a chain.</summary>
public static class Quotes
{
    /// <summary>Whether there is a bid above 0 and an ask not below it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsTwoSided(double bid, double ask) => bid > 0 && ask >= bid && double.IsFinite(ask);

    /// <summary>Ask − bid as a fraction of the mid; NaN when not two-sided.</summary>
    public static double RelativeSpread(double bid, double ask) => IsTwoSided(bid, ask) ? (ask - bid) / (0.5 * (bid + ask)) : double.NaN;

    internal static bool IsTwoSided(OptionChain chain, int row) => IsTwoSided(chain.Bid[row], chain.Ask[row]);

    internal static double Mid(OptionChain chain, int row) => 0.5 * (chain.Bid[row] + chain.Ask[row]);
}
