using ResearchLab.Agents;
using ResearchLab.Journal;
using ResearchLab.Time;

namespace ResearchLab.Runner.Scheduling;

/// <summary>
/// What the desk has still to do, asked of the journal and the clock: sessions of the account that are not closed, and those without a finished run or an entry
/// decision of a symbol. A first trace of a run is not its end, and a record later than the last completed session is none.
/// </summary>
/// <param name="Work">Oldest first; of a session the close before the decision.</param>
/// <param name="Left">Sessions that are too old to be caught up.</param>
/// <param name="Ahead">Latest session with a record that lies in the future; null when there is none.</param>
internal sealed record DuePlan(IReadOnlyList<DueWork> Work, IReadOnlyList<DateOnly> Left, DateOnly? Ahead)
{
    /// <summary>Most sessions that are caught up: a year. What was missed before is left out, and told.</summary>
    public const int MaxCatchUp = 260;

    private static readonly TimeSpan s_longestWait = TimeSpan.FromMinutes(5);

    /// <summary>The plan of a lab.</summary>
    /// <param name="lab">The lab.</param>
    /// <param name="symbols">Symbols looked after.</param>
    /// <param name="closeFailures">What failed at closes since the start, by session.</param>
    public static DuePlan Of(Lab lab, IReadOnlyList<string> symbols, IReadOnlyDictionary<DateOnly, WorkFailure> closeFailures)
    {
        DateOnly last = lab.LastSession;
        DeskAccount? account = lab.Desk.Account(last);
        // A desk that begins takes the newest session, and goes on from there.
        DateOnly first = account?.FirstSession ?? last;
        DateOnly earliest = lab.Calendar.AddSessions(last, 1 - MaxCatchUp);
        DateOnly[] sessions = lab.Calendar.Sessions(first < earliest ? earliest : first, last);
        Dictionary<DateOnly, SessionRuns>[] runs =
            [.. symbols.Select(symbol => lab.Journal.FindSessionRuns(symbol, sessions[0], last).ToDictionary(one => one.Session))];
        HashSet<(string, DateOnly)> decided = [.. lab.Journal.FindDecisionsBetween("entry", sessions[0], last).Select(one => (one.Subject, one.Session))];
        var work = new List<DueWork>();
        foreach (DateOnly session in sessions)
        {
            if (account is null || session > account.LastSession)
            {
                DateTimeOffset known = KnownAt.Daily(session);
                WorkFailure? failure = closeFailures.GetValueOrDefault(session);
                work.Add(new DueWork(session, DueKind.Close, known, failure?.Attempts ?? 0, failure?.Error,
                    failure is null ? known : TryAgain(failure.Attempts, failure.At)));
            }

            // Who starts a desk sees what it does at once, not on the next morning.
            if (Decision(symbols, session, runs, decided) is { } decision)
                work.Add(account is not null || decision.Error is not null
                    ? decision
                    : decision with { DueAt = KnownAt.Daily(session), TryAt = KnownAt.Daily(session) });
        }

        DateOnly[] left = first < earliest && account is not null
            ? [.. lab.Calendar.Sessions(first, lab.Calendar.Previous(earliest)).Where(session => session > account.LastSession)]
            : [];
        return new DuePlan(work, left, Latest(lab, last));
    }

    /// <summary>When the recommendation of a session is due: 09:00 New York on the morning of the next.</summary>
    public static DateTimeOffset Morning(DateOnly session)
    {
        DateTime nine = ExchangeCalendar.Nyse.Next(session).ToDateTime(ServeOptions.RunTime);
        return new DateTimeOffset(nine, SessionDays.NewYork.GetUtcOffset(nine)).ToUniversalTime();
    }

    private static DueWork? Decision(
        IReadOnlyList<string> symbols, DateOnly session, Dictionary<DateOnly, SessionRuns>[] runs, HashSet<(string Symbol, DateOnly Session)> decided)
    {
        bool done = true;
        (int attempts, string? error, DateTimeOffset lastAt) = (0, (string?)null, DateTimeOffset.MinValue);
        for (int i = 0; i < symbols.Count; i++)
        {
            SessionRuns? run = runs[i].GetValueOrDefault(session);
            done &= run?.IsFinished == true && decided.Contains((symbols[i], session));
            if (run is null or { IsFinished: true } || run.Error is null)
                continue;
            (attempts, error) = (Math.Max(attempts, run.Attempts), run.Error);
            lastAt = run.LastStartedAt > lastAt ? run.LastStartedAt : lastAt;
        }

        DateTimeOffset due = Morning(session), again = error is null ? due : TryAgain(attempts, lastAt);
        return done ? null : new DueWork(session, DueKind.Decide, due, attempts, error, again > due ? again : due);
    }

    // 1, 2, 4, then every 5 minutes: data that come late are picked up within minutes.
    private static DateTimeOffset TryAgain(int attempts, DateTimeOffset at)
    {
        var wait = TimeSpan.FromMinutes(Math.Pow(2, Math.Clamp(attempts - 1, 0, 10)));
        return at + (wait < s_longestWait ? wait : s_longestWait);
    }

    // A clock that stood in the future left records there.
    private static DateOnly? Latest(Lab lab, DateOnly last)
    {
        DateOnly? account = lab.Desk.Account()?.LastSession;
        DateOnly? recommended = lab.Journal.FindRecommendations(null, 1) is [{ Session: var session }] ? session : null;
        DateOnly? latest = account > recommended || recommended is null ? account : recommended;
        return latest > last ? latest : null;
    }
}
