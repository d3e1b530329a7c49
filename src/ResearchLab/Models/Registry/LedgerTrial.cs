namespace ResearchLab.Models;

/// <summary>A trial of the ledger.</summary>
/// <param name="Id">Its id in the journal.</param>
/// <param name="Kind">Kind of search.</param>
/// <param name="SpecJson">Its specification as JSON.</param>
/// <param name="SplitId">Split it was measured on; null when it was recorded without.</param>
/// <param name="Sessions">Session of each return; empty when it was recorded without returns.</param>
/// <param name="Returns">Its returns.</param>
/// <param name="RecordedAt">When it was recorded, UTC.</param>
public sealed record LedgerTrial(string Id, string Kind, string SpecJson, string? SplitId, DateOnly[] Sessions, double[] Returns, DateTimeOffset RecordedAt);
