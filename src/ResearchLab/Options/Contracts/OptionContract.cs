namespace ResearchLab.Options;

/// <summary>One listed option series of an underlying; 100 units of the underlying a contract.</summary>
/// <param name="Expiry">Last trading session.</param>
/// <param name="Strike">Strike in the currency of the underlying.</param>
/// <param name="Right">Call or put.</param>
public readonly record struct OptionContract(DateOnly Expiry, double Strike, OptionRight Right)
{
    /// <summary>Units of the underlying a contract stands for.</summary>
    public const int Multiplier = 100;

    /// <summary>Short form such as <c>2024-02-16 470P</c>.</summary>
    public override string ToString() => Invariant($"{Expiry:yyyy-MM-dd} {Strike:0.###}{(Right == OptionRight.Call ? 'C' : 'P')}");
}
