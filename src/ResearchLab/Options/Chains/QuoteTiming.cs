using System.Runtime.InteropServices;

namespace ResearchLab.Options;

/// <summary>When the quotes of a chain stand and when its series settle, as one offset to the calendar days between session and expiry.</summary>
/// <param name="ExtraDays">
/// Days added to the calendar days: settlement time less quote time, in (−1, 1). A chain quoted at the close and settled at a close has 0;
/// one quoted at 15:00 and settled at 16:00 has 1/24; one quoted at the close and settled at the opening auction about −0.27.
/// </param>
/// <remarks>
/// The share of a day matters: one hour is 2% of the volatility of a one-day option. Series of one root that settle in the morning (SPX)
/// and series that settle at the close (SPXW) are two chains with two timings.
/// </remarks>
[StructLayout(LayoutKind.Auto)]
public readonly record struct QuoteTiming(double ExtraDays)
{
    /// <summary>Quoted at the close, settled at a close.</summary>
    public static QuoteTiming AtClose => default;

    /// <summary>The timing of quotes seen at one time of day and settled at another, in one time zone.</summary>
    public static QuoteTiming Of(TimeOnly quoted, TimeOnly settled) => new((settled.ToTimeSpan() - quoted.ToTimeSpan()).TotalDays);

    /// <summary>Option time in years of 365 days; 0 when settlement is past.</summary>
    public double Years(DateOnly session, DateOnly expiry) =>
        Math.Max(0, expiry.DayNumber - session.DayNumber + ExtraDays) / BlackScholes.DaysPerYear;
}
