namespace ResearchLab.Features;

/// <summary>Computes all columns of an indicator into <paramref name="output"/>, one array a column in the order of the definition.</summary>
public delegate void IndicatorFunction(IndicatorInput input, IndicatorArguments arguments, double[][] output);
