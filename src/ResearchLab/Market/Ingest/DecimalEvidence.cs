namespace ResearchLab.Market;

/// <summary>What the separators of one number say of its decimal sign.</summary>
internal enum DecimalEvidence : byte
{
    /// <summary>Nothing: it has none.</summary>
    None,

    /// <summary>It is a point.</summary>
    Point,

    /// <summary>It is a comma.</summary>
    Comma,

    /// <summary>One comma before three digits: a decimal sign or thousands.</summary>
    OneComma,

    /// <summary>One point before three digits: a decimal sign or thousands.</summary>
    OnePoint,
}
