namespace ResearchLab.Market;

/// <summary>A date with the time of day and the zone that stand beside it.</summary>
/// <param name="Date">The date as it is written.</param>
/// <param name="Ticks">Time of day; negative when there is none.</param>
/// <param name="Offset">Minutes from UTC; <see cref="NoOffset"/> when there is none.</param>
/// <param name="Zone">Name of a zone; null when there is none.</param>
internal readonly record struct CsvStamp(DateOnly Date, long Ticks, short Offset, TimeZoneInfo? Zone)
{
    /// <summary>Stands for a missing offset.</summary>
    public const short NoOffset = short.MinValue;

    /// <summary>Whether it has a time of day other than midnight.</summary>
    public bool HasTime => Ticks > 0;

    /// <summary>Whether it says how far from UTC it is.</summary>
    public bool IsZoned => Offset != NoOffset || Zone is not null;

    /// <summary>The instant it is, in UTC; default where daylight saving skips it. An hour that is repeated is the first.</summary>
    /// <param name="naive">Zone of a stamp that names none.</param>
    public DateTimeOffset Instant(TimeZoneInfo naive)
    {
        DateTime local = Date.ToDateTime(TimeOnly.MinValue).AddTicks(Math.Max(0, Ticks));
        if (Offset != NoOffset)
            return new DateTimeOffset(local, TimeSpan.FromMinutes(Offset)).ToUniversalTime();
        TimeZoneInfo zone = Zone ?? naive;
        if (zone.IsInvalidTime(local))
            return default;
        return new DateTimeOffset(local, zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
