using System.Runtime.InteropServices;

namespace ResearchLab.Options;

/// <summary>The row found for a leg, and the row that would have been taken were it liquid.</summary>
/// <param name="Row">Row of the chain; −1 when none can be traded.</param>
/// <param name="PassedOver">The better but illiquid row; −1 when the best one was taken or there is none at all.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Pick(int Row, int PassedOver);
