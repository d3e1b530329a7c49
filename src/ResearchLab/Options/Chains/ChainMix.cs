using System.Runtime.InteropServices;

namespace ResearchLab.Options;

/// <summary>How many sessions of a history have chains of which origin.</summary>
/// <param name="Observed">Sessions with an observed chain broad enough to choose from.</param>
/// <param name="Modelled">Sessions with a modelled chain.</param>
/// <param name="Demo">Sessions with a simulated chain.</param>
/// <param name="FirstObserved">First session with an observed one; default without any.</param>
/// <param name="LastObserved">Last such session; default without any.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ChainMix(int Observed, int Modelled, int Demo, DateOnly FirstObserved, DateOnly LastObserved)
{
    /// <summary>A history is worth no more than the least real of its chains: demo below modelled below observed.</summary>
    public ChainOrigin Weakest => Demo > 0 ? ChainOrigin.Demo : Modelled > 0 ? ChainOrigin.Modelled : ChainOrigin.Observed;

    /// <summary>The kinds in a few words: <c>observed</c>, <c>modelled</c>, <c>observed, else modelled</c> or <c>demo</c>.</summary>
    public string Kinds => Demo > 0 ? "demo" : Modelled == 0 ? "observed" : Observed == 0 ? "modelled" : "observed, else modelled";

    /// <summary>The mix in words, such as <c>observed on 38 sessions (2019-04-25 to 2019-06-25), MODELLED on 7,462</c>.</summary>
    public string InWords
    {
        get
        {
            string observed = Observed == 0
                ? ""
                : Invariant($"observed on {Observed:N0} {(Observed == 1 ? "session" : "sessions")} ({FirstObserved:yyyy-MM-dd} to {LastObserved:yyyy-MM-dd})");
            return Demo > 0 ? Invariant($"SIMULATED on {Demo:N0} sessions") : Modelled == 0 ? observed
                : observed + (Observed == 0 ? "" : ", ")
                    + Invariant($"MODELLED on {Modelled:N0}{(Observed > 0 ? "" : Modelled == 1 ? " session" : " sessions")}");
        }
    }

    /// <summary>The mix of a history.</summary>
    /// <param name="sessions">Sessions, ascending.</param>
    /// <param name="origins">Origin of the chain of each; null where there is none.</param>
    public static ChainMix Of(IReadOnlyList<DateOnly> sessions, IReadOnlyList<ChainOrigin?> origins)
    {
        int observed = 0, modelled = 0, demo = 0;
        DateOnly first = default, last = default;
        for (int i = 0; i < origins.Count; i++)
        {
            switch (origins[i])
            {
                case ChainOrigin.Observed:
                    first = observed++ == 0 ? sessions[i] : first;
                    last = sessions[i];
                    break;
                case ChainOrigin.Modelled:
                    modelled++;
                    break;
                case ChainOrigin.Demo:
                    demo++;
                    break;
            }
        }

        return new ChainMix(observed, modelled, demo, first, last);
    }
}
