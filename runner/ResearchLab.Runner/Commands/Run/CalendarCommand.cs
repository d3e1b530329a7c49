using System.CommandLine;
using ResearchLab.Basics;
using ResearchLab.Columns;
using ResearchLab.Time;

namespace ResearchLab.Runner.Commands;

/// <summary>lab calendar: the sessions of the exchange with their hours and option expiries.</summary>
internal static class CalendarCommand
{
    public static Command Create()
    {
        var command = new Command("calendar", "Sessions of the New York Stock Exchange, or of a market that never closes, with their hours in UTC, "
            + "early closes and option expiries; or the days without a session");
        Option<DateOnly?> from = SharedOptions.Date("--from", "First day; default today"),
            to = SharedOptions.Date("--to", "Last day; default two weeks after the first");
        var closed = new Option<bool>("--closed") { Description = "List the weekdays without a session instead, with the reason" };
        var exchange = new Option<string>("--exchange") { Description = "Which market", DefaultValueFactory = _ => "nyse", HelpName = "nyse|crypto" };
        exchange.AcceptOnlyFromAmong("nyse", "crypto");
        Option<bool> json = SharedOptions.Json();
        foreach (Option option in new Option[] { from, to, exchange, closed, json })
            command.Add(option);
        command.SetAction((parsed, _) =>
        {
            DateOnly first = parsed.GetValue(from) ?? DateOnly.FromDateTime(LabOptions.FromEnvironment().Time.GetUtcNow().UtcDateTime);
            DateOnly last = parsed.GetValue(to) ?? first.AddDays(14);
            if (first > last)
                throw new UsageException($"--from {first:yyyy-MM-dd} is after --to {last:yyyy-MM-dd}; swap them.");
            if (first < ExchangeCalendar.FirstDay || last > ExchangeCalendar.LastDay)
                throw new UsageException($"the calendar runs from {ExchangeCalendar.FirstDay:yyyy-MM-dd} to {ExchangeCalendar.LastDay:yyyy-MM-dd}; "
                    + $"{first:yyyy-MM-dd} to {last:yyyy-MM-dd} is not inside.");
            ExchangeCalendar calendar = parsed.GetValue(exchange) == "crypto" ? ExchangeCalendar.Crypto : ExchangeCalendar.Nyse;
            Frame table = parsed.GetValue(closed) ? Closed(calendar, first, last) : Sessions(calendar, first, last);
            Console.Out.WriteLine(parsed.GetValue(json) ? FrameJson.Document(writer => FrameJson.Write(writer, table)) : table.ToString(int.MaxValue));
            return Task.FromResult(table.Rows > 0 ? ExitCode.Done : ExitCode.NothingToDo);
        });
        return command;
    }

    private static Frame Sessions(ExchangeCalendar calendar, DateOnly first, DateOnly last)
    {
        DateOnly[] sessions = calendar.Sessions(first, last);
        var table = new Frame(
            new Column<DateOnly>("session", sessions),
            new Column<string>("weekday", Array.ConvertAll(sessions, session => session.ToString("ddd"))),
            new Column<DateTimeOffset>("open", Array.ConvertAll(sessions, calendar.OpenOf)),
            new Column<DateTimeOffset>("close", Array.ConvertAll(sessions, calendar.CloseOf)),
            new Column<bool>("early", Array.ConvertAll(sessions, calendar.IsEarlyClose)));
        return calendar == ExchangeCalendar.Crypto
            ? table
            : new Frame(
            [
                .. table, new Column<bool>("monthly_expiry", Array.ConvertAll(sessions, OptionExpiries.IsMonthly)),
                new Column<string>("expiries", Array.ConvertAll(sessions, Expiries)),
            ]);
    }

    private static string Expiries(DateOnly session) => OptionExpiries.KindsOf(session) is var kinds and not OptionExpiryKinds.None
        ? string.Join(' ', Enum.GetValues<OptionExpiryKinds>().Where(kind => kind != OptionExpiryKinds.None && kinds.HasFlag(kind)).Select(Name))
        : "";

    private static string Name(OptionExpiryKinds kind) => kind switch
    {
        OptionExpiryKinds.MonthEnd => "month-end",
        OptionExpiryKinds.QuarterEnd => "quarter-end",
        _ => kind.ToString().ToLowerInvariant(),
    };

    private static Frame Closed(ExchangeCalendar calendar, DateOnly first, DateOnly last)
    {
        DateOnly[] days = [.. Enumerable.Range(first.DayNumber, last.DayNumber - first.DayNumber + 1).Select(DateOnly.FromDayNumber)
            .Where(day => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !calendar.IsSession(day))];
        return new Frame(new Column<DateOnly>("day", days), new Column<string>("reason", Array.ConvertAll(days, day => calendar.ClosedReason(day) ?? "")));
    }
}
