using System.Runtime.InteropServices;

namespace ResearchLab.Options;

/// <summary>A row of a chain taken as a leg.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LegRow(int Row, int Quantity);
