namespace ResearchLab.Columns;

internal readonly struct FloatToDouble : IArrowConversion<float, double>
{
    public double From(float value) => value;
}
