namespace ResearchLab.Columns;

/// <summary>Whole numbers wider than 64 bits.</summary>
internal readonly struct ToLong(string column, string type) : IArrowConversion<ulong, long>, IArrowConversion<Int128, long>
{
    public long From(ulong value) => From((Int128)value);

    public long From(Int128 value) => value >= long.MinValue && value <= long.MaxValue ? (long)value
        : throw new OverflowException(Invariant($"Column '{column}' ({type}) holds {value}, which does not fit 64 bits. Cast it to DOUBLE or VARCHAR in SQL."));
}
