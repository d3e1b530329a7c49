namespace ResearchLab.Features;

/// <summary>The values of the parameters of one call, in the order of the definition.</summary>
public readonly struct IndicatorArguments(double[] values)
{
    private readonly double[] _values = values;

    /// <summary>The parameter at <paramref name="index"/> as a whole number.</summary>
    public int this[int index] => (int)_values[index];

    /// <summary>The parameter at <paramref name="index"/>.</summary>
    public double Number(int index) => _values[index];
}
