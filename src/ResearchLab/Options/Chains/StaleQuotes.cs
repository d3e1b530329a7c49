namespace ResearchLab.Options;

/// <summary>Quotes that stood still although the underlying moved.</summary>
public static class StaleQuotes
{
    /// <summary>
    /// Whether a row has the bid and ask of the session before while the underlying moved by more than the spread is worth at the row's delta.
    /// </summary>
    /// <param name="chain">The chain; a row without a delta is never stale.</param>
    /// <param name="row">Row of <paramref name="chain"/>.</param>
    /// <param name="previous">The chain of the session before.</param>
    public static bool IsStale(OptionChain chain, int row, OptionChain previous)
    {
        int before = previous.IndexOf(chain.Contracts[row]);
        return before >= 0 && chain.Bid[row] == previous.Bid[before] && chain.Ask[row] == previous.Ask[before]
            && Math.Abs(chain.Delta[row] * (chain.Spot - previous.Spot)) > chain.Ask[row] - chain.Bid[row];
    }
}
