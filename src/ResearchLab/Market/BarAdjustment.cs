namespace ResearchLab.Market;

/// <summary>How the prices of bars are adjusted.</summary>
public enum BarAdjustment : byte
{
    /// <summary>As traded; splits of the actions dataset are applied when read.</summary>
    Raw,

    /// <summary>By the vendor for splits up to the day of the download; used as they stand.</summary>
    Splits,

    /// <summary>By the vendor for splits and dividends; used as they stand.</summary>
    All,
}
