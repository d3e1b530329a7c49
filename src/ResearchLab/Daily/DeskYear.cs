namespace ResearchLab.Daily;

/// <summary>Decisions of one year for an account without positions, as a daily run makes them.</summary>
/// <param name="Year">Calendar year.</param>
/// <param name="Decided">Sessions decided.</param>
/// <param name="Recommended">Sessions with a recommendation.</param>
/// <param name="NotOpened">Sessions where a candidate failed a limit.</param>
/// <param name="NoTrade">Sessions without a trade worth making.</param>
/// <param name="Trades">Trades that the walked account closed, median over the offsets.</param>
/// <param name="Return">Its return of the year above the T-bill, averaged over the offsets.</param>
public sealed record DeskYear(int Year, int Decided, int Recommended, int NotOpened, int NoTrade, double Trades, double Return);
