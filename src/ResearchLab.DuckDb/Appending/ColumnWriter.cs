using System.Numerics;
using System.Text;
using ResearchLab.DuckDb.Interop;

namespace ResearchLab.DuckDb.Values;

/// <summary>Writes part of an array of one element type into vectors of one column type.</summary>
internal abstract class ColumnWriter
{
    public abstract void Write(Array source, bool[]? isNull, int from, int count, VectorTarget target);

    /// <summary>The writer for arrays of <paramref name="element"/>, or null when the column cannot hold them without loss.</summary>
    public static ColumnWriter? For(Type element, ColumnType type)
    {
        Type bare = Nullable.GetUnderlyingType(element) ?? element;
        bool nullable = bare != element;
        return type.Id switch
        {
            DuckDbTypeId.Boolean => bare == typeof(bool) ? Of<bool, bool>(nullable, static v => v) : null,
            DuckDbTypeId.TinyInt => Integer<sbyte>(bare, nullable),
            DuckDbTypeId.SmallInt => Integer<short>(bare, nullable),
            DuckDbTypeId.Integer => Integer<int>(bare, nullable),
            DuckDbTypeId.BigInt => Integer<long>(bare, nullable),
            DuckDbTypeId.UTinyInt => Integer<byte>(bare, nullable),
            DuckDbTypeId.USmallInt => Integer<ushort>(bare, nullable),
            DuckDbTypeId.UInteger => Integer<uint>(bare, nullable),
            DuckDbTypeId.UBigInt => Integer<ulong>(bare, nullable),
            DuckDbTypeId.HugeInt => Integer<Int128>(bare, nullable),
            DuckDbTypeId.UHugeInt => Integer<UInt128>(bare, nullable),
            DuckDbTypeId.Float => bare == typeof(double) ? Of<double, float>(nullable, static v => (float)v) : bare == typeof(float) ? Of<float, float>(nullable, static v => v) : null,
            DuckDbTypeId.Double => bare == typeof(double) ? Of<double, double>(nullable, static v => v)
                : bare == typeof(float) ? Of<float, double>(nullable, static v => v)
                : bare == typeof(decimal) ? Of<decimal, double>(nullable, static v => (double)v)
                : Integer<double>(bare, nullable),
            DuckDbTypeId.Decimal => type.Storage switch
            {
                DuckDbTypeId.SmallInt => Decimal(bare, nullable, type, static v => (short)v),
                DuckDbTypeId.Integer => Decimal(bare, nullable, type, static v => (int)v),
                DuckDbTypeId.BigInt => Decimal(bare, nullable, type, static v => (long)v),
                _ => Decimal(bare, nullable, type, static v => v),
            },
            DuckDbTypeId.Date => bare == typeof(DateOnly) ? Of<DateOnly, int>(nullable, Temporal.FromDate) : null,
            DuckDbTypeId.Time => bare == typeof(TimeOnly) ? Of<TimeOnly, long>(nullable, Temporal.FromTime) : null,
            DuckDbTypeId.Timestamp or DuckDbTypeId.TimestampS or DuckDbTypeId.TimestampMs or DuckDbTypeId.TimestampNs =>
                bare == typeof(DateTime) ? Of<DateTime, long>(nullable, v => Temporal.FromDateTime(type.Id, v)) : null,
            DuckDbTypeId.TimestampTz => bare == typeof(DateTimeOffset) ? Of<DateTimeOffset, long>(nullable, Temporal.FromDateTimeOffset) : null,
            DuckDbTypeId.Interval => bare == typeof(DuckDBInterval) ? Of<DuckDBInterval, DuckDBInterval>(nullable, static v => v)
                : bare == typeof(TimeSpan) ? Of<TimeSpan, DuckDBInterval>(nullable, DuckDBInterval.FromTimeSpan) : null,
            DuckDbTypeId.Uuid => bare == typeof(Guid) ? Of<Guid, UInt128>(nullable, static v => ValueFactory.ToBits(v) ^ (UInt128.One << 127)) : null,
            DuckDbTypeId.Varchar => bare == typeof(string) ? new Text() : null,
            DuckDbTypeId.Blob => bare == typeof(byte[]) ? new Blob() : null,
            DuckDbTypeId.Enum when bare == typeof(string) => type.Storage switch
            {
                DuckDbTypeId.UTinyInt => new Label<byte>(type, static v => (byte)v),
                DuckDbTypeId.USmallInt => new Label<ushort>(type, static v => (ushort)v),
                _ => new Label<uint>(type, static v => (uint)v),
            },
            DuckDbTypeId.TimeNs => bare == typeof(TimeOnly) ? Of<TimeOnly, long>(nullable, static v => v.Ticks * 100) : null,
            DuckDbTypeId.TimeTz => bare == typeof(DateTimeOffset) ? Of<DateTimeOffset, ulong>(nullable, Temporal.FromTimeTz) : null,
            DuckDbTypeId.Bit => bare == typeof(string) ? new ByObject(type) : null,
            DuckDbTypeId.BigNum => bare == typeof(BigInteger) ? new ByObject(type) : null,
            DuckDbTypeId.List or DuckDbTypeId.Array or DuckDbTypeId.Map or DuckDbTypeId.Struct or DuckDbTypeId.Union => new ByObject(type),
            _ => null,
        };
    }

