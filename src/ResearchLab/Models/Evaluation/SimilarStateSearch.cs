using ResearchLab.Features;
using ResearchLab.Options;

namespace ResearchLab.Models;

/// <summary>Asks what became of a structure at the past sessions whose features are nearest to a session's.</summary>
/// <remarks>
/// Features are centred by median and scaled by the interquartile range of the past sessions, taken anew every 21 sessions, and capped at ±5; the
/// distance is the root mean square over the features that both sessions have, after Gower (1971), Biometrics 27, 857–871.
/// Weights are a Gaussian kernel as wide as the median distance of the neighbours.
/// </remarks>
public static class SimilarStateSearch
{
    /// <summary>Looks up the similar past of one session.</summary>
    /// <param name="features">Features.</param>
    /// <param name="labels">Outcomes of the same symbol.</param>
    /// <param name="row">Row of the session in <paramref name="features"/>. Only outcomes that ended at or before it are used.</param>
    /// <param name="structure">A structure that trades.</param>
    /// <param name="options">How to search; null takes the defaults.</param>
    /// <returns>Count 0 and NaN rates when nothing is known yet.</returns>
    /// <exception cref="ArgumentException">The structure is no trade, or an index is outside its range.</exception>
    public static SimilarStates Find(FeatureMatrix features, OutcomeMatrix labels, int row, Structure structure, SimilarStateOptions? options = null)
    {
        options ??= new SimilarStateOptions();
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, features.Sessions.Length);
        if (options.Neighbours < 1)
            throw new ArgumentOutOfRangeException(nameof(options), options.Neighbours, Invariant($"Neighbours {options.Neighbours} must be at least 1."));
        if (structure == Structure.NoTrade)
            throw new ArgumentException("No trade has no outcomes to look up. Pass one of the eleven structures.", nameof(structure));

        return new SimilarPast(features, row, options).Of(labels, structure);
    }
}
