using ResearchLab.Time;

namespace ResearchLab.Tests.Time;

public sealed class TimeZonesTests
{
    [Fact]
    public void BuiltInNewYork_IsTheSystemsOfEveryHourFrom1950()
    {
        TimeZoneInfo system = TimeZoneInfo.FindSystemTimeZoneById("America/New_York"), own = TimeZones.BuiltInNewYork();
        for (var hour = new DateTime(1950, 1, 1, 0, 0, 0, DateTimeKind.Utc); hour.Year < 2100; hour = hour.AddHours(1))
        {
            if (system.GetUtcOffset(hour) != own.GetUtcOffset(hour))
                Assert.Fail($"{hour:yyyy-MM-dd HH:mm} UTC: {own.GetUtcOffset(hour)}, the system has {system.GetUtcOffset(hour)}");
        }
    }

    [Fact]
    public void Find_KnowsNames_AndSaysWhenThereIsNone()
    {
        Assert.Same(TimeZones.NewYork, TimeZones.Find("America/New_York"));
        Assert.Equal(TimeSpan.Zero, TimeZones.Find("UTC").BaseUtcOffset);
        Assert.Contains("'Mars/Olympus' is not a time zone", Assert.Throws<TimeZoneNotFoundException>(() => TimeZones.Find("Mars/Olympus")).Message);
    }
}
