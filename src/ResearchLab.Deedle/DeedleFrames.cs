using Deedle;
using DuckDB.NET.Data;
using ResearchLab.Columns;
using OwnFrame = ResearchLab.Columns.Frame;

namespace ResearchLab.Deedle;

/// <summary>The lab's frames as frames of Deedle, keyed by session or by another column, and Deedle's back as the lab's.</summary>
/// <remarks>
/// A frame of the lab carries columns of any length through the library; Deedle aligns by key, which researchers want and which costs more.
/// Missing values stay missing both ways.
/// </remarks>
public static class DeedleFrames
{
    /// <summary>A frame of one row a session, keyed by it; the other columns keep their names and types.</summary>
    /// <param name="frame">A frame with a column of dates whose values differ.</param>
    /// <param name="key">Name of that column.</param>
    /// <exception cref="KeyNotFoundException">There is no such column; the message names the nearest.</exception>
    /// <exception cref="ArgumentException">It holds no dates, or a date is missing or occurs twice.</exception>
    public static Frame<DateOnly, string> ToDeedle(this OwnFrame frame, string key = "session") => frame.ToDeedle<DateOnly>(key);

    /// <summary>A frame keyed by any column whose values differ.</summary>
    /// <typeparam name="TKey">Type of the column: <see cref="DateOnly"/>, <see cref="DateTimeOffset"/>, string, long, int or double.</typeparam>
    /// <inheritdoc cref="ToDeedle(OwnFrame, string)"/>
    public static Frame<TKey, string> ToDeedle<TKey>(this OwnFrame frame, string key)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(frame);
        TKey[] keys = DeedleColumns.Keys<TKey>(frame, key);
        if (DeedleColumns.Twice(keys) is { } twice)
            throw new ArgumentException(Invariant($"'{key}' is {twice.Text} twice, in rows {twice.First} and {twice.Second}, ")
                + "and a key of Deedle occurs once. Use ToDeedleWide(values, by) for a column a symbol, or ToDeedleRows().", nameof(key));
        return DeedleColumns.Frame(keys, frame.Where(column => column.Name != key));
    }

    /// <summary>A frame keyed by row number, from 0: for rows that no column tells apart.</summary>
    /// <param name="frame">Any frame.</param>
    public static Frame<int, string> ToDeedleRows(this OwnFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return DeedleColumns.Frame([.. Enumerable.Range(0, frame.Rows)], frame);
    }

    /// <summary>One column of a long frame side by side: a row a session, a column a symbol, missing where a symbol has no such session.</summary>
    /// <param name="frame">A frame with a row for each session and symbol.</param>
    /// <param name="values">Name of the column of numbers that fills the cells.</param>
    /// <param name="by">Name of the column of texts whose values become columns, in order of appearance.</param>
    /// <param name="key">Name of the column of dates.</param>
    /// <exception cref="KeyNotFoundException">There is no such column; the message names the nearest.</exception>
    /// <exception cref="ArgumentException">A column has the wrong type, or a session occurs twice for one symbol.</exception>
    public static Frame<DateOnly, string> ToDeedleWide(this OwnFrame frame, string values, string by = "symbol", string key = "session")
    {
        ArgumentNullException.ThrowIfNull(frame);
        DateOnly[] sessions = DeedleColumns.Keys<DateOnly>(frame, key);
        string[] names = DeedleColumns.Keys<string>(frame, by);
        double[] cells = frame[values].ToDoubles();
        DateOnly[] rows = [.. sessions.Distinct().Order()];
        string[] columns = [.. names.Distinct()];
        Dictionary<DateOnly, int> rowOf = rows.Index().ToDictionary(row => row.Item, row => row.Index);
        var wide = columns.ToDictionary(name => name, _ => (Cells: Filled(rows.Length), Given: new bool[rows.Length]));
        for (int i = 0; i < cells.Length; i++)
        {
            (double[] column, bool[] given) = wide[names[i]];
            int row = rowOf[sessions[i]];
            if (given[row])
                throw new ArgumentException(Invariant($"{names[i]} has {sessions[i]:yyyy-MM-dd} twice. Keep one row of each {key} and {by}."), nameof(frame));
            (column[row], given[row]) = (cells[i], true);
        }

        return DeedleColumns.Frame(rows, columns.Select(name => new Column<double>(name, wide[name].Cells)));

        static double[] Filled(int length)
        {
            var numbers = new double[length];
            Array.Fill(numbers, double.NaN);
            return numbers;
        }
    }

    /// <summary>A frame of Deedle as one of the lab: the keys first, then the columns in their order.</summary>
    /// <param name="frame">Columns of numbers, truths, texts, dates or instants; of other types, their texts.</param>
    /// <param name="key">Name of the column of keys.</param>
    /// <exception cref="ArgumentException">A column has that name too.</exception>
    public static OwnFrame ToFrame<TKey, TColumn>(this Frame<TKey, TColumn> frame, string key = "session")
        where TKey : notnull
        where TColumn : notnull
    {
        ArgumentNullException.ThrowIfNull(frame);
        return new OwnFrame([DeedleColumns.Column(key, frame.RowKeys), .. DeedleColumns.Of(frame)]);
    }

    /// <summary>A series of Deedle as a frame of two columns.</summary>
    /// <param name="series">Numbers, truths, texts, dates or instants.</param>
    /// <param name="name">Name of the column of values.</param>
    /// <param name="key">Name of the column of keys.</param>
    public static OwnFrame ToFrame<TKey, TValue>(this Series<TKey, TValue> series, string name = "value", string key = "session")
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(series);
        return new OwnFrame(
            DeedleColumns.Column(key, series.Keys),
            DeedleColumns.Column(name, typeof(TValue), series.ObservationsAll.Select(pair => pair.Value.HasValue ? (object?)pair.Value.Value : null)));
    }

    /// <summary>The rows of a query, keyed by row number; index them by a column with <c>IndexRows</c>, or use <see cref="QueryDeedle{TKey}"/>.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="sql">One query.</param>
    /// <param name="parameters">Values of <c>$name</c>.</param>
    /// <exception cref="QueryException">The query cannot be run; the message names the place.</exception>
    public static Frame<int, string> QueryDeedle(this DuckDBConnection connection, string sql, params IReadOnlyList<(string Name, object? Value)> parameters) =>
        connection.QueryFrame(sql, parameters).ToDeedleRows();

    /// <summary>The rows of a query, keyed by one of its columns.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="sql">One query.</param>
    /// <param name="key">Name of the column of keys.</param>
    /// <param name="parameters">Values of <c>$name</c>.</param>
    /// <exception cref="QueryException">The query cannot be run; the message names the place.</exception>
    /// <exception cref="ArgumentException">The keys have another type, or one is missing or occurs twice.</exception>
    public static Frame<TKey, string> QueryDeedle<TKey>(this DuckDBConnection connection, string sql, string key,
        params IReadOnlyList<(string Name, object? Value)> parameters)
        where TKey : notnull =>
        connection.QueryFrame(sql, parameters).ToDeedle<TKey>(key);
}
