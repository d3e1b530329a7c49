using Microsoft.Extensions.Logging;
using ResearchLab.Agents;

namespace ResearchLab.Runner.Scheduling;

internal static partial class Log
{
    [LoggerMessage(EventId = 2001, Level = LogLevel.Information, Message = "Daily run of {Symbol} for {Session:yyyy-MM-dd} wrote {Report} in {ElapsedMs:0} ms")]
    public static partial void RunFinished(ILogger logger, string symbol, DateOnly session, string report, double elapsedMs);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Error, Message = "{Work} of {Session:yyyy-MM-dd} failed: {Reason}")]
    public static partial void WorkFailed(ILogger logger, DueKind work, DateOnly session, string reason);

    [LoggerMessage(EventId = 2003, Level = LogLevel.Warning, Message = "The desk was stopped before it was done; the next start goes on")]
    public static partial void WorkStopped(ILogger logger);

    [LoggerMessage(EventId = 2004, Level = LogLevel.Warning, Message = "Sources of {Symbol} for {Session:yyyy-MM-dd}: {Failure}")]
    public static partial void SourceFailed(ILogger logger, string symbol, DateOnly session, string failure);

    [LoggerMessage(EventId = 2005, Level = LogLevel.Information, Message = "Desk at {Session:yyyy-MM-dd}, {Kind}: {Text}")]
    public static partial void DeskEvent(ILogger logger, DateOnly session, DeskEventKind kind, string text);

    [LoggerMessage(EventId = 2006, Level = LogLevel.Warning,
        Message = "{Count} session(s), {From:yyyy-MM-dd} to {Through:yyyy-MM-dd}, are too old to be caught up: the limit is {Limit} sessions")]
    public static partial void SessionsLeft(ILogger logger, int count, DateOnly from, DateOnly through, int limit);

    [LoggerMessage(EventId = 2007, Level = LogLevel.Warning,
        Message = "The journal holds records of {Session:yyyy-MM-dd}, which is not over: the clock was ahead once. They count as nothing until then")]
    public static partial void RecordsAhead(ILogger logger, DateOnly session);

    [LoggerMessage(EventId = 2008, Level = LogLevel.Error, Message = "Looking for what is due failed: {Reason}")]
    public static partial void PlanFailed(ILogger logger, string reason);

    [LoggerMessage(EventId = 2009, Level = LogLevel.Warning, Message = "The schedule stood at {Next:yyyy-MM-dd HH:mm} UTC, too far from now: planned anew")]
    public static partial void PlannedAnew(ILogger logger, DateTimeOffset next);
}
