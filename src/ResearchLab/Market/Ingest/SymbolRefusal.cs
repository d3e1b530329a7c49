using ResearchLab.Lake;

namespace ResearchLab.Market;

/// <summary>
/// Refuses what a whole symbol tells against itself: the file where it is of that symbol alone, else the rows of the symbol, so that one of 500 does not
/// keep the others out.
/// </summary>
/// <param name="symbols">Symbol of each row.</param>
/// <param name="reasons">One a row.</param>
internal sealed class SymbolRefusal(string[] symbols, QualityReason[] reasons)
{
    private readonly List<string> _remarks = [];
    private bool? _alone;

    /// <summary>One line a symbol that was refused.</summary>
    public IReadOnlyList<string> Remarks => _remarks;

    /// <summary>Refuses the rows of one symbol.</summary>
    /// <param name="rows">Its rows.</param>
    /// <param name="why">File, cause, values and remedy in one line.</param>
    /// <exception cref="CsvIngestException">The file holds no other symbol.</exception>
    public void Refuse(int[] rows, string why)
    {
        _alone ??= Array.TrueForAll(symbols, symbol => symbol == symbols[0]);
        if (_alone.Value)
            throw new CsvIngestException(why);
        foreach (int row in rows)
            reasons[row] = QualityReason.OtherBasis;
        _remarks.Add(why);
    }
}
