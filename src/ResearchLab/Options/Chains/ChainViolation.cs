using System.Runtime.InteropServices;

namespace ResearchLab.Options;

/// <summary>Prices of a chain that contradict each other by more than their spreads: a profit at bid and ask, were the quotes real.</summary>
/// <param name="Kind">The law broken.</param>
/// <param name="Contracts">The series involved, by expiry and strike.</param>
/// <param name="Size">Profit at bid and ask per unit of the underlying, beyond the spreads, &gt; 0.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ChainViolation(ViolationKind Kind, IReadOnlyList<OptionContract> Contracts, double Size)
{
    /// <summary>In words, such as <c>butterfly 2019-05-17 2800C / 2805C / 2810C by 0.15</c>.</summary>
    public override string ToString() =>
        Invariant($"{Kind.ToString().ToLowerInvariant()} {string.Join(" / ", Contracts)} by {Size:0.00##}");
}