    private static ColumnWriter Of<TFrom, TTo>(bool nullable, Func<TFrom, TTo> convert)
        where TFrom : unmanaged
        where TTo : unmanaged => nullable ? new Nullables<TFrom, TTo>(convert) : typeof(TFrom) == typeof(TTo) ? new Copied<TTo>() : new Converted<TFrom, TTo>(convert);

    /// <summary>Any integer array; values that do not fit are an <see cref="OverflowException"/>.</summary>
    private static ColumnWriter? Integer<TTo>(Type bare, bool nullable)
        where TTo : unmanaged, INumberBase<TTo> => Type.GetTypeCode(bare) switch
        {
            _ when bare.IsEnum => null,
            TypeCode.SByte => Of<sbyte, TTo>(nullable, TTo.CreateChecked),
            TypeCode.Byte => Of<byte, TTo>(nullable, TTo.CreateChecked),
            TypeCode.Int16 => Of<short, TTo>(nullable, TTo.CreateChecked),
            TypeCode.UInt16 => Of<ushort, TTo>(nullable, TTo.CreateChecked),
            TypeCode.Int32 => Of<int, TTo>(nullable, TTo.CreateChecked),
            TypeCode.UInt32 => Of<uint, TTo>(nullable, TTo.CreateChecked),
            TypeCode.Int64 => Of<long, TTo>(nullable, TTo.CreateChecked),
            TypeCode.UInt64 => Of<ulong, TTo>(nullable, TTo.CreateChecked),
            _ when bare == typeof(Int128) => Of<Int128, TTo>(nullable, TTo.CreateChecked),
            _ when bare == typeof(UInt128) => Of<UInt128, TTo>(nullable, TTo.CreateChecked),
            _ => null,
        };

    private static ColumnWriter? Decimal<TTo>(Type bare, bool nullable, ColumnType type, Func<Int128, TTo> narrow)
        where TTo : unmanaged => Type.GetTypeCode(bare) switch
        {
            _ when bare.IsEnum => null,
            TypeCode.Decimal => Of<decimal, TTo>(nullable, v => narrow(Decimals.Rescale(v, type.Width, type.Scale))),
            TypeCode.Double => Of<double, TTo>(nullable, v => narrow(Decimals.Rescale(v, type.Width, type.Scale))),
            TypeCode.Int32 => Of<int, TTo>(nullable, v => narrow(Decimals.Rescale((decimal)v, type.Width, type.Scale))),
            TypeCode.Int64 => Of<long, TTo>(nullable, v => narrow(Decimals.Rescale((decimal)v, type.Width, type.Scale))),
            _ => null,
        };

    private sealed class Copied<T> : ColumnWriter
        where T : unmanaged
    {
        public override void Write(Array source, bool[]? isNull, int from, int count, VectorTarget target)
        {
            ((T[])source).AsSpan(from, count).CopyTo(target.Span<T>(count));
            for (int i = 0; isNull is not null && i < count; i++)
            {
                if (isNull[from + i])
                    target.SetNull(i);
            }
        }
    }

    private sealed class Converted<TFrom, TTo>(Func<TFrom, TTo> convert) : ColumnWriter
        where TTo : unmanaged
    {
        public override void Write(Array source, bool[]? isNull, int from, int count, VectorTarget target)
        {
            ReadOnlySpan<TFrom> values = ((TFrom[])source).AsSpan(from, count);
            Span<TTo> stored = target.Span<TTo>(count);
            for (int i = 0; i < values.Length; i++)
            {
                if (isNull is not null && isNull[from + i])
                    target.SetNull(i);
                else
                    stored[i] = convert(values[i]);
            }
        }
    }

