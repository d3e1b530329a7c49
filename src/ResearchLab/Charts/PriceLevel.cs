namespace ResearchLab.Charts;

/// <summary>A price to mark with a line across a price chart.</summary>
/// <param name="Label">Short text such as <c>sell 450P</c>.</param>
/// <param name="Price">Price in the currency of the underlying.</param>
/// <param name="Color">CSS colour.</param>
/// <param name="Dash">Plotly dash: solid, dot, dash or dashdot.</param>
public readonly record struct PriceLevel(string Label, double Price, string Color, string Dash = "dash");
