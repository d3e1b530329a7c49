namespace ResearchLab.Options;

/// <summary>Whether an observed chain is broad enough to choose from; a handful of contracts is not a chain.</summary>
/// <remarks>
/// Only expiries the rules may use count, those with <see cref="MinDays"/> to <see cref="MaxDays"/> days left, and only two-sided quotes. One expiry needs
/// <see cref="MinStrikes"/> puts below the forward and as many calls above it, and all of them together <see cref="MinQuotes"/> quotes. The twenty most
/// active contracts of a session never pass.
/// </remarks>
public static class ChainBreadth
{
    /// <summary>Fewest out-of-the-money strikes with two-sided quotes on each side of the forward, in one expiry.</summary>
    public const int MinStrikes = 5;

    /// <summary>Fewest two-sided quotes in all usable expiries together.</summary>
    public const int MinQuotes = 40;

    /// <summary>Fewest days to expiry that any rule allows.</summary>
    public static int MinDays { get; } = StructureRules.All.Min(rule => rule.Days.Min);

    /// <summary>Most days to expiry that any rule allows.</summary>
    public static int MaxDays { get; } = StructureRules.All.Max(rule => Math.Max(rule.Days.Max, rule.FarDays?.Max ?? 0));

    /// <summary>Whether the rules can choose from a chain.</summary>
    public static bool IsBroad(OptionChain chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        int quotes = 0;
        bool bothSides = false;
        foreach (ExpirySlice slice in ExpirySlice.Of(chain))
        {
            if (slice.Days < MinDays || slice.Days > MaxDays)
                continue;
            double forward = slice.Forward();
            int puts = 0, calls = 0;
            for (int row = slice.Start; row < slice.End; row++)
            {
                if (!Quotes.IsTwoSided(chain, row))
                    continue;
                quotes++;
                OptionContract contract = chain.Contracts[row];
                puts += contract.Right == OptionRight.Put && contract.Strike <= forward ? 1 : 0;
                calls += contract.Right == OptionRight.Call && contract.Strike >= forward ? 1 : 0;
            }

            bothSides |= puts >= MinStrikes && calls >= MinStrikes;
        }

        return bothSides && quotes >= MinQuotes;
    }
}
