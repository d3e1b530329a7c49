using ResearchLab.Market;
using ResearchLab.Options;

namespace ResearchLab.Backtesting;

/// <summary>Makes a <see cref="ChainHistory"/> of the three kinds of chain. All are safe to read from several threads.</summary>
public static class ChainHistories
{
    /// <summary>Chains held in memory, observed or simulated.</summary>
    /// <param name="underlying">Symbol.</param>
    /// <param name="sessions">All sessions of the underlying, ascending; those without a chain have no quotes.</param>
    /// <param name="chains">Chains in any order, at most one a session.</param>
    /// <exception cref="ArgumentException">Two chains of one session, a chain of another underlying, or sessions out of order.</exception>
    public static ChainHistory FromChains(string underlying, DateOnly[] sessions, IReadOnlyList<OptionChain> chains)
    {
        RequireAscending(sessions);
        OptionChain[] sorted = [.. chains.OrderBy(c => c.Session)];
        var dates = Array.ConvertAll(sorted, c => c.Session);
        for (int i = 0; i < sorted.Length; i++)
        {
            if (sorted[i].Underlying != underlying)
                throw new ArgumentException(
                    Invariant($"The chain of {dates[i]:yyyy-MM-dd} is of {sorted[i].Underlying}, not {underlying}. Filter chains by underlying."),
                    nameof(chains));
            if (i > 0 && dates[i] == dates[i - 1])
                throw new ArgumentException(Invariant($"Two chains of {underlying} on {dates[i]:yyyy-MM-dd}. Pass one a session."), nameof(chains));
        }

        OptionChain? At(DateOnly session) => Array.BinarySearch(dates, session) is >= 0 and var row ? sorted[row] : null;
        return new ChainHistory(underlying, sessions, At, (session, contract) =>
            At(session) is { } chain && chain.IndexOf(contract) is >= 0 and var row ? (chain.Bid[row], chain.Ask[row]) : (double.NaN, double.NaN));
    }

    /// <summary>Chains modelled from volatility surfaces, built when asked for.</summary>
    /// <param name="bars">Bars of the underlying.</param>
    /// <param name="surfaces">One surface a bar; null where none could be made, which leaves that session without quotes.</param>
    /// <exception cref="ArgumentException">The numbers of bars and surfaces differ.</exception>
    public static ChainHistory FromSurface(BarSeries bars, VolSurface?[] surfaces)
    {
        ArgumentNullException.ThrowIfNull(bars);
        ArgumentNullException.ThrowIfNull(surfaces);
        if (bars.Count != surfaces.Length)
            throw new ArgumentException($"{bars.Count} bars of {bars.Symbol} but {surfaces.Length} surfaces. Pass one surface a bar.", nameof(surfaces));
        RequireAscending(bars.Sessions);
        return FromSurface(bars, surfaces, new Repricing(1));
    }

    private static ChainHistory FromSurface(BarSeries bars, VolSurface?[] surfaces, Repricing at)
    {
        bool shifted = at.Level != 1 || at.Spread != 1;
        (double Spot, VolSurface Surface)? Market(DateOnly session)
        {
            if (bars.IndexOf(session) is not (>= 0 and var row) || surfaces[row] is not { } surface || !(bars.Close[row] > 0))
                return null;
            return (at.Scale * bars.Close[row], shifted ? surface.Shift(session >= at.LevelFrom ? at.Level : 1, at.Spread) : surface);
        }

        return new ChainHistory(
            bars.Symbol,
            bars.Sessions,
            session => Market(session) is { } market ? ModelledChain.Build(bars.Symbol, session, market.Spot, market.Surface, at.MostDays) : null,
            (session, contract) =>
                Market(session) is { } market ? ModelledChain.Quote(session, market.Spot, market.Surface, contract) : (double.NaN, double.NaN))
        {
            SpotAt = session => bars.IndexOf(session) is >= 0 and var row && bars.Close[row] > 0 ? at.Scale * bars.Close[row] : double.NaN,
            RateAt = session => bars.IndexOf(session) is >= 0 and var row && surfaces[row] is { } surface ? surface.RatePerYear : double.NaN,
            Priced = again => FromSurface(bars, surfaces, again),
        };
    }

    /// <summary>The chains of the simulated market, built when asked for.</summary>
    internal static ChainHistory FromSimulated(SimulatedMarket market) => new(
        market.Bars.Symbol,
        market.Bars.Sessions,
        session => market.Bars.IndexOf(session) >= 0 ? market.ChainAt(session) : null,
        (session, contract) => market.Bars.IndexOf(session) >= 0 ? market.QuoteAt(session, contract) : (double.NaN, double.NaN))
    {
        SpotAt = session => market.Bars.IndexOf(session) is >= 0 and var row ? market.Bars.Close[row] : double.NaN,
    };

    /// <summary>
    /// A history that decides its chains a session at a time: observed where a chain broad enough to choose from was seen, modelled elsewhere. A trade
    /// stays with the kind it was chosen on.
    /// </summary>
    /// <param name="modelled">Modelled chains of all sessions.</param>
    /// <param name="observed">Observed chains, narrow ones too: a trade is followed on whatever was quoted.</param>
    /// <param name="broad">Sessions, ascending, whose observed chain is broad enough (<see cref="ChainBreadth"/>).</param>
    /// <exception cref="ArgumentException">The histories differ in underlying or sessions.</exception>
    public static ChainHistory BySession(ChainHistory modelled, ChainHistory observed, DateOnly[] broad)
    {
        ArgumentNullException.ThrowIfNull(modelled);
        ArgumentNullException.ThrowIfNull(observed);
        if (modelled.Underlying != observed.Underlying || !modelled.Sessions.AsSpan().SequenceEqual(observed.Sessions))
            throw new ArgumentException($"Modelled chains of {modelled.Underlying} and observed ones of {observed.Underlying} differ in underlying or "
                + "sessions. Pass two histories of the same bars.", nameof(observed));
        DateOnly[] ends = RunEnds(modelled.Sessions, broad);
        bool IsBroad(DateOnly session) => Array.BinarySearch(broad, session) >= 0;
        return modelled with
        {
            ChainAt = session => IsBroad(session) ? observed.ChainAt(session) : modelled.ChainAt(session),
            SpotAt = modelled.Spot,
            RateAt = modelled.Rate,
            Observed = observed,
            RunEnd = session => Array.BinarySearch(broad, session) is >= 0 and var at ? ends[at] : session,
        };
    }

    /// <summary>Sessions in a row without a broad observed chain after which the observed chains have ended.</summary>
    public const int MostMissingSessions = 5;

    // The last session of the run that each broad one belongs to.
    private static DateOnly[] RunEnds(DateOnly[] sessions, DateOnly[] broad)
    {
        var ends = new DateOnly[broad.Length];
        for (int i = broad.Length - 1; i >= 0; i--)
        {
            bool goesOn = i + 1 < broad.Length
                && Array.BinarySearch(sessions, broad[i + 1]) - Array.BinarySearch(sessions, broad[i]) <= MostMissingSessions + 1;
            ends[i] = goesOn ? ends[i + 1] : broad[i];
        }

        return ends;
    }

    private static void RequireAscending(DateOnly[] sessions)
    {
        for (int i = 1; i < sessions.Length; i++)
        {
            if (sessions[i] <= sessions[i - 1])
                throw new ArgumentException(
                    Invariant($"Session {sessions[i]:yyyy-MM-dd} does not follow {sessions[i - 1]:yyyy-MM-dd}. Sort sessions and drop duplicates."),
                    nameof(sessions));
        }
    }
}
