using System.Globalization;

namespace ResearchLab.Columns;

/// <summary>One named column of a <see cref="Frame"/>: values of one type, each present or missing.</summary>
/// <remarks>The null of a double column is NaN; other types carry a validity mask.</remarks>
public abstract class Column
{
    private protected Column(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
    }

    /// <summary>Name, unique in a frame.</summary>
    public string Name { get; }

    /// <summary>Number of rows.</summary>
    public abstract int Length { get; }

    /// <summary>Type of the values: double, long, int, bool, string, DateOnly or DateTimeOffset.</summary>
    public abstract Type ElementType { get; }

    /// <summary>Whether the value at <paramref name="row"/> is missing.</summary>
    public abstract bool IsNull(int row);

    /// <summary>The value at <paramref name="row"/> as an object; null when missing. For display, not for maths.</summary>
    public abstract object? this[int row] { get; }

    /// <summary>Number of missing values.</summary>
    public int NullCount
    {
        get
        {
            int count = 0;
            for (int row = 0; row < Length; row++)
                count += IsNull(row) ? 1 : 0;
            return count;
        }
    }

    /// <summary>The array itself, for writers that take arrays; not to be changed.</summary>
    internal abstract Array RawValues { get; }

    /// <summary>The same values under another name; nothing is copied.</summary>
    public abstract Column Rename(string name);

    /// <summary>The values at <paramref name="rows"/>, in that order.</summary>
    public abstract Column Take(ReadOnlySpan<int> rows);

    /// <summary>The values at <paramref name="rows"/>, in that order, missing where a row is negative.</summary>
    internal abstract Column TakeOrMissing(ReadOnlySpan<int> rows);

    /// <summary>A number from 0 for each different value, in order of appearance; −1 where missing.</summary>
    internal abstract int[] Codes();

    /// <summary>A column of <paramref name="values"/>, copied.</summary>
    /// <exception cref="ArgumentException">The type is not supported.</exception>
    public static Column<T> Of<T>(string name, ReadOnlySpan<T> values) => new(name, values.ToArray());

    /// <summary>Numbers that order as the values do.</summary>
    /// <exception cref="ArgumentException">The values have no order in time.</exception>
    internal long[] Ordinals() => this switch
    {
        Column<DateOnly> dates => Array.ConvertAll(dates.ToArray(), date => (long)date.DayNumber),
        Column<DateTimeOffset> instants => Array.ConvertAll(instants.ToArray(), instant => instant.UtcTicks),
        Column<long> whole => whole.ToArray(),
        Column<int> whole => Array.ConvertAll(whole.ToArray(), number => (long)number),
        Column<double> numbers => Array.ConvertAll(numbers.ToArray(), number =>
        {
            long bits = BitConverter.DoubleToInt64Bits(number + 0.0);
            return bits < 0 ? bits ^ long.MaxValue : bits;
        }),
        _ => throw Unfit(this, "which has no order in time. Join on dates, instants or numbers."),
    };

    /// <summary>The values of a column of numbers or truths as doubles, missing ones as NaN.</summary>
    /// <exception cref="ArgumentException">The column holds no numbers.</exception>
    public double[] ToDoubles()
    {
        double[] numbers = this switch
        {
            Column<double> values => values.ToArray(),
            Column<long> values => Array.ConvertAll(values.ToArray(), value => (double)value),
            Column<int> values => Array.ConvertAll(values.ToArray(), value => (double)value),
            Column<bool> values => Array.ConvertAll(values.ToArray(), value => value ? 1.0 : 0.0),
            _ => throw Unfit(this, "not numbers. Choose another column, or compute one."),
        };
        for (int row = 0; row < numbers.Length; row++)
            numbers[row] = IsNull(row) ? double.NaN : numbers[row];
        return numbers;
    }

    /// <summary>Order of two rows: ascending, missing values last, text by ordinal.</summary>
    public abstract int Compare(int leftRow, int rightRow);

    /// <summary>The values of this column followed by those of <paramref name="others"/>.</summary>
    /// <exception cref="ArgumentException">A column has another type.</exception>
    public abstract Column Append(IReadOnlyList<Column> others);

    /// <summary>The value at <paramref name="row"/> as it is printed; empty when missing.</summary>
    public string Format(int row) => this[row] switch
    {
        null => "",
        double value => Text(value),
        DateOnly value => value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset value => value.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
        bool value => value ? "true" : "false",
        object value => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    /// <summary>Whether <see cref="Format"/> leaves digits of a number out.</summary>
    public bool IsRounded(int row) => this[row] is double value && double.IsFinite(value) && !(double.TryParse(Text(value),
        NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out double shown) && shown.Equals(value));

    private static ArgumentException Unfit(Column column, string why) => new($"Column '{column.Name}' holds {column.ElementType.Name}, {why}", nameof(column));

    /// <summary>A number as columns print it: up to six decimals, thousands apart, powers of ten where that says nothing.</summary>
    public static string Text(double value)
    {
        double size = Math.Abs(value);
        string format = size is 0 or (>= 1e-4 and < 1e15) ? (size >= 1000 ? "#,0.##" : "0.######") : "0.####e+0";
        return value.ToString(format, CultureInfo.InvariantCulture);
    }
}

/// <summary>A column of <typeparamref name="T"/>.</summary>
/// <typeparam name="T">double, long, int, bool, string, DateOnly or DateTimeOffset.</typeparam>
public sealed class Column<T> : Column
{
    private static readonly Type[] s_types =
        [typeof(double), typeof(long), typeof(int), typeof(bool), typeof(string), typeof(DateOnly), typeof(DateTimeOffset)];

