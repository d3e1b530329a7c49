namespace ResearchLab.Market;

/// <summary>What a CSV file holds.</summary>
public enum CsvKind : byte
{
    /// <summary>Daily bars: date, open, high, low, close; symbol, adj_close and volume when it has them.</summary>
    Bars,

    /// <summary>One series a value column; of a file with open, high, low, close only the close.</summary>
    Series,

    /// <summary>Series of interest rates: kept on every calendar day, stored as fractions a year, so the unit must be said.</summary>
    Rates,

    /// <summary>Option quotes: date, expiry, strike, right, bid, ask; the rest when it has it.</summary>
    Chains,
}
