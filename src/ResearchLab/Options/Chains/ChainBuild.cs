namespace ResearchLab.Options;

/// <summary>A chain and what was found while building it.</summary>
/// <param name="Chain">The chain.</param>
/// <param name="Flags">One entry a row of the chain.</param>
/// <param name="Rejected">Quotes left out, each with the reason.</param>
public sealed record ChainBuild(OptionChain Chain, QuoteFlags[] Flags, IReadOnlyList<(RawQuote Quote, string Reason)> Rejected);
