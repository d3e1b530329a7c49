using ResearchLab.Risk;

namespace ResearchLab;

/// <summary>The room of the account: what it held, and how it stood, as of a session.</summary>
public sealed class LabBook
{
    private readonly Lab _lab;

    internal LabBook(Lab lab) => _lab = lab;

    /// <summary>
    /// The account as limits see it after a session's close: that of the desk where it stands at that close or an earlier one, else cash. Of one that has never
    /// traded <see cref="PortfolioState.HasTraded"/> says so: limits that read positions and history prove nothing until it has.
    /// </summary>
    /// <param name="symbol">Underlying of the trade that would join it.</param>
    /// <param name="session">Session.</param>
    /// <param name="accountValue">Dollars of an imagined account, without positions; null for the desk's own.</param>
    public PortfolioState AsOf(string symbol, DateOnly session, double? accountValue = null) =>
        (accountValue is null || accountValue == _lab.Options.AccountValue) && _lab.Desk.Account(session) is { } account
            ? account.State(symbol)
            : PortfolioState.Flat(accountValue ?? _lab.Options.AccountValue);
}
