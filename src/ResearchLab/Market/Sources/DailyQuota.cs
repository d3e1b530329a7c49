using System.Text.Json;
using ResearchLab.Basics;
using ResearchLab.Lake;

namespace ResearchLab.Market.Sources;

/// <summary>
/// Calls of a day to a vendor that counts them, kept in a file so that restarts and other processes count on. A call is counted before it is made:
/// a crash in between wastes one and never exceeds the limit.
/// </summary>
/// <param name="path">The file of the count.</param>
/// <param name="limit">Calls a day.</param>
/// <param name="zone">Zone of the hour at which a day begins.</param>
/// <param name="resetHour">Hour at which a day begins.</param>
/// <param name="time">The clock.</param>
public sealed class DailyQuota(string path, int limit, TimeZoneInfo zone, TimeOnly resetHour, TimeProvider time)
{
    private const int LockAttempts = 400;
    private static readonly TimeSpan s_lockPause = TimeSpan.FromMilliseconds(25);

    /// <summary>Calls that are left of the day.</summary>
    public int Left
    {
        get
        {
            using FileStream held = Lock();
            return Math.Max(0, limit - Read());
        }
    }

    /// <summary>Counts one call.</summary>
    /// <exception cref="SourceException">None is left; the message says when the next day begins.</exception>
    public void Take()
    {
        using FileStream held = Lock();
        int used = Read();
        if (used >= limit)
            throw new SourceException(SourceFailure.Exhausted, Invariant($"fmp: all {limit} calls of the day are used up; the next day of calls begins at ")
                + Invariant($"{NextReset():yyyy-MM-dd HH:mm} UTC. Run again then, or set FMP_CALLS_PER_DAY to what your plan allows."));
        Write(used + 1);
    }

    /// <summary>The vendor itself says that nothing is left.</summary>
    public void Exhaust()
    {
        using FileStream held = Lock();
        Write(limit);
    }

    /// <summary>The instant at which the count starts again.</summary>
    public DateTimeOffset NextReset()
    {
        DateTime local = Day().AddDays(1).ToDateTime(resetHour);
        while (zone.IsInvalidTime(local))
            local = local.AddMinutes(30);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }

    /// <summary>The date, in the zone, on which the running day of calls began.</summary>
    private DateOnly Day() => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), zone).DateTime - resetHour.ToTimeSpan());

    private int Read()
    {
        if (!File.Exists(path))
            return 0;
        try
        {
            Count? count = JsonSerializer.Deserialize<Count>(File.ReadAllBytes(path));
            return count is not null && count.Day == Day() ? count.Used : 0;
        }
        catch (JsonException error)
        {
            throw new SourceException(SourceFailure.Exhausted,
                $"fmp: the count of the day's calls in '{path}' cannot be read. Delete the file when you know that calls are left.", error);
        }
    }

    private void Write(int used) => AtomicFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(new Count(Day(), used)));

    /// <summary>Holds the file beside the count for this process alone; the system lets go of it when the process dies.</summary>
    private FileStream Lock()
    {
        DurableFolders.CreateFolder(Path.GetDirectoryName(path)!);
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException error) when (attempt < LockAttempts && error is not (DirectoryNotFoundException or PathTooLongException))
            {
                Thread.Sleep(s_lockPause);
            }
        }
    }

    private sealed record Count(DateOnly Day, int Used);
}
