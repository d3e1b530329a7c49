namespace ResearchLab.DuckDb;

/// <summary>A row being appended: one call a column, in the table's order, then <see cref="EndRow"/>. The engine casts to the column's type.</summary>
public readonly struct DuckDBAppenderRow
{
    private readonly DuckDBAppender _appender;

    internal DuckDBAppenderRow(DuckDBAppender appender) => _appender = appender;

    /// <summary>Gives the next column NULL.</summary>
    /// <exception cref="DuckDBException">The row has all its columns already.</exception>
    public DuckDBAppenderRow AppendNullValue()
    {
        _appender.AppendNull();
        return this;
    }

    /// <summary>Gives the next column its default.</summary>
    /// <exception cref="DuckDBException">The row has all its columns already.</exception>
    public DuckDBAppenderRow AppendDefault()
    {
        _appender.AppendDefault();
        return this;
    }

    /// <summary>Gives the next column a value.</summary>
    /// <exception cref="DuckDBException">It does not fit the column, or the row has all its columns already.</exception>
    public DuckDBAppenderRow AppendValue(bool? value)
    {
        if (value is { } given)
            _appender.Append(given);
        else
            _appender.AppendNull();
        return this;
    }

    /// <inheritdoc cref="AppendValue(bool?)"/>
    public DuckDBAppenderRow AppendValue(int? value)
    {
        if (value is { } given)
            _appender.Append(given);
        else
            _appender.AppendNull();
        return this;
    }

    /// <inheritdoc cref="AppendValue(bool?)"/>
    public DuckDBAppenderRow AppendValue(long? value)
    {
        if (value is { } given)
            _appender.Append(given);
        else
            _appender.AppendNull();
        return this;
    }

    /// <inheritdoc cref="AppendValue(bool?)"/>
    public DuckDBAppenderRow AppendValue(double? value)
    {
        if (value is { } given)
            _appender.Append(given);
        else
            _appender.AppendNull();
        return this;
    }

    /// <inheritdoc cref="AppendValue(bool?)"/>
    public DuckDBAppenderRow AppendValue(string? value)
    {
        if (value is not null)
            _appender.Append(value.AsSpan());
        else
            _appender.AppendNull();
        return this;
    }

    /// <inheritdoc cref="AppendValue(bool?)"/>
    public DuckDBAppenderRow AppendValue(DateOnly? value)
    {
        if (value is { } given)
            _appender.Append(given);
        else
            _appender.AppendNull();
        return this;
    }

    /// <inheritdoc cref="AppendValue(bool?)"/>
    public DuckDBAppenderRow AppendValue(DateTime? value)
    {
        if (value is { } given)
            _appender.Append(given);
        else
            _appender.AppendNull();
        return this;
    }

    /// <summary>Gives the next column a value of any type that can be a parameter: decimals, instants, lists, dictionaries and so on.</summary>
    /// <exception cref="NotSupportedException">The type has no counterpart in the engine.</exception>
    /// <exception cref="DuckDBException">It does not fit the column, or the row has all its columns already.</exception>
    public DuckDBAppenderRow AppendValue(object? value)
    {
        _appender.AppendObject(value);
        return this;
    }

    /// <summary>Ends the row.</summary>
    /// <exception cref="DuckDBException">A column has no value.</exception>
    public void EndRow() => _appender.EndRow();
}
