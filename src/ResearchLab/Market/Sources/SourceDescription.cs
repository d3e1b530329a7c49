namespace ResearchLab.Market.Sources;

/// <summary>
/// All the lab needs to know of a vendor before it is asked: the command, the help, configuration, gaps and paging follow from it. A source is one file that
/// holds its description and its requests, and one line in <see cref="SourceCatalog.All"/>.
/// </summary>
/// <param name="Name">Name on the command line and in the lake's source column: small letters.</param>
/// <param name="Summary">What it has, as the help of its command says it.</param>
/// <param name="Url">Base address; <c>RESEARCHLAB_NAME_URL</c> sets another.</param>
/// <param name="RequestsPerMinute">Requests a minute it allows; <c>NAME_REQUESTS_PER_MINUTE</c> sets another.</param>
public sealed record SourceDescription(string Name, string Summary, Uri Url, double RequestsPerMinute)
{
    /// <summary>What it has; the first is meant when none is named.</summary>
    public required IReadOnlyList<SourceDataset> Datasets { get; init; }

    /// <summary>Makes the source.</summary>
    public required Func<SourceAccess, IDataSource> Open { get; init; }

    /// <summary>Intervals of its bars; the first is meant when none is named.</summary>
    public IReadOnlyList<string> Intervals { get; init; } = [LakeMarket.Daily];

    /// <summary>First day it can have.</summary>
    public required DateOnly FirstDay { get; init; }

    /// <summary>What a symbol is to it, for the help.</summary>
    public string SymbolHelp { get; init; } = "Symbol as the vendor writes it (repeatable, or with commas)";

    /// <summary>Environment variables its key is read from, the first named by the error when it is missing; none when it takes no key.</summary>
    public IReadOnlyList<string> KeyVariables { get; init; } = [];

    /// <summary>Whether it answers without a key too.</summary>
    public bool KeyIsOptional { get; init; }

    /// <summary>Environment variables of its own, handed to it as text.</summary>
    public IReadOnlyList<string> Variables { get; init; } = [];

    /// <summary>Names of the datasets.</summary>
    public IEnumerable<string> DatasetNames => Datasets.Select(dataset => dataset.Name);
}
