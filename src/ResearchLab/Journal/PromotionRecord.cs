namespace ResearchLab.Journal;

/// <summary>One change of the model that decides for a symbol.</summary>
/// <param name="Number">Number of the change, from 1 without a gap: no two have the same.</param>
/// <param name="Symbol">Symbol.</param>
/// <param name="Model">Model that decides from then on; empty for none.</param>
/// <param name="Action"><c>promote</c> or <c>rollback</c>.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="At">When, UTC.</param>
public sealed record PromotionRecord(int Number, string Symbol, string Model, string Action, string Reason, DateTimeOffset At);
