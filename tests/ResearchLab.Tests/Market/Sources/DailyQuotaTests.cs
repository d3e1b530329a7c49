using ResearchLab.Market.Sources;
using ResearchLab.Tests.Lake;

namespace ResearchLab.Tests.Market.Sources;

/// <summary>Calls of a day are counted across restarts and processes.</summary>
public sealed class DailyQuotaTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("researchlab-quota-").FullName;
    private readonly ManualClock _clock = new(LakeFixture.At("2024-07-10"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Take_Limit_HoldsAcrossRestarts_UntilTheDocumentedHour()
    {
        for (int i = 0; i < 250; i++)
            Quota(250).Take();
        SourceException error = Assert.Throws<SourceException>(() => Quota(250).Take());
        Assert.Equal(SourceFailure.Exhausted, error.Failure);
        Assert.Contains("2024-07-10 19:00 UTC", error.Message, StringComparison.Ordinal); // 15:00 in New York, in summer
        Assert.Equal(0, Quota(250).Left);
        _clock.Now = new DateTimeOffset(2024, 7, 10, 18, 59, 59, TimeSpan.Zero);
        Assert.Throws<SourceException>(() => Quota(250).Take());
        _clock.Now = new DateTimeOffset(2024, 7, 10, 19, 0, 0, TimeSpan.Zero);
        Quota(250).Take();
        Assert.Equal(249, Quota(250).Left);
    }

    [Fact]
    public void NextReset_Winter_IsAnHourLaterInUtc()
    {
        _clock.Now = LakeFixture.At("2024-01-10");
        Assert.Equal(new DateTimeOffset(2024, 1, 10, 20, 0, 0, TimeSpan.Zero), Quota(1).NextReset());
    }

    [Fact]
    public void Take_ManyAtOnce_NeverExceedsTheLimit()
    {
        int taken = 0;
        Parallel.For(0, 60, new ParallelOptions { MaxDegreeOfParallelism = 6 }, _ =>
        {
            try
            {
                Quota(40).Take();
                Interlocked.Increment(ref taken);
            }
            catch (SourceException)
            {
                // Used up.
            }
        });
        Assert.Equal((40, 0), (taken, Quota(40).Left));
    }

    [Fact]
    public void Take_UnreadableCount_IsNotTakenForZero()
    {
        File.WriteAllText(Path.Combine(_folder, "calls.json"), "{torn");
        Assert.Contains("Delete the file", Assert.Throws<SourceException>(() => Quota(9).Take()).Message, StringComparison.Ordinal);
    }

    private DailyQuota Quota(int limit) =>
        new(Path.Combine(_folder, "calls.json"), limit, TimeZoneInfo.FindSystemTimeZoneById("America/New_York"), new TimeOnly(15, 0), _clock);
}
