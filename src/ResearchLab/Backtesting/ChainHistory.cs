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
/// <remarks>Both functions must be safe to call from several threads.</remarks>
public sealed record ChainHistory(
    string Underlying,
    DateOnly[] Sessions,
    Func<DateOnly, OptionChain?> ChainAt,
    Func<DateOnly, OptionContract, (double Bid, double Ask)> Quote);
