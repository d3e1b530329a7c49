namespace ResearchLab.Market;

/// <summary>What separates the whole part of a number from its fraction.</summary>
internal enum DecimalSign : byte
{
    /// <summary>A point, as in 1,234.5.</summary>
    Point,

    /// <summary>A comma, as in 1.234,5.</summary>
    Comma,
}