    private sealed class Nullables<TFrom, TTo>(Func<TFrom, TTo> convert) : ColumnWriter
        where TFrom : struct
        where TTo : unmanaged
    {
        public override void Write(Array source, bool[]? isNull, int from, int count, VectorTarget target)
        {
            ReadOnlySpan<TFrom?> values = ((TFrom?[])source).AsSpan(from, count);
            Span<TTo> stored = target.Span<TTo>(count);
            for (int i = 0; i < values.Length; i++)
            {
                if (values[i] is not { } value || (isNull is not null && isNull[from + i]))
                    target.SetNull(i);
                else
                    stored[i] = convert(value);
            }
        }
    }

    private sealed class Text : ColumnWriter
    {
        private byte[] _buffer = new byte[256];

        public override unsafe void Write(Array source, bool[]? isNull, int from, int count, VectorTarget target)
        {
            ReadOnlySpan<string?> values = ((string?[])source).AsSpan(from, count);
            Span<StringEntry> entries = target.Span<StringEntry>(count);
            for (int i = 0; i < values.Length; i++)
            {
                if (values[i] is not { } value || (isNull is not null && isNull[from + i]))
                {
                    entries[i] = default;
                    target.SetNull(i);
                    continue;
                }

                int most = Encoding.UTF8.GetMaxByteCount(value.Length);
                if (_buffer.Length < most)
                    _buffer = new byte[most];
                int bytes = Encoding.UTF8.GetBytes(value, _buffer);
                if (bytes <= StringEntry.InlineBytes)
                {
                    StringEntry entry = default;
                    entry.Length = bytes;
                    _buffer.AsSpan(0, bytes).CopyTo(new Span<byte>(entry.Inline, StringEntry.InlineBytes));
                    entries[i] = entry;
                }
                else
                {
                    fixed (byte* start = _buffer)
                        DuckDbNative.AssignString(target.Vector, (ulong)i, start, (ulong)bytes);
                }
            }
        }
    }

    private sealed class Blob : ColumnWriter
    {
        public override unsafe void Write(Array source, bool[]? isNull, int from, int count, VectorTarget target)
        {
            var values = (byte[]?[])source;
            byte none = 0;
            for (int i = 0; i < count; i++)
            {
                byte[]? value = values[from + i];
                if (value is null || (isNull is not null && isNull[from + i]))
                {
                    target.SetNull(i);
                    continue;
                }

                fixed (byte* start = value)
                    DuckDbNative.AssignString(target.Vector, (ulong)i, start == null ? &none : start, (ulong)value.Length);
            }
        }
    }

    private sealed class Label<TTo>(ColumnType type, Func<int, TTo> narrow) : ColumnWriter
        where TTo : unmanaged
    {
        private readonly Dictionary<string, TTo> _numbers =
            type.Labels.Select((label, i) => (label, i)).ToDictionary(pair => pair.label, pair => narrow(pair.i), StringComparer.Ordinal);

        public override void Write(Array source, bool[]? isNull, int from, int count, VectorTarget target)
        {
            ReadOnlySpan<string?> values = ((string?[])source).AsSpan(from, count);
            Span<TTo> stored = target.Span<TTo>(count);
            for (int i = 0; i < values.Length; i++)
            {
                if (values[i] is not { } label || (isNull is not null && isNull[from + i]))
                    target.SetNull(i);
                else if (!_numbers.TryGetValue(label, out stored[i]))
                    throw new FormatException($"'{label}' is none of the ENUM's labels ({string.Join(", ", type.Labels.Take(20))}).");
            }
        }
    }

    /// <summary>Nested and rare types, value by value.</summary>
    private sealed class ByObject(ColumnType type) : ColumnWriter
    {
        public override void Write(Array source, bool[]? isNull, int from, int count, VectorTarget target)
        {
            for (int i = 0; i < count; i++)
            {
                object? value = isNull is not null && isNull[from + i] ? null : source.GetValue(from + i);
                if (!ValueWriter.TryWrite(target.Vector, type, i, value))
                    throw new FormatException($"row {from + i}: a value of {value!.GetType()} does not fit {type.Name}.");
            }
        }
    }
}
