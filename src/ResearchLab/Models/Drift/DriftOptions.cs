using ResearchLab.Basics;

namespace ResearchLab.Models;

/// <summary>When drift is worth a look, and when an alarm.</summary>
/// <param name="Window">Recent sessions compared with the training ones, 20 to 1000.</param>
/// <param name="Watch">Population stability index from which a feature is watched.</param>
/// <param name="Alert">Index from which it alarms; above <paramref name="Watch"/>.</param>
/// <param name="Level">Share of comparisons without drift that must stay below the noise bounds, in [0.5, 1).</param>
/// <remarks>
/// 0.1 and 0.25 are the customary bounds of credit scoring: Lewis (1994), "An Introduction to Credit Scoring", Fair Isaac; Siddiqi (2006),
/// "Credit Risk Scorecards", Wiley.
/// </remarks>
public sealed record DriftOptions(int Window = 63, double Watch = 0.1, double Alert = 0.25, double Level = 0.95)
{
    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is outside its range; the message names it.</exception>
    public DriftOptions Validated()
    {
        Require(Window is >= 20 and <= 1000, nameof(Window), Window, "20 to 1000 sessions");
        Require(Watch > 0, nameof(Watch), Watch, "positive");
        Require(Alert > Watch && double.IsFinite(Alert), nameof(Alert), Alert, Invariant($"above watch, which is {Watch}"));
        Require(Level is >= 0.5 and < 1, nameof(Level), Level, "in [0.5, 1)");
        return this;
    }

    private static void Require(bool holds, string name, object value, string range)
    {
        if (!holds)
            throw new ArgumentOutOfRangeException(name, value, $"Drift option {name} is {InvariantText.Of(value)}; it must be {range}.");
    }
}
