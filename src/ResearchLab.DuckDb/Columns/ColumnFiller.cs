using ResearchLab.DuckDb.Interop;

namespace ResearchLab.DuckDb.Values;

/// <summary>Fills one column's array chunk by chunk.</summary>
internal abstract class ColumnFiller(Array values)
{
    public Array Values { get; } = values;

    /// <summary>True where NULL; null while no row was.</summary>
    public bool[]? IsNull { get; private set; }

    /// <summary>Adds <paramref name="count"/> rows of the column's current chunk from row <paramref name="at"/> of the array.</summary>
    public abstract void Add(VectorReader source, int at, int count);

    public static ColumnFiller For(ColumnType type, int rows) => type.Id switch
    {
        DuckDbTypeId.Double => new Copied<double>(rows, double.NaN),
        DuckDbTypeId.Integer => new Copied<int>(rows, 0),
        DuckDbTypeId.BigInt => new Copied<long>(rows, 0),
        DuckDbTypeId.Boolean => new Copied<bool>(rows, false),
        DuckDbTypeId.Interval => new Copied<DuckDBInterval>(rows, default),
        DuckDbTypeId.Float => new Converted<float, double, FloatToDouble>(rows, double.NaN, default),
        DuckDbTypeId.TinyInt => new Converted<sbyte, int, Widen>(rows, 0, default),
        DuckDbTypeId.SmallInt => new Converted<short, int, Widen>(rows, 0, default),
        DuckDbTypeId.UTinyInt => new Converted<byte, int, Widen>(rows, 0, default),
        DuckDbTypeId.USmallInt => new Converted<ushort, int, Widen>(rows, 0, default),
        DuckDbTypeId.UInteger => new Converted<uint, long, Widen>(rows, 0, default),
        DuckDbTypeId.Date => new Converted<int, DateOnly, ToDate>(rows, default, default),
        DuckDbTypeId.Timestamp or DuckDbTypeId.TimestampS or DuckDbTypeId.TimestampMs or DuckDbTypeId.TimestampNs =>
            new Converted<long, DateTime, ToDateTime>(rows, default, new ToDateTime(type.Id)),
        DuckDbTypeId.TimestampTz => new Converted<long, DateTimeOffset, ToInstant>(rows, default, default),
        DuckDbTypeId.Decimal => type.Storage switch
        {
            DuckDbTypeId.SmallInt => new Converted<short, double, Scaled>(rows, double.NaN, new Scaled(type.Scale)),
            DuckDbTypeId.Integer => new Converted<int, double, Scaled>(rows, double.NaN, new Scaled(type.Scale)),
            DuckDbTypeId.BigInt => new Converted<long, double, Scaled>(rows, double.NaN, new Scaled(type.Scale)),
            _ => new Converted<Int128, double, Scaled>(rows, double.NaN, new Scaled(type.Scale)),
        },
        DuckDbTypeId.Varchar => new Text(rows),
        DuckDbTypeId.Enum or DuckDbTypeId.Bit => new ByValue<string?>(rows),
        DuckDbTypeId.UBigInt or DuckDbTypeId.HugeInt or DuckDbTypeId.UHugeInt => new ByValue<long>(rows),
        DuckDbTypeId.Time or DuckDbTypeId.TimeNs => new ByValue<TimeOnly>(rows),
        DuckDbTypeId.Uuid => new ByValue<Guid>(rows),
        DuckDbTypeId.Blob => new ByValue<byte[]?>(rows),
        _ => new ByValue<object?>(rows),
    };

    private bool[] Nulls() => IsNull ??= new bool[Values.Length];

    private interface IConversion<TFrom, TTo>
    {
        TTo Convert(TFrom value);
    }

    /// <summary>Stored as wanted: one copy a chunk.</summary>
    private sealed unsafe class Copied<T>(int rows, T missing) : ColumnFiller(new T[rows])
        where T : unmanaged
    {
        private readonly T _missing = missing;

        public override void Add(VectorReader source, int at, int count)
        {
            Span<T> target = ((T[])Values).AsSpan(at, count);
            new ReadOnlySpan<T>(source.Data, count).CopyTo(target);
            if (source.Validity == null)
                return;
            for (int i = 0; i < count; i++)
            {
                if (!source.IsNull(i))
                    continue;
                Nulls()[at + i] = true;
                target[i] = _missing;
            }
        }
    }

