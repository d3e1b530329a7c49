using System.Runtime.InteropServices;

namespace ResearchLab.Options;

/// <summary>Time, rate and forward that a vendor used for one expiry.</summary>
/// <param name="ExtraDays">Days added to the calendar days.</param>
/// <param name="RatePerYear">Continuously compounded rate.</param>
/// <param name="Forward">Forward price of the underlying.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct VendorExpiry(double ExtraDays, double RatePerYear, double Forward);
