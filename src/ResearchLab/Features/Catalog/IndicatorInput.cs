namespace ResearchLab.Features;

/// <summary>The columns an indicator is computed from.</summary>
/// <param name="Sessions">Dates.</param>
/// <param name="Open">Opens.</param>
/// <param name="High">Highs.</param>
/// <param name="Low">Lows.</param>
/// <param name="Close">Closes.</param>
/// <param name="Volume">Shares traded.</param>
/// <param name="Other">Closes of a second asset at the same dates; empty where none is needed.</param>
public sealed record IndicatorInput(
    DateOnly[] Sessions, double[] Open, double[] High, double[] Low, double[] Close, double[] Volume, double[] Other);
