using System.Runtime.InteropServices;

namespace ResearchLab.Backtesting;

/// <summary>The last quote of a leg and whether it is still held.</summary>
[StructLayout(LayoutKind.Auto)]
internal record struct LegState(double Mid, double Spread, bool NoBid, bool Closed, bool Pinned, bool Fresh);
