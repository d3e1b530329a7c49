namespace ResearchLab.Options;

/// <summary>
/// Names of origins and rights as lake, journal and documents spell them. What they do not know is refused: a guess would pass for real data.
/// </summary>
public static class ChainOrigins
{
    /// <summary><c>observed</c>, <c>modelled</c> or <c>demo</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is none of the three.</exception>
    public static string Name(this ChainOrigin origin) => origin switch
    {
        ChainOrigin.Observed => "observed",
        ChainOrigin.Modelled => "modelled",
        ChainOrigin.Demo => "demo",
        _ => throw new ArgumentOutOfRangeException(nameof(origin), origin,
            Invariant($"There is no chain origin {(int)origin}. Use observed, modelled or demo.")),
    };

    /// <summary>The origin of that name.</summary>
    /// <exception cref="InvalidDataException">No origin has it; the message names it.</exception>
    public static ChainOrigin Parse(string name) => name switch
    {
        "observed" => ChainOrigin.Observed,
        "modelled" => ChainOrigin.Modelled,
        "demo" => ChainOrigin.Demo,
        _ => throw Unknown("chain origin", name, "observed, modelled or demo"),
    };

    /// <summary><c>call</c> or <c>put</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is neither.</exception>
    public static string Name(this OptionRight right) => right switch
    {
        OptionRight.Call => "call",
        OptionRight.Put => "put",
        _ => throw new ArgumentOutOfRangeException(nameof(right), right, Invariant($"There is no option right {(int)right}. Use a call or a put.")),
    };

    /// <summary>The right of a name in full or of one letter: <c>call</c>, <c>C</c>, <c>put</c> or <c>P</c>.</summary>
    /// <exception cref="InvalidDataException">No right has it; the message names it.</exception>
    public static OptionRight ParseRight(string name) => name switch
    {
        "call" or "C" => OptionRight.Call,
        "put" or "P" => OptionRight.Put,
        _ => throw Unknown("option right", name, "call (C) or put (P)"),
    };

    /// <summary>What to throw when stored data holds a name this program does not know.</summary>
    /// <param name="what">What it names, such as <c>decision</c>.</param>
    /// <param name="name">The name.</param>
    /// <param name="known">The names there are.</param>
    internal static InvalidDataException Unknown(string what, string? name, string known) => new(
        $"Unknown {what} '{name}' in stored data; it must be {known}. If a newer program wrote it, use that one; else take the row out.");
}
