using ResearchLab.Models;

namespace ResearchLab.Daily;

/// <summary>A picker as it stood at each refresh of a walk.</summary>
/// <param name="Name">Name in tables.</param>
/// <param name="Scores">Out-of-fold scores, twelve a tested session.</param>
/// <param name="Calibrations">What they were worth, one a refresh.</param>
internal sealed record DeskArm(string Name, double[] Scores, ProposalCalibration[] Calibrations);
