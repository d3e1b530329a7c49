using Microsoft.Extensions.Logging;

namespace ResearchLab.Runner.Scheduling;

internal static partial class Log
{
    [LoggerMessage(EventId = 2004, Level = LogLevel.Warning, Message = "Daily run of {Symbol} for {Session:yyyy-MM-dd}: {Failure}")]
    public static partial void SourceFailed(ILogger logger, string symbol, DateOnly session, string failure);

    [LoggerMessage(EventId = 2001, Level = LogLevel.Information, Message = "Daily run of {Symbol} for {Session:yyyy-MM-dd} wrote {Report} in {ElapsedMs:0} ms")]
    public static partial void RunFinished(ILogger logger, string symbol, DateOnly session, string report, double elapsedMs);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Error, Message = "Daily run of {Symbol} for {Session:yyyy-MM-dd} failed: {Reason}")]
    public static partial void RunFailed(ILogger logger, string symbol, DateOnly session, string reason);

    [LoggerMessage(EventId = 2003, Level = LogLevel.Warning, Message = "Daily run of {Symbol} for {Session:yyyy-MM-dd} was stopped")]
    public static partial void RunStopped(ILogger logger, string symbol, DateOnly session);
}
