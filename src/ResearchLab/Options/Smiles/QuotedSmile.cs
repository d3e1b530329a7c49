using System.Runtime.InteropServices;

namespace ResearchLab.Options;

/// <summary>A smile and the range of log-moneyness it was fitted on.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct QuotedSmile(SviSmile Smile, double Low, double High);
