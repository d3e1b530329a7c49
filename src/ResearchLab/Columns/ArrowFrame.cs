using System.Text.RegularExpressions;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace ResearchLab.Columns;

/// <summary>Arrow batches as a frame: every column is copied once, into an array of its final length.</summary>
internal static class ArrowFrame
{
    private static readonly Regex s_garbled = new("\\bTIME WITH TIME ZONE\\b|\\bBIT\\b|\\bBIGNUM\\b", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <summary>
    /// The frame of some batches. Whole numbers up to 32 bits become int, longer ones long, FLOAT and DECIMAL double, timestamps instants (one without
    /// zone is taken as UTC), and what a frame does not hold (times, intervals, lists, bytes) text as SQL shows it; a name that repeats gets a number.
    /// </summary>
    /// <param name="schema">Columns of the batches.</param>
    /// <param name="batches">The rows.</param>
    /// <param name="types">The types as SQL writes them, see <see cref="ArrowTypes"/>.</param>
    /// <exception cref="OverflowException">A value does not fit its column; the message names the remedy.</exception>
    /// <exception cref="NotSupportedException">Arrow has no such type; the message names the remedy.</exception>
    public static Frame Of(Schema schema, IReadOnlyList<RecordBatch> batches, string[]? types)
    {
        int rows = batches.Sum(batch => batch.Length);
        var columns = new List<Column>(schema.FieldsList.Count);
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < schema.FieldsList.Count; i++)
        {
            Field field = schema.FieldsList[i];
            string name = field.Name;
            for (int number = 2; !names.Add(name); number++)
                name = Invariant($"{field.Name}_{number}");
            ArrowFiller filler = Filler(name, field.DataType, types?[i] ?? "", rows);
            int at = 0;
            foreach (RecordBatch batch in batches)
            {
                filler.Add(batch.Column(i), at);
                at += batch.Length;
            }

            columns.Add(filler.ToColumn(name));
        }

        return new Frame(columns);
    }

    private static ArrowFiller Filler(string name, IArrowType type, string sqlType, int rows) => type switch
    {
        DoubleType => new CopyFiller<double>(rows),
        Int32Type => new CopyFiller<int>(rows),
        Int64Type => new CopyFiller<long>(rows),
        BooleanType => new BooleanFiller(rows),
        StringType => new TextFiller(rows),
        Date32Type => new ConvertFiller<int, DateOnly, ToDate>(rows, new ToDate(name)),
        TimestampType timestamp => new ConvertFiller<long, DateTimeOffset, ToInstant>(rows, new ToInstant(name, timestamp.Unit)),
        FloatType => new ConvertFiller<float, double, FloatToDouble>(rows, default),
        Int8Type => new ConvertFiller<sbyte, int, Widen>(rows, default),
        Int16Type => new ConvertFiller<short, int, Widen>(rows, default),
        UInt8Type => new ConvertFiller<byte, int, Widen>(rows, default),
        UInt16Type => new ConvertFiller<ushort, int, Widen>(rows, default),
        UInt32Type => new ConvertFiller<uint, long, Widen>(rows, default),
        UInt64Type => new ConvertFiller<ulong, long, ToLong>(rows, new ToLong(name, "UBIGINT")),
        Decimal128Type { Precision: 38, Scale: 0 } when !sqlType.StartsWith("DECIMAL", StringComparison.Ordinal) =>
            new ConvertFiller<Int128, long, ToLong>(rows, new ToLong(name, sqlType.Length > 0 ? sqlType : "HUGEINT")),
        Decimal128Type number => new ConvertFiller<Int128, double, DecimalToDouble>(rows, new DecimalToDouble(number.Scale)),
        _ when s_garbled.IsMatch(sqlType) =>
            throw new NotSupportedException($"Column '{name}' is {sqlType}, which arrives as something else. Cast it to VARCHAR in SQL."),
        _ => new ValueTextFiller(rows),
    };
}
