using System.Runtime.InteropServices;

namespace ResearchLab.Options;

/// <summary>How one leg is chosen.</summary>
/// <param name="Right">Call or put.</param>
/// <param name="Quantity">+1 bought, −1 sold.</param>
/// <param name="Target">How the strike is found.</param>
/// <param name="Value">Absolute delta, or the fraction of the expected move for a wing.</param>
/// <param name="IsFar">Whether the leg takes the later expiry of a calendar.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LegRule(OptionRight Right, int Quantity, LegTarget Target, double Value = 0, bool IsFar = false);
