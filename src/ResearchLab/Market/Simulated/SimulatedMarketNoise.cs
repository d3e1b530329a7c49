using ResearchLab.Basics;
using ResearchLab.Options;

namespace ResearchLab.Market;

/// <summary>
/// Randomness of the simulated market that depends on what it is for (seed, session, contract), never on the order of calls, so
/// that any part can be recomputed alone and an appended session changes nothing before it.
/// </summary>
internal static class SimulatedMarketNoise
{
    /// <summary>SplitMix64's finaliser (Steele, Lea and Flood, 2014): a bijection of 64 bits that scatters neighbours.</summary>
    internal static ulong Mix(ulong value)
    {
        value = unchecked(value + 0x9E3779B97F4A7C15UL);
        value = unchecked((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL);
        value = unchecked((value ^ (value >> 27)) * 0x94D049BB133111EBUL);
        return value ^ (value >> 31);
    }

    /// <summary>A seed for the purpose <paramref name="stream"/> of <paramref name="seed"/>.</summary>
    internal static ulong Derive(ulong seed, ulong stream) => Mix(Mix(seed) ^ Mix(unchecked(stream * 0xD1342543DE82EF95UL)));

    /// <summary>FNV-1a of the symbol's characters: the same on every machine, unlike string hash codes.</summary>
    internal static ulong OfSymbol(string symbol)
    {
        ulong hash = 14695981039346656037UL;
        foreach (char c in symbol)
            hash = unchecked((hash ^ c) * 1099511628211UL);
        return hash;
    }

    /// <summary>Seed of one contract under <paramref name="seed"/>.</summary>
    internal static ulong OfContract(ulong seed, OptionContract contract) =>
        Mix(seed ^ Mix(unchecked(((ulong)contract.Expiry.DayNumber << 1) + (ulong)contract.Right)) ^ BitConverter.DoubleToUInt64Bits(contract.Strike));

    /// <summary>Uniform in [0, 1).</summary>
    internal static double Uniform(ulong hash) => (Mix(hash) >> 11) * (1.0 / 9007199254740992.0);

    /// <summary>A cheap bell: the sum of four 16-bit uniforms scaled to mean 0 and variance 1, within ±3.5.</summary>
    internal static double Bell(ulong hash)
    {
        ulong bits = Mix(hash);
        double sum = (bits & 0xFFFF) + ((bits >> 16) & 0xFFFF) + ((bits >> 32) & 0xFFFF) + (bits >> 48);
        return ((sum / 65535.0) - 2) * 1.7320508075688772;
    }

    /// <summary>The generator of one session: its draws do not depend on how many were taken before.</summary>
    internal static Pcg32 Session(ulong seed, DateOnly session) => new(Derive(seed, (ulong)session.DayNumber));
}
