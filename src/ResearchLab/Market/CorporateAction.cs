namespace ResearchLab.Market;

/// <summary>One corporate action.</summary>
/// <param name="Session">Ex-session: the first on which the share trades without it.</param>
/// <param name="Kind">Split or dividend.</param>
/// <param name="Value">Ratio or dollars a share, above 0.</param>
public readonly record struct CorporateAction(DateOnly Session, CorporateActionKind Kind, double Value);
