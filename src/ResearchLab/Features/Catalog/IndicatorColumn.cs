namespace ResearchLab.Features;

/// <summary>One column an indicator computes.</summary>
/// <param name="Name">Column name.</param>
/// <param name="Unit">Unit of its values.</param>
/// <param name="WarmUp">Rows before the first value on complete data.</param>
/// <param name="WarmUpFormula">The same as text, in the names of the parameters.</param>
/// <param name="IsSparse">Whether later values may be missing by meaning, such as a stop that exists on one side only; then the warm-up is a lower
/// bound.</param>
public sealed record IndicatorColumn(string Name, IndicatorUnit Unit, Func<IndicatorArguments, int> WarmUp, string WarmUpFormula, bool IsSparse = false);
