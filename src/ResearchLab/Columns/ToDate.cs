namespace ResearchLab.Columns;

internal readonly struct ToDate(string column) : IArrowConversion<int, DateOnly>
{
    public DateOnly From(int value) => ArrowTimes.Date(value) ?? throw ArrowTimes.OutOfRange(column, "DATE");
}
