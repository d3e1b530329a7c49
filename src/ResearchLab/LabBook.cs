using ResearchLab.Risk;

namespace ResearchLab;

/// <summary>The room of the account: what it held, and how it stood, as of a session.</summary>
public sealed class LabBook
{
    private readonly Lab _lab;

    internal LabBook(Lab lab) => _lab = lab;

    /// <summary>
    /// The account as limits see it after a session's close. No desk of this lab has traded yet, so it holds cash, and says so by
    /// <see cref="PortfolioState.HasTraded"/>: limits that read positions and history prove nothing until it has.
    /// </summary>
    /// <param name="symbol">Underlying of the trade that would join it.</param>
    /// <param name="session">Session.</param>
    /// <param name="accountValue">Dollars at the start; those configured by default.</param>
    public PortfolioState AsOf(string symbol, DateOnly session, double? accountValue = null) =>
        new Book(accountValue ?? _lab.Options.AccountValue).State(_lab.Calendar.CountSessions(Time.ExchangeCalendar.FirstDay, session), symbol);
}
