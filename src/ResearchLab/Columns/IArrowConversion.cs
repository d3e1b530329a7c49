namespace ResearchLab.Columns;

/// <summary>A conversion that a loop is compiled for.</summary>
internal interface IArrowConversion<TFrom, TTo>
{
    TTo From(TFrom value);
}
