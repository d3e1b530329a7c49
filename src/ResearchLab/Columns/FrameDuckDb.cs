using System.Globalization;
using ResearchLab.DuckDb;

namespace ResearchLab.Columns;

/// <summary>Results of DuckDB as frames.</summary>
public static class FrameDuckDb
{
    /// <summary>
    /// The result as a frame; its arrays are used, not copied. A timestamp without zone is taken as UTC; types that a frame does not hold
    /// (times, intervals, lists) become text; a name that repeats gets a number.
    /// </summary>
    public static Frame ToFrame(this DuckDBColumns result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var columns = new List<Column>(result.Count);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (DuckDBColumn column in result)
        {
            string name = column.Name;
            for (int number = 2; !names.Add(name); number++)
                name = $"{column.Name}_{number}";
            columns.Add(ToColumn(name, column));
        }

        return new Frame(columns);
    }

    private static Column ToColumn(string name, DuckDBColumn column)
    {
        bool[]? valid = column.IsNull is { } missing ? Array.ConvertAll(missing, isNull => !isNull) : null;
        return column.Values switch
        {
            double[] values => new Column<double>(name, values, valid),
            long[] values => new Column<long>(name, values, valid),
            int[] values => new Column<int>(name, values, valid),
            bool[] values => new Column<bool>(name, values, valid),
            string[] values => new Column<string>(name, values),
            DateOnly[] values => new Column<DateOnly>(name, values, valid),
            DateTimeOffset[] values => new Column<DateTimeOffset>(name, values, valid),
            DateTime[] values => new Column<DateTimeOffset>(name, Array.ConvertAll(values, value => new DateTimeOffset(DateTime.SpecifyKind(value, DateTimeKind.Utc))), valid),
            Array values => new Column<string>(name, Texts(values, column.IsNull)),
        };
    }

    private static string[] Texts(Array values, bool[]? isNull)
    {
        var texts = new string[values.Length];
        for (int i = 0; i < texts.Length; i++)
            texts[i] = isNull?[i] == true ? null! : Convert.ToString(values.GetValue(i), CultureInfo.InvariantCulture)!;
        return texts;
    }
}
