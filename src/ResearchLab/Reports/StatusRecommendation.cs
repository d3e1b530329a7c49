using ResearchLab.Options;

namespace ResearchLab.Reports;

/// <summary>One recommendation with a link to its report.</summary>
/// <param name="Symbol">Symbol.</param>
/// <param name="Session">Session.</param>
/// <param name="Data">Origin of its data.</param>
/// <param name="Text">Decision in words, such as <c>Recommend: iron condor × 2</c>.</param>
/// <param name="Confidence">Probability of the pick, fraction.</param>
/// <param name="ReportPath">Path of the report on the same host, such as <c>reports/SPY/2024-01-05.html</c>; null without one.</param>
public readonly record struct StatusRecommendation(
    string Symbol, DateOnly Session, ChainOrigin Data, string Text, double Confidence, string? ReportPath);
