namespace ResearchLab.Daily;

/// <summary>Which picker decided from when on.</summary>
/// <param name="From">Session whose knowledge chose it.</param>
/// <param name="Picker">Name of the picker.</param>
/// <param name="Score">Its mean daily return above the T-bill over the 97.5% expected shortfall; NaN for no trade.</param>
public sealed record PickerChoice(DateOnly From, string Picker, double Score);
