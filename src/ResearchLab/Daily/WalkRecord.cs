namespace ResearchLab.Daily;

/// <summary>One walk of an account.</summary>
/// <param name="Excess">Return of the account above the T-bill by session, from the first tested one on.</param>
/// <param name="SharesExcess">The same of the arm that holds shares at the book's delta of each close until the next.</param>
/// <param name="Equity">Account value by session.</param>
/// <param name="Closed">Trades that ended.</param>
internal sealed record WalkRecord(double[] Excess, double[] SharesExcess, double[] Equity, IReadOnlyList<BookTrade> Closed);
