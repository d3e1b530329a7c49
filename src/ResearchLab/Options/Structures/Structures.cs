using ResearchLab.Basics;

namespace ResearchLab.Options;

/// <summary>Names of the structures as files, models and reports spell them.</summary>
public static class Structures
{
    /// <summary>Number of structures that trade.</summary>
    public const int Count = 11;

    /// <summary>Number of classes of the model: the structures and no trade.</summary>
    public const int ClassCount = 12;

    private static readonly string[] s_names =
    [
        "long_call", "long_put", "bull_call_spread", "bear_put_spread", "bull_put_spread", "bear_call_spread",
        "iron_condor", "iron_butterfly", "long_straddle", "long_strangle", "put_calendar", "no_trade",
    ];

    /// <summary>All twelve names, indexed by <see cref="Structure"/>.</summary>
    public static IReadOnlyList<string> Names => s_names;

    /// <summary>The snake-case name, such as <c>iron_condor</c>.</summary>
    public static string Name(this Structure structure) => s_names[(int)structure];

    /// <summary>Whether the structure is opened for a credit.</summary>
    public static bool IsCredit(this Structure structure) =>
        structure is Structure.BullPutSpread or Structure.BearCallSpread or Structure.IronCondor or Structure.IronButterfly;

    /// <summary>The structure of that name.</summary>
    /// <exception cref="UsageException">No structure has that name; the message lists all.</exception>
    public static Structure Parse(string name)
    {
        int index = Array.IndexOf(s_names, name);
        return index >= 0
            ? (Structure)index
            : throw new UsageException($"Unknown structure '{name}'. Use one of {string.Join(", ", s_names)}.");
    }
}
