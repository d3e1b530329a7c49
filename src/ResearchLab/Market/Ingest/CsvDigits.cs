namespace ResearchLab.Market;

/// <summary>What a field of digits alone is.</summary>
internal enum CsvDigits : byte
{
    /// <summary>A date such as 20240131, or with its time 20240131093000.</summary>
    Date,

    /// <summary>Days since 1899-12-30, as spreadsheets count.</summary>
    Spreadsheet,

    /// <summary>Days since 1904-01-01, as some spreadsheets count.</summary>
    Days1904,

    /// <summary>Days since 1960-01-01, as SAS counts.</summary>
    Days1960,

    /// <summary>Days since 1970-01-01.</summary>
    Days1970,

    /// <summary>Days of MATLAB, 719529 on 1970-01-01.</summary>
    DaysMatlab,

    /// <summary>31012024.</summary>
    DayMonthYear,

    /// <summary>01312024.</summary>
    MonthDayYear,

    /// <summary>240131.</summary>
    ShortYearFirst,

    /// <summary>310124.</summary>
    ShortDayFirst,

    /// <summary>013124.</summary>
    ShortMonthFirst,

    /// <summary>2024031, the 31st day of the year.</summary>
    YearDay,

    /// <summary>Seconds since 1970 in UTC.</summary>
    Seconds,

    /// <summary>Thousandths of a second since 1970.</summary>
    Milliseconds,

    /// <summary>Millionths of a second since 1970.</summary>
    Microseconds,

    /// <summary>Billionths of a second since 1970.</summary>
    Nanoseconds,
}
