using System.Globalization;

namespace ResearchLab.Options;

/// <summary>
/// The eligible set of a session: the structures that may be proposed at all, by what is known before any model and of no account. A structure is
/// eligible when the rules found strikes for it, each leg liquid, and its risk-neutral probability of a profit reaches a bound.
/// Labels, training, evaluation and the daily run ask here.
/// </summary>
public static class Eligibility
{
    /// <summary>Least risk-neutral probability of a profit.</summary>
    public const double MinWinProbability = 0.55;

    /// <summary>Whether a win probability is enough; NaN, of a structure without strikes, is not.</summary>
    public static bool Admits(double winProbability, double bound) => winProbability >= bound;

    /// <summary>Why a structure is not eligible, in words; null when it is.</summary>
    /// <param name="choice">What the rules found.</param>
    /// <param name="bound">Least risk-neutral probability of a profit.</param>
    public static string? WhyNot(StructureChoice choice, double bound)
    {
        if (choice.Position is not { } position)
            return choice.NotTradable ?? "not tradable";
        return Admits(position.WinProbability, bound)
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"risk-neutral win probability {100 * position.WinProbability:0.0}%, at least {100 * bound:0.#}%");
    }

    /// <summary>Text for the spec of labels.</summary>
    public static string Spec(double bound) => string.Create(CultureInfo.InvariantCulture, $"eligible from win probability {bound:R}");
}
