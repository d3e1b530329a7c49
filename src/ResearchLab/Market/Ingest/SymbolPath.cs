namespace ResearchLab.Market;

/// <summary>Bars of one symbol and the hidden state its options are priced from.</summary>
/// <param name="Bars">Daily bars.</param>
/// <param name="OwnGap">Logarithm of own variance over its level at each close.</param>
/// <param name="Noise">Log noise in the level of its implied volatility at each close.</param>
internal sealed record SymbolPath(BarSeries Bars, double[] OwnGap, double[] Noise);
