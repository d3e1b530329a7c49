namespace ResearchLab.Market;

/// <summary>How a column writes its times where a single field cannot tell.</summary>
/// <param name="DayFirst">Whether 02/01/2024 is 2 January.</param>
/// <param name="Digits">What a field of digits alone is.</param>
/// <param name="YearFirst">Whether 24/01/02 is 2 January 2024.</param>
internal readonly record struct CsvStampStyle(bool DayFirst, CsvDigits Digits = CsvDigits.Date, bool YearFirst = false);
