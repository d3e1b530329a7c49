namespace ResearchLab.Columns;

internal readonly struct DecimalToDouble(int scale) : IArrowConversion<Int128, double>
{
    private readonly double _divisor = Math.Pow(10, scale);

    public double From(Int128 value) => (double)value / _divisor;
}
