using System.Runtime.InteropServices;

namespace ResearchLab.Options;

/// <summary>Value at today's spot and its first three derivatives with respect to it.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct GridValue(double Price, double Delta, double Gamma, double Speed);
