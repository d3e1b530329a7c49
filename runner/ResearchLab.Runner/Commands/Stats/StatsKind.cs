namespace ResearchLab.Runner.Commands;

/// <summary>What the numbers of a column are, as <c>--as COLUMN=KIND</c> says it.</summary>
internal enum StatsKind
{
    /// <summary>Returns as fractions, or values in the unit of the others, whatever they look like.</summary>
    Returns,

    /// <summary>Per cent: 0.5 is half of one.</summary>
    Percent,

    /// <summary>Basis points: 50 is half a per cent.</summary>
    BasisPoints,

    /// <summary>Logarithms of growth.</summary>
    Log,

    /// <summary>Prices or values.</summary>
    Levels,

    /// <summary>Growth factors: 1.001 for a tenth of a per cent.</summary>
    Gross,

    /// <summary>The return since the first row.</summary>
    Cumulative,

    /// <summary>The return since the year began.</summary>
    YearToDate,

    /// <summary>Losses of positive sign.</summary>
    Losses,
}
