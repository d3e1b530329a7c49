using System.Runtime.InteropServices;

namespace ResearchLab.Options;

/// <summary>A value of a <see cref="ChainSummary"/> that is NaN.</summary>
/// <param name="Name">Its name in the summary.</param>
/// <param name="Why">What the chain lacks.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct MissingValue(string Name, string Why);