    private readonly T[] _values;
    private readonly bool[]? _valid;

    /// <summary>Wraps <paramref name="values"/> without copying; the caller must not change them afterwards.</summary>
    /// <param name="name">Name of the column.</param>
    /// <param name="values">The values; for a double NaN, for a string null is missing.</param>
    /// <param name="valid">True where a value is present; null when all are.</param>
    /// <exception cref="ArgumentException">The type is not supported or the lengths differ.</exception>
    public Column(string name, T[] values, bool[]? valid = null)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (Array.IndexOf(s_types, typeof(T)) < 0)
            throw new ArgumentException($"Column '{name}' of {typeof(T).Name} is not supported. Use one of {string.Join(", ", s_types.Select(t => t.Name))}.",
                nameof(values));
        if (valid is not null && valid.Length != values.Length)
            throw new ArgumentException($"Column '{name}' has {values.Length} values but {valid.Length} validity flags.", nameof(valid));
        if (valid is not null && values is double[] numbers)
        {
            for (int row = 0; row < numbers.Length; row++)
                numbers[row] = valid[row] ? numbers[row] : double.NaN;
            valid = null;
        }

        _values = values;
        _valid = valid is not null && Array.IndexOf(valid, false) >= 0 ? valid : null;
    }

    /// <inheritdoc/>
    public override int Length => _values.Length;

    /// <inheritdoc/>
    public override Type ElementType => typeof(T);

    /// <summary>All values; where <see cref="Column.IsNull"/> the default of the type (NaN for doubles).</summary>
    public ReadOnlySpan<T> Span => _values;

    internal override Array RawValues => _values;

    /// <inheritdoc/>
    public override object? this[int row] => IsNull(row) ? null : _values[row];

    /// <inheritdoc/>
    public override bool IsNull(int row) =>
        (_valid is not null && !_valid[row]) || _values[row] is null || (_values[row] is double number && double.IsNaN(number));

    /// <summary>A copy of the values.</summary>
    public T[] ToArray() => [.. _values];

    /// <inheritdoc/>
    public override Column Rename(string name) => new Column<T>(name, _values, _valid);

    /// <inheritdoc/>
    public override Column Take(ReadOnlySpan<int> rows)
    {
        var values = new T[rows.Length];
        bool[]? valid = _valid is null ? null : new bool[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            values[i] = _values[rows[i]];
            if (valid is not null)
                valid[i] = _valid![rows[i]];
        }

        return new Column<T>(Name, values, valid);
    }

    /// <inheritdoc/>
    internal override Column TakeOrMissing(ReadOnlySpan<int> rows)
    {
        var values = new T[rows.Length];
        var valid = new bool[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            valid[i] = rows[i] >= 0 && !IsNull(rows[i]);
            values[i] = rows[i] >= 0 ? _values[rows[i]] : default!;
        }

        return new Column<T>(Name, values, valid);
    }

    /// <inheritdoc/>
    internal override int[] Codes()
    {
        var numbers = new Dictionary<Key, int>();
        var codes = new int[_values.Length];
        for (int row = 0; row < codes.Length; row++)
        {
            codes[row] = -1;
            if (IsNull(row))
                continue;
            if (!numbers.TryGetValue(new Key(_values[row]), out codes[row]))
                numbers.Add(new Key(_values[row]), codes[row] = numbers.Count);
        }

        return codes;
    }

    /// <summary>A value as a key; never missing.</summary>
    private readonly record struct Key(T Value);

    /// <inheritdoc/>
    public override int Compare(int leftRow, int rightRow)
    {
        bool leftNull = IsNull(leftRow), rightNull = IsNull(rightRow);
        if (leftNull || rightNull)
            return leftNull.CompareTo(rightNull);
        return _values is string[] text
            ? string.CompareOrdinal(text[leftRow], text[rightRow])
            : Comparer<T>.Default.Compare(_values[leftRow], _values[rightRow]);
    }

    /// <inheritdoc/>
    public override Column Append(IReadOnlyList<Column> others)
    {
        int length = _values.Length + others.Sum(other => other.Length);
        var values = new T[length];
        bool[]? valid = _valid is null && !others.Any(other => other is Column<T> { _valid: not null }) ? null : new bool[length];
        int at = 0;
        foreach (Column other in others.Prepend(this))
        {
            if (other is not Column<T> same)
                throw new ArgumentException(
                    $"Column '{Name}' is {typeof(T).Name} in one frame and {other.ElementType.Name} in another. Convert one before joining.", nameof(others));
            same._values.CopyTo(values, at);
            if (valid is not null && same._valid is null)
                valid.AsSpan(at, same.Length).Fill(true);
            else
                same._valid?.CopyTo(valid!, at);
            at += same.Length;
        }

        return new Column<T>(Name, values, valid);
    }
}
