using Microsoft.Extensions.Logging;
using ResearchLab.Agents;

namespace ResearchLab.Runner.Scheduling;

/// <summary>
/// Does what is due, in order: each session as of its own close, none twice. What fails stays due and is tried again; what comes after it waits for it, unless
/// the session it should trade in is over.
/// </summary>
internal sealed class DeskWorker(HostState state, ILogger logger)
{
    /// <summary>Does what is due now.</summary>
    /// <param name="lab">The lab.</param>
    /// <param name="symbols">Symbols looked after.</param>
    /// <param name="cancellation">Stops at the next safe point; the next time goes on.</param>
    /// <returns>How much was done.</returns>
    public int Run(Lab lab, IReadOnlyList<string> symbols, CancellationToken cancellation)
    {
        int done = 0;
        DuePlan plan = DuePlan.Of(lab, symbols, state.CloseFailures);
        if (plan.Left.Count > 0 && state.ToldLeft != plan.Left[^1])
        {
            Log.SessionsLeft(logger, plan.Left.Count, plan.Left[0], plan.Left[^1], DuePlan.MaxCatchUp);
            state.ToldLeft = plan.Left[^1];
        }

        if (plan.Ahead is { } ahead && state.ToldAhead != ahead)
        {
            Log.RecordsAhead(logger, ahead);
            state.ToldAhead = ahead;
        }

        if (plan.Work.LastOrDefault(work => work.TryAt <= lab.Options.Time.GetUtcNow()) is { } newest)
            Update(lab, symbols, newest.Session, cancellation);
        foreach (DueWork work in plan.Work)
        {
            cancellation.ThrowIfCancellationRequested();
            DateTimeOffset now = lab.Options.Time.GetUtcNow();
            bool isDue = work.TryAt <= now;
            if (isDue && Do(lab, symbols, work, cancellation))
            {
                done++;
                continue;
            }

            // The account goes on session by session: what comes after an open close waits for it. A decision that could not be made holds up the close of the
            // session it is for only until that close is over and it was tried a few times.
            bool goesOn = work.Kind == DueKind.Decide && work.Attempts >= 2 && now >= Time.KnownAt.Daily(lab.Calendar.Next(work.Session));
            if (!goesOn)
                break;
        }

        state.Planned(DuePlan.Of(lab, symbols, state.CloseFailures));
        return done;
    }

    private bool Do(Lab lab, IReadOnlyList<string> symbols, DueWork work, CancellationToken cancellation)
    {
        state.Started(work.Session);
        try
        {
            if (work.Kind == DueKind.Close)
                Close(lab, symbols, work.Session, cancellation);
            else
                Decide(lab, symbols, work.Session, cancellation);
            state.Finished(work.Session, null);
            return true;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            state.Finished(work.Session, "stopped before it was done; the next start catches it up");
            throw;
        }
        catch (Exception error)
        {
            string reason = ErrorText.OneLine(error);
            state.Finished(work.Session, reason);
            if (work.Kind == DueKind.Close)
                state.CloseFailed(work.Session, new WorkFailure(work.Attempts + 1, reason, lab.Options.Time.GetUtcNow()));
            Log.WorkFailed(logger, work.Kind, work.Session, reason);
            return false;
        }
    }

    // Once for all that is due: a source is asked for what it has, not session by session.
    private void Update(Lab lab, IReadOnlyList<string> symbols, DateOnly session, CancellationToken cancellation)
    {
        foreach (string failure in lab.Daily.Update(symbols, session, cancellation: cancellation))
            Log.SourceFailed(logger, string.Join(',', symbols), session, failure);
    }

    private void Close(Lab lab, IReadOnlyList<string> symbols, DateOnly session, CancellationToken cancellation)
    {
        Tell(session, lab.Desk.Close(symbols, session, cancellation));
        state.Closed(session);
    }

    private void Decide(Lab lab, IReadOnlyList<string> symbols, DateOnly session, CancellationToken cancellation)
    {
        var runs = new List<LabRun>(symbols.Count);
        foreach (string symbol in symbols)
        {
            LabRun run = lab.Daily.Run(symbol, session, null, cancellation, new PartialSteps(logger, symbol, session));
            Log.RunFinished(logger, symbol, session, run.ReportPath, run.TotalMilliseconds);
            runs.Add(run);
        }

        Tell(session, lab.Desk.Enter(runs));
    }

    private void Tell(DateOnly session, IReadOnlyList<DeskEvent> events)
    {
        foreach (DeskEvent one in events)
            Log.DeskEvent(logger, session, one.Kind, one.Text);
    }
}
