using ResearchLab.Options;

namespace ResearchLab.Backtesting;

/// <summary>
/// Daily chains of one underlying, observed, simulated or modelled, behind one shape: the rules look at whole chains, the
/// outcome engine marks single contracts.
/// </summary>
/// <param name="Underlying">Symbol.</param>
/// <param name="Sessions">All sessions of the underlying, ascending; the data ends with the last.</param>
/// <param name="ChainAt">The chain at a session's close, or null when there is none.</param>
/// <param name="Quote">Bid and ask of one contract at a session's close per unit of the underlying; NaN when it is not quoted.</param>
/// <remarks>All functions must be safe to call from several threads.</remarks>
public sealed record ChainHistory(
    string Underlying,
    DateOnly[] Sessions,
    Func<DateOnly, OptionChain?> ChainAt,
    Func<DateOnly, OptionContract, (double Bid, double Ask)> Quote)
{
    /// <summary>Close of the underlying at a session, NaN when unknown; null to take it from the chain.</summary>
    public Func<DateOnly, double>? SpotAt { get; init; }

    /// <summary>Continuously compounded rate per year at a session as a fraction, NaN when unknown; null to take it from the chain.</summary>
    public Func<DateOnly, double>? RateAt { get; init; }

    /// <summary>State of the market at a session's close, which ends a trade when it changes; null when it is not known.</summary>
    public Func<DateOnly, MarketRegime>? RegimeAt { get; init; }

    /// <summary>Cash dividends of the underlying, ascending by ex-session; announced well before it, so known when they matter.</summary>
    public IReadOnlyList<ExDividend> Dividends { get; init; } = [];

    /// <summary>How the contracts are exercised and settled; by default what is listed on that underlying.</summary>
    public SettlementStyle Settlement { get; init; } = Settlements.Of(Underlying);

    /// <summary>
    /// The observed chains alone, of a history that decides its chains a session at a time (<see cref="ChainHistories.BySession"/>): what follows
    /// a trade chosen on one of them. Null when all chains are of one kind.
    /// </summary>
    public ChainHistory? Observed { get; init; }

    /// <summary>Last session of the run of observed chains that an observed session belongs to; used with <see cref="Observed"/>.</summary>
    public Func<DateOnly, DateOnly>? RunEnd { get; init; }

    /// <summary>The modelled chains of this history priced anew; null where its chains cannot be, because they were observed or simulated.</summary>
    internal Func<Repricing, ChainHistory>? Priced { get; init; }

    /// <summary>The modelled chains alone, priced anew.</summary>
    /// <param name="repricing">What changes.</param>
    /// <exception cref="InvalidOperationException">This history has no modelled chains.</exception>
    public ChainHistory At(Repricing repricing)
    {
        if (Priced is null)
            throw new InvalidOperationException(
                $"The chains of {Underlying} were not modelled, so they cannot be priced anew. Ask only histories of ChainHistories.FromSurface.");
        return Priced(repricing) with
        {
            Settlement = Settlement,
            RegimeAt = RegimeAt,
            Dividends = repricing.Scale == 1 ? Dividends : [.. Dividends.Select(paid => paid with { Amount = paid.Amount * repricing.Scale })],
        };
    }

    /// <summary>Last session on which a position is followed on observed chains; null when it follows one kind of chains throughout.</summary>
    public DateOnly? ObservedThrough(StructurePosition chosen) =>
        Observed is null || chosen.Origin != ChainOrigin.Observed ? null : RunEnd!(chosen.Session);

    /// <summary>What a position is followed on: chains of the kind it was chosen on, modelled ones after them only when that is wished.</summary>
    public ChainHistory Following(StructurePosition chosen, bool thenModelled = false)
    {
        if (ObservedThrough(chosen) is not { } through)
            return this;
        return !thenModelled ? Observed! with { RegimeAt = RegimeAt } : this with
        {
            Quote = (session, contract) => (session <= through ? Observed! : this).Quote(session, contract),
            SpotAt = session => (session <= through ? Observed! : this).Spot(session),
            RateAt = session => (session <= through ? Observed! : this).Rate(session),
        };
    }

    /// <summary>Close of the underlying at a session; NaN when unknown.</summary>
    public double Spot(DateOnly session) => SpotAt is null ? ChainAt(session)?.Spot ?? double.NaN : SpotAt(session);

    /// <summary>Rate at a session; 0 when unknown.</summary>
    public double Rate(DateOnly session) =>
        (RateAt is null ? ChainAt(session)?.RatePerYear ?? 0 : RateAt(session)) is var rate && double.IsFinite(rate) ? rate : 0;
}
