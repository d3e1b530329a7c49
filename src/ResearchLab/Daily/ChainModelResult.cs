using ResearchLab.Market;

namespace ResearchLab.Daily;

/// <summary>One set of constants beside real chains.</summary>
/// <param name="Model">The constants.</param>
/// <param name="Errors">Quote by quote, by period, days and delta.</param>
/// <param name="Structures">The same legs, by period and structure.</param>
public sealed record ChainModelResult(ChainModel Model, IReadOnlyList<ModelErrorBucket> Errors, IReadOnlyList<StructureBias> Structures);
