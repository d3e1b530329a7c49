using ResearchLab.DuckDb.Values;

namespace ResearchLab.DuckDb;

/// <summary>
/// A row being appended: one call a column, in the table's order, then <see cref="EndRow"/>. A value of another type than the column's is cast as SQL's
/// CAST does.
/// </summary>
public readonly struct DuckDBAppenderRow
{
    private readonly DuckDBAppender _appender;
    private readonly int _number;

    internal DuckDBAppenderRow(DuckDBAppender appender, int number) => (_appender, _number) = (appender, number);

    /// <summary>Gives the next column NULL.</summary>
    /// <exception cref="DuckDBException">The row has all its columns already.</exception>
    public DuckDBAppenderRow AppendNullValue() => AppendValue((object?)null);

    /// <summary>Gives the next column its default.</summary>
    /// <exception cref="DuckDBException">The row has all its columns already, or the default is not a constant.</exception>
    public DuckDBAppenderRow AppendDefault()
    {
        _appender.AppendDefault(_number);
        return this;
    }

    /// <summary>Gives the next column a value.</summary>
    /// <exception cref="DuckDBException">It does not fit the column, or the row has all its columns already; the row is dropped.</exception>
    /// <exception cref="InvalidOperationException">The row has ended.</exception>
    public DuckDBAppenderRow AppendValue(bool? value) => Append(value.GetValueOrDefault(), value is null, static (row, given) => row.Write(given));

    /// <inheritdoc cref="AppendValue(bool?)"/>
    public DuckDBAppenderRow AppendValue(int? value) => Append(value.GetValueOrDefault(), value is null, static (row, given) => row.Write(given));

    /// <inheritdoc cref="AppendValue(bool?)"/>
    public DuckDBAppenderRow AppendValue(long? value) => Append(value.GetValueOrDefault(), value is null, static (row, given) => row.Write(given));

    /// <inheritdoc cref="AppendValue(bool?)"/>
    public DuckDBAppenderRow AppendValue(double? value) => Append(value.GetValueOrDefault(), value is null, static (row, given) => row.Write(given));

    /// <inheritdoc cref="AppendValue(bool?)"/>
    public DuckDBAppenderRow AppendValue(string? value) => Append(value, value is null, static (row, given) => row.Write(given!));

    /// <inheritdoc cref="AppendValue(bool?)"/>
    public DuckDBAppenderRow AppendValue(DateOnly? value) => Append(value.GetValueOrDefault(), value is null, static (row, given) => row.Write(given));

    /// <inheritdoc cref="AppendValue(bool?)"/>
    public DuckDBAppenderRow AppendValue(DateTime? value) => Append(value.GetValueOrDefault(), value is null, static (row, given) => row.Write(given));

    /// <summary>Gives the next column a value of any type that can be a parameter: decimals, instants, lists, dictionaries and so on.</summary>
    /// <exception cref="NotSupportedException">The type has no counterpart in the engine.</exception>
    /// <exception cref="DuckDBException">It does not fit the column, or the row has all its columns already; the row is dropped.</exception>
    public DuckDBAppenderRow AppendValue(object? value) => Append(value, value is null, static (row, given) => row.WriteObject(given));

    /// <summary>Ends the row.</summary>
    /// <exception cref="DuckDBException">A column has no value; the row is dropped.</exception>
    public void EndRow() => _appender.EndRow(_number);

    // Static lambdas are made once, so a value costs no allocation.
    private DuckDBAppenderRow Append<T>(T value, bool isNull, Action<RowWriter, T> write)
    {
        try
        {
            RowWriter row = _appender.Row(_number);
            if (isNull)
                row.WriteNull();
            else
                write(row, value);
        }
        catch (Exception e) when (e is DuckDBException or ArgumentException)
        {
            _appender.DropRow();
            throw;
        }

        return this;
    }
}
