namespace ResearchLab.Features;

/// <summary>Directional movement of a session, all in 0 … 100.</summary>
/// <param name="PlusDi">+DI.</param>
/// <param name="MinusDi">−DI.</param>
/// <param name="Dx">Directional index.</param>
/// <param name="Adx">Its smoothed average.</param>
public readonly record struct DmiValues(double PlusDi, double MinusDi, double Dx, double Adx);
