namespace ResearchLab.Features;

/// <summary>One parameter of an indicator.</summary>
/// <param name="Name">Lower-case name, as typed in <c>name=value</c>.</param>
/// <param name="Default">Value when none is given.</param>
/// <param name="Minimum">Least value allowed.</param>
/// <param name="Maximum">Largest value allowed.</param>
/// <param name="IsWhole">Whether it must be a whole number, such as a window.</param>
/// <param name="Description">What it does.</param>
public sealed record IndicatorParameter(string Name, double Default, double Minimum, double Maximum, bool IsWhole, string Description);
