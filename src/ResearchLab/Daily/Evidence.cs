namespace ResearchLab.Daily;

/// <summary>What a recommendation was computed from: enough to compute it again to the bit.</summary>
/// <param name="Snapshot">Id of the lake files read.</param>
/// <param name="AsOf">Nothing known later was used.</param>
/// <param name="Seed">Seed of everything random.</param>
/// <param name="Code">Commit and dirty flag of the code.</param>
/// <param name="Model">Id of the model.</param>
/// <param name="FeatureSet">Feature set, such as <c>84-v1</c>.</param>
/// <param name="Chain">Origin and size of the chain, such as <c>modelled from vix and vix3m, 812 quotes</c>.</param>
public sealed record Evidence(
    string Snapshot, DateTimeOffset AsOf, ulong Seed, string Code, string Model, string FeatureSet, string Chain)
{
    /// <summary>Hash of the configuration; with symbol, session and <see cref="Model"/> it names the recommendation.</summary>
    public string Config { get; init; } = "";

    /// <summary>Market series whose newest value is older than the session.</summary>
    public IReadOnlyList<CarriedValue> Carried { get; init; } = [];
}
