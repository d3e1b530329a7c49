using ResearchLab.Options;

namespace ResearchLab.Models;

/// <summary>A feature that what is predicted may only rise or only fall with.</summary>
/// <param name="Feature">Name of a feature of the catalogue.</param>
/// <param name="Sign">1: may only rise with it; −1: may only fall.</param>
/// <param name="Of">
/// Structure whose predicted outcome is meant, of the rival design only; null means all of them and every raw score of the picker. A raw
/// score that only rises leaves its probability free, since the other classes rise too.
/// </param>
public sealed record MonotoneConstraint(string Feature, int Sign, Structure? Of = null);
