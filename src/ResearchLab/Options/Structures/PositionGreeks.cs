namespace ResearchLab.Options;

/// <summary>Greeks of a whole position, per structure unit of 100 shares.</summary>
/// <param name="Delta">Dollars per 1-dollar move of the underlying.</param>
/// <param name="Gamma">Change of <paramref name="Delta"/> per 1-dollar move.</param>
/// <param name="Vega">Dollars per volatility point (0.01).</param>
/// <param name="Theta">Dollars per calendar day.</param>
public readonly record struct PositionGreeks(double Delta, double Gamma, double Vega, double Theta);