    /// <summary>Converted in a loop that is compiled for the conversion.</summary>
    private sealed unsafe class Converted<TFrom, TTo, TConversion>(int rows, TTo missing, TConversion conversion) : ColumnFiller(new TTo[rows])
        where TFrom : unmanaged
        where TTo : struct
        where TConversion : struct, IConversion<TFrom, TTo>
    {
        private readonly TTo _missing = missing;
        private readonly TConversion _conversion = conversion;

        public override void Add(VectorReader source, int at, int count)
        {
            TConversion convert = _conversion;
            Span<TTo> target = ((TTo[])Values).AsSpan(at, count);
            var stored = new ReadOnlySpan<TFrom>(source.Data, count);
            if (source.Validity == null)
            {
                for (int i = 0; i < target.Length; i++)
                    target[i] = convert.Convert(stored[i]);
                return;
            }

            for (int i = 0; i < target.Length; i++)
            {
                if (source.IsNull(i))
                    (Nulls()[at + i], target[i]) = (true, _missing);
                else
                    target[i] = convert.Convert(stored[i]);
            }
        }
    }

    /// <summary>Read value by value.</summary>
    private sealed class ByValue<T>(int rows) : ColumnFiller(new T[rows])
    {
        public override void Add(VectorReader source, int at, int count)
        {
            var target = (T[])Values;
            for (int i = 0; i < count; i++)
            {
                if (source.IsNull(i))
                    Nulls()[at + i] = true;
                else
                    target[at + i] = source.Get<T>(i);
            }
        }
    }

    /// <summary>Text; equal short texts, such as symbols, mostly share one string.</summary>
    private sealed class Text(int rows) : ColumnFiller(new string?[rows])
    {
        private readonly (UInt128 Bits, string Value)[] _recent = new (UInt128, string)[256];

        public override void Add(VectorReader source, int at, int count)
        {
            var target = (string?[])Values;
            for (int i = 0; i < count; i++)
            {
                if (source.IsNull(i))
                    Nulls()[at + i] = true;
                else
                    target[at + i] = source.Bytes(i).Length <= StringEntry.InlineBytes ? Short(source, i) : source.GetString(i);
            }
        }

        private string Short(VectorReader source, int row)
        {
            UInt128 bits = source.Raw<UInt128>(row);
            ref (UInt128 Bits, string Value) entry = ref _recent[(int)(((ulong)bits ^ (ulong)(bits >> 64)) * 0x9E37_79B9_7F4A_7C15UL >> 56)];
            if (entry.Value is null || entry.Bits != bits)
                entry = (bits, source.GetString(row));
            return entry.Value;
        }
    }

    private readonly struct FloatToDouble : IConversion<float, double>
    {
        public double Convert(float value) => value;
    }

    private readonly struct Widen : IConversion<sbyte, int>, IConversion<short, int>, IConversion<byte, int>, IConversion<ushort, int>, IConversion<uint, long>
    {
        public int Convert(sbyte value) => value;

        public int Convert(short value) => value;

        public int Convert(byte value) => value;

        public int Convert(ushort value) => value;

        public long Convert(uint value) => value;
    }

    private readonly struct ToDate : IConversion<int, DateOnly>
    {
        public DateOnly Convert(int value) => Temporal.ToDate(value);
    }

    private readonly struct ToDateTime(DuckDbTypeId type) : IConversion<long, DateTime>
    {
        public DateTime Convert(long value) => Temporal.ToDateTime(type, value);
    }

    private readonly struct ToInstant : IConversion<long, DateTimeOffset>
    {
        public DateTimeOffset Convert(long value) => Temporal.ToDateTimeOffset(value);
    }

    private readonly struct Scaled(int scale) : IConversion<short, double>, IConversion<int, double>, IConversion<long, double>, IConversion<Int128, double>
    {
        private readonly double _divisor = (double)Decimals.Power(scale);

        public double Convert(short value) => value / _divisor;

        public double Convert(int value) => value / _divisor;

        public double Convert(long value) => value / _divisor;

        public double Convert(Int128 value) => (double)value / _divisor;
    }
}
