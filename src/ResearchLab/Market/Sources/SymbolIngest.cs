using ResearchLab.Lake;

namespace ResearchLab.Market.Sources;

/// <summary>What became of one symbol.</summary>
/// <param name="Symbol">The symbol.</param>
/// <param name="Results">What was stored, one a dataset; empty when the lake had it all.</param>
/// <param name="Error">One line when it failed; what was stored before stays.</param>
/// <param name="Requests">Requests sent.</param>
/// <param name="Remarks">What a person should know: one line each.</param>
public sealed record SymbolIngest(string Symbol, IReadOnlyList<IngestResult> Results, string? Error, int Requests, IReadOnlyList<string> Remarks)
{
    /// <summary>Good rows.</summary>
    public int Usable => Results.Sum(result => result.Usable);

    /// <summary>Whether the lake had everything already and nothing was asked for.</summary>
    public bool UpToDate => Error is null && Results.Count == 0 && Requests == 0;
}
