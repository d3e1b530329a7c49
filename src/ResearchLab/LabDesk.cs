using ResearchLab.Agents;
using ResearchLab.Basics;
using ResearchLab.Daily;
using ResearchLab.Lake;
using ResearchLab.Market;
using ResearchLab.Risk;

namespace ResearchLab;

/// <summary>The room of the desk: the account on paper, session by session.</summary>
public sealed class LabDesk
{
    /// <summary>Name of the account on paper.</summary>
    public const string PaperAccount = "paper";

    private readonly Lab _lab;

    internal LabDesk(Lab lab) => _lab = lab;

    /// <summary>The account as of a close; null before the desk has begun.</summary>
    /// <param name="session">Latest session; null for the newest.</param>
    public DeskAccount? Account(DateOnly? session = null) => DeskAccount.AsOf(_lab.Journal, PaperAccount, session);

    /// <summary>
    /// The desk at a close: fills, marks, exits, account. A session before the account's first opens nothing; one that was closed is not closed again; those
    /// between the last and this one are closed first, each as of its own close.
    /// </summary>
    /// <param name="symbols">Symbols looked after; the first says what cash earned.</param>
    /// <param name="session">Session.</param>
    /// <param name="cancellation">Stops between sessions.</param>
    /// <returns>What happened, in order.</returns>
    /// <exception cref="DataUnusableException">The bars of a symbol that is held, or of the first one, are not there yet.</exception>
    public IReadOnlyList<DeskEvent> Close(IReadOnlyList<string> symbols, DateOnly session, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(symbols);
        _lab.RequireKnown(session);
        var events = new List<DeskEvent>();
        DeskAccount? account = Account(_lab.LastSession);
        if (account is null)
        {
            // Without its data a session is not over, whatever a clock says.
            _lab.Data(symbols[0], session, cancellation: cancellation);
            new SessionClose(_lab.Journal, PaperAccount, session, _lab.Options.Costs, _ => null).Open(_lab.Options.AccountValue);
            return events;
        }

        foreach (DateOnly next in _lab.Calendar.Sessions(_lab.Calendar.Next(account.LastSession), session))
        {
            cancellation.ThrowIfCancellationRequested();
            var known = new Dictionary<string, SessionData?>(StringComparer.Ordinal);
            SessionData? DataOf(string symbol) => known.TryGetValue(symbol, out SessionData? data) ? data : known[symbol] = Read(symbol, next, cancellation);
            double riskFree = DataOf(symbols[0]) is { } first ? first.RiskFreeReturn(first.Bars.Count - 1) : 0;
            events.AddRange(new SessionClose(_lab.Journal, PaperAccount, next, _lab.Options.Costs, DataOf).Run(account, riskFree));
        }

        return events;
    }

    /// <summary>Orders what was recommended at a session that the account stands at the close of.</summary>
    /// <param name="runs">The daily runs of the session, one a symbol.</param>
    /// <returns>What was placed, and what was passed over.</returns>
    /// <exception cref="UsageException">The account does not stand at that close, or the runs are of several sessions.</exception>
    public IReadOnlyList<DeskEvent> Enter(IReadOnlyList<LabRun> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        if (runs.Count == 0)
            return [];
        DateOnly session = runs[0].Recommendation.Session;
        if (runs.Any(run => run.Recommendation.Session != session))
            throw new UsageException("The runs are of several sessions. Enter one session at a time.");
        DeskAccount account = Account(session) ?? throw new UsageException("The desk has no account yet. Close the session first.");
        if (account.LastSession != session)
            throw new UsageException(Invariant($"The account stands at the close of {account.LastSession:yyyy-MM-dd}, not of {session:yyyy-MM-dd}. ")
                + "Close the session first.");
        // Once the session that an order is for has been closed, the order would never be filled.
        bool isTooLate = account.NewestSession > session && account.NewestSession <= _lab.LastSession;
        return SessionEntry.Run(_lab.Journal, account,
            [.. runs.Select(run => (run.Recommendation, run.Document, run.Recommendation.Position is { } position
                ? PositionRisk.OneDayVar95(position, run.RatePerYear)
                : 0))],
            _lab.Options.Limits, isTooLate, _lab.Calendar.CloseOf(session));
    }

    private SessionData? Read(string symbol, DateOnly session, CancellationToken cancellation)
    {
        try
        {
            return _lab.Data(symbol, session, cancellation: cancellation);
        }
        catch (DataUnusableException) when (HasLater(symbol, session))
        {
            // Its bar is missing though later ones are there: it will not come, and what is held is carried over it.
            return null;
        }
    }

    private bool HasLater(string symbol, DateOnly session)
    {
        using LakeView now = _lab.View();
        return LakeMarket.Bars(now, symbol) is { Count: > 0 } bars && bars.Sessions[^1] > session;
    }
}
