using ResearchLab.Basics;
using ResearchLab.Journal;
using ResearchLab.Lake;
using ResearchLab.Market;
using ResearchLab.Models;
using ResearchLab.Notebooks;
using ResearchLab.Time;

namespace ResearchLab.Runner;

/// <summary>Every failure as one line (cause, value, remedy) and an exit code.</summary>
internal static class ErrorText
{
    public static string OneLine(Exception error)
    {
        Exception cause = Root(error);
        string text = cause switch
        {
            // Lake and journal say themselves what to do.
            IOException io when io is not (LakeException or JournalException) && IsDiskFull(io) =>
                $"no room left on the disk ({io.Message}). Free some space and run again; nothing half-written was kept.",
            UnauthorizedAccessException => $"{cause.Message} Check the permissions of the folder, or set RESEARCHLAB_DATA to another one.",
            NotASessionException { Reason.Length: > 0 } closed => $"{closed.Date:yyyy-MM-dd} is not a session: the exchange is closed ({closed.Reason}). "
                + $"The sessions around it are {ExchangeCalendar.Nyse.Previous(closed.Date):yyyy-MM-dd} and "
                + $"{ExchangeCalendar.Nyse.Next(closed.Date):yyyy-MM-dd}.",
            _ when IsDefect(cause) => $"this is a defect of the lab, not of what was asked for ({cause.GetType().Name}: "
                + $"{UsageException.WithoutParameter(cause.Message)}). Run it again with --verbose and report what it prints.",
            OutOfMemoryException => "out of memory. Close other programs, or use a shorter history.",
            _ => cause.Message,
        };
        return text.ReplaceLineEndings(" ").Trim();
    }

    public static int ExitCodeOf(Exception error) => Root(error) switch
    {
        DataUnusableException or CsvIngestException => ExitCode.DataUnusable,
        UsageException or ConfigurationException or NotebookFormatException or TimeZoneNotFoundException => ExitCode.BadArguments,
        _ => ExitCode.Failed,
    };

    /// <summary>What no part of the lab throws on purpose: one part misused another, and nothing that is typed mends it.</summary>
    private static bool IsDefect(Exception cause) => cause is not (NotebookFormatException or HoldoutOpenedException) && cause is
        ArgumentException or FormatException or InvalidOperationException or NullReferenceException or IndexOutOfRangeException or KeyNotFoundException
            or InvalidCastException
        or ArithmeticException or NotImplementedException or System.Diagnostics.UnreachableException;

    private static Exception Root(Exception error) => error switch
    {
        AggregateException { InnerExceptions.Count: > 0 } many => Root(many.InnerExceptions[0]),
        TypeInitializationException { InnerException: { } inner } => Root(inner),
        System.Reflection.TargetInvocationException { InnerException: { } inner } => Root(inner),
        _ => error,
    };

    private static bool IsDiskFull(IOException error)
    {
        const int LinuxNoSpace = 28, WindowsDiskFull = unchecked((int)0x80070070);
        return (error.HResult & 0xFFFF) == LinuxNoSpace || error.HResult == WindowsDiskFull
            || error.Message.Contains("No space left", StringComparison.OrdinalIgnoreCase);
    }
}
