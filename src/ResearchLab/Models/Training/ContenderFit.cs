using ResearchLab.Options;

namespace ResearchLab.Models;

/// <summary>Fits a model of any kind and scores sessions it has not seen.</summary>
/// <param name="fit">What it may learn from.</param>
/// <param name="features">The 84 features of the sessions to score, column after column; nothing else is known of them.</param>
/// <param name="rows">How many those are.</param>
/// <param name="cancellation">Stops it.</param>
/// <returns>
/// Twelve scores a session, row after row, indexed by <see cref="Structure"/>: the eligible structure with the highest is proposed if it is above that of
/// no trade. Negative infinity says nothing for a structure.
/// </returns>
public delegate double[] ContenderFit(ContenderRows fit, double[] features, int rows, CancellationToken cancellation);
