using System.Collections;
using System.Numerics;
using System.Text;
using ResearchLab.DuckDb.Interop;

namespace ResearchLab.DuckDb.Values;

/// <summary>Writes single .NET values into vectors of any type, nested ones included.</summary>
internal static unsafe partial class ValueWriter
{
    /// <summary>
    /// Writes <paramref name="value"/> at <paramref name="row"/>; false, with the row undefined, when it takes the engine's own cast to turn
    /// it into the column's type, or when it does not fit.
    /// </summary>
    public static bool TryWrite(nint vector, ColumnType type, long row, object? value)
    {
        if (value is null or DBNull)
        {
            SetNull(vector, type, row);
            return true;
        }

        switch (type.Id)
        {
            case DuckDbTypeId.Boolean:
                return value is bool flag && Set(vector, row, (byte)(flag ? 1 : 0));
            case >= DuckDbTypeId.TinyInt and <= DuckDbTypeId.UBigInt or DuckDbTypeId.HugeInt:
                return TryInteger(value, out Int128 integer) && TrySetInteger(vector, type.Id, row, integer);
            case DuckDbTypeId.UHugeInt:
                return value is UInt128 unsigned ? Set(vector, row, unsigned)
                    : value is BigInteger wide ? wide.Sign >= 0 && wide <= UInt128.MaxValue && Set(vector, row, (UInt128)wide)
                    : TryInteger(value, out Int128 signed) && signed >= 0 && Set(vector, row, (UInt128)signed);
            case DuckDbTypeId.Float:
                return TryDouble(value, out double single) && Set(vector, row, (float)single);
            case DuckDbTypeId.Double:
                return TryDouble(value, out double number) && Set(vector, row, number);
            case DuckDbTypeId.Decimal:
                return TryDecimal(value, type, out Int128 mantissa) && TrySetInteger(vector, type.Storage, row, mantissa);
            case DuckDbTypeId.Date:
                return TryDate(value, out DateOnly date) && Set(vector, row, Temporal.FromDate(date));
            case DuckDbTypeId.Time:
                return TryTime(value, out TimeOnly time) && Set(vector, row, Temporal.FromTime(time));
            case DuckDbTypeId.TimeNs:
                return TryTime(value, out TimeOnly fine) && Set(vector, row, fine.Ticks * 100);
            case DuckDbTypeId.TimeTz:
                return value is DateTimeOffset zoned ? Set(vector, row, Temporal.FromTimeTz(zoned))
                    : value is TimeOnly utc && Set(vector, row, Temporal.FromTimeTz(new DateTimeOffset(new DateOnly(1, 1, 2).ToDateTime(utc), TimeSpan.Zero)));
            case DuckDbTypeId.Timestamp or DuckDbTypeId.TimestampS or DuckDbTypeId.TimestampMs or DuckDbTypeId.TimestampNs:
                return (value switch { DateTime v => v, DateOnly v => v.ToDateTime(TimeOnly.MinValue), _ => (DateTime?)null }) is { } moment
                    && Temporal.TryFromDateTime(type.Id, moment, out long stamp) && Set(vector, row, stamp);
            case DuckDbTypeId.TimestampTz:
                return value is DateTimeOffset instant ? Set(vector, row, Temporal.FromDateTimeOffset(instant))
                    : value is DateTime { Kind: DateTimeKind.Utc } zulu && Set(vector, row, Temporal.FromDateTime(zulu));
            case DuckDbTypeId.Interval:
                return value is DuckDBInterval interval ? Set(vector, row, interval) : value is TimeSpan span && Set(vector, row, DuckDBInterval.FromTimeSpan(span));
            case DuckDbTypeId.Uuid:
                return (value is Guid guid || (value is string text && Guid.TryParse(text, out guid))) && Set(vector, row, ValueFactory.ToBits(guid) ^ (UInt128.One << 127));
            case DuckDbTypeId.Varchar:
                return value is string words ? SetText(vector, row, words) : value is char letter && SetText(vector, row, letter.ToString());
            case DuckDbTypeId.Blob:
                return value is byte[] bytes ? SetBytes(vector, row, bytes) : value is ReadOnlyMemory<byte> memory && SetBytes(vector, row, memory.Span);
            case DuckDbTypeId.Bit:
                return value is string bits && TrySetBits(vector, row, bits);
            case DuckDbTypeId.BigNum:
                return TryBig(value, out BigInteger big) && SetBytes(vector, row, Decimals.ToBigNum(big));
            case DuckDbTypeId.Enum:
                int label = Array.IndexOf(type.Labels, value as string ?? (value is Enum ? value.ToString() : null));
                return label >= 0 && TrySetInteger(vector, type.Storage, row, label);
            case DuckDbTypeId.List:
                return value is IEnumerable items and not (string or IDictionary or byte[]) && TryList(vector, type, row, [.. items.Cast<object?>()]);
            case DuckDbTypeId.Array:
                return value is IEnumerable elements and not (string or IDictionary) && TryArray(vector, type, row, [.. elements.Cast<object?>()]);
            case DuckDbTypeId.Map:
                return value is IDictionary map && TryMap(vector, type, row, map);
            case DuckDbTypeId.Struct:
                return Fields(type, value) is { } fields && TryStruct(vector, type, row, fields);
            case DuckDbTypeId.Union:
                return TryUnion(vector, type, row, value);
            default:
                return false;
        }
    }

    /// <summary>NULL, also in all that the value would hold: the engine reads the fields of a struct without looking at the struct.</summary>
    public static void SetNull(nint vector, ColumnType type, long row)
    {
        var validity = (ulong*)DuckDbNative.VectorValidity(vector);
        if (validity == null)
        {
            DuckDbNative.EnsureValidityWritable(vector);
            validity = (ulong*)DuckDbNative.VectorValidity(vector);
        }

        validity[row >> 6] &= ~(1UL << (int)(row & 63));
        switch (type.Id)
        {
            case DuckDbTypeId.Struct:
                for (int i = 0; i < type.Children.Length; i++)
                    SetNull(DuckDbNative.StructVectorChild(vector, (ulong)i), type.Children[i].Type, row);
                break;
            case DuckDbTypeId.Union:
                for (int i = 0; i < type.Children.Length; i++)
                    SetNull(DuckDbNative.StructVectorChild(vector, (ulong)i + 1), type.Children[i].Type, row);
                Set(DuckDbNative.StructVectorChild(vector, 0), row, (byte)0);
                break;
            case DuckDbTypeId.Array:
                nint elements = DuckDbNative.ArrayVectorChild(vector);
                for (int i = 0; i < type.ArrayLength; i++)
                    SetNull(elements, type.Children[0].Type, (row * type.ArrayLength) + i);
                break;
            case DuckDbTypeId.List or DuckDbTypeId.Map:
                Set(vector, row, default(ListEntry));
                break;
            case DuckDbTypeId.Varchar or DuckDbTypeId.Blob or DuckDbTypeId.Bit or DuckDbTypeId.BigNum:
                Set(vector, row, default(StringEntry));
                break;
        }
    }

    /// <summary>Undoes <see cref="SetNull"/>, so that the row can be written again.</summary>
    public static void SetValid(nint vector, ColumnType type, long row)
    {
        var validity = (ulong*)DuckDbNative.VectorValidity(vector);
        if (validity != null)
            validity[row >> 6] |= 1UL << (int)(row & 63);
        int tag = type.Id == DuckDbTypeId.Union ? 1 : 0;
        for (int i = 0; i < type.Children.Length && type.Id is DuckDbTypeId.Struct or DuckDbTypeId.Union; i++)
            SetValid(DuckDbNative.StructVectorChild(vector, (ulong)(i + tag)), type.Children[i].Type, row);
        for (int i = 0; i < type.ArrayLength && type.Id == DuckDbTypeId.Array; i++)
            SetValid(DuckDbNative.ArrayVectorChild(vector), type.Children[0].Type, (row * type.ArrayLength) + i);
    }

    public static bool SetText(nint vector, long row, string text)
    {
        SetText(vector, DuckDbNative.VectorData(vector), row, text);
        return true;
    }

    /// <summary>Text, given where the vector's entries are.</summary>
    public static void SetText(nint vector, nint entries, long row, string text)
    {
        if (text.Length <= StringEntry.InlineBytes)
        {
            StringEntry entry = default;
            if (Ascii.FromUtf16(text, new Span<byte>(entry.Inline, StringEntry.InlineBytes), out entry.Length) == System.Buffers.OperationStatus.Done)
            {
                ((StringEntry*)entries)[row] = entry;
                return;
            }
        }

        int most = Encoding.UTF8.GetMaxByteCount(text.Length);
        Span<byte> bytes = most <= 512 ? stackalloc byte[512] : new byte[most];
        SetBytes(vector, row, bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
    }

    private static bool SetBytes(nint vector, long row, ReadOnlySpan<byte> bytes)
    {
        byte none = 0;
        fixed (byte* start = bytes)
            DuckDbNative.AssignString(vector, (ulong)row, start == null ? &none : start, (ulong)bytes.Length);
        return true;
    }

    private static bool Set<T>(nint vector, long row, T value)
        where T : unmanaged
    {
        ((T*)DuckDbNative.VectorData(vector))[row] = value;
        return true;
    }

    private static bool TrySetInteger(nint vector, DuckDbTypeId type, long row, Int128 value) => type switch
    {
        DuckDbTypeId.TinyInt => value == (sbyte)value && Set(vector, row, (sbyte)value),
        DuckDbTypeId.SmallInt => value == (short)value && Set(vector, row, (short)value),
        DuckDbTypeId.Integer => value == (int)value && Set(vector, row, (int)value),
        DuckDbTypeId.BigInt => value == (long)value && Set(vector, row, (long)value),
        DuckDbTypeId.UTinyInt => value == (byte)value && Set(vector, row, (byte)value),
        DuckDbTypeId.USmallInt => value == (ushort)value && Set(vector, row, (ushort)value),
        DuckDbTypeId.UInteger => value == (uint)value && Set(vector, row, (uint)value),
        DuckDbTypeId.UBigInt => value == (ulong)value && Set(vector, row, (ulong)value),
        _ => Set(vector, row, value),
    };

    /// <summary>A bit string: a byte that counts the padding, then the bits, the padding in front set.</summary>
    private static bool TrySetBits(nint vector, long row, string bits)
    {
        if (bits.Length == 0 || bits.AsSpan().ContainsAnyExcept('0', '1'))
            return false;
        int bytes = (bits.Length + 7) / 8, padding = (bytes * 8) - bits.Length;
        var data = new byte[1 + bytes];
        data[0] = (byte)padding;
        for (int bit = 0; bit < bytes * 8; bit++)
        {
            if (bit < padding || bits[bit - padding] == '1')
                data[1 + (bit >> 3)] |= (byte)(0x80 >> (bit & 7));
        }

        return SetBytes(vector, row, data);
    }

    private static bool TryList(nint vector, ColumnType type, long row, object?[] items)
    {
        ulong offset = DuckDbNative.ListVectorSize(vector);
        if (DuckDbNative.ReserveList(vector, offset + (ulong)items.Length) != DuckDbNative.Success || DuckDbNative.SetListSize(vector, offset + (ulong)items.Length) != DuckDbNative.Success)
            throw new DuckDBException($"Out of Memory Error: no room for a list of {items.Length} elements.");
        nint child = DuckDbNative.ListVectorChild(vector);
        for (int i = 0; i < items.Length; i++)
        {
            if (!TryWrite(child, type.Children[0].Type, (long)offset + i, items[i]))
                return false;
        }

        return Set(vector, row, new ListEntry(offset, (ulong)items.Length));
    }

    private static bool TryArray(nint vector, ColumnType type, long row, object?[] items)
    {
        nint child = DuckDbNative.ArrayVectorChild(vector);
        for (int i = 0; i < items.Length && items.Length == type.ArrayLength; i++)
        {
            if (!TryWrite(child, type.Children[0].Type, (row * type.ArrayLength) + i, items[i]))
                return false;
        }

        return items.Length == type.ArrayLength;
    }

    private static bool TryMap(nint vector, ColumnType type, long row, IDictionary map)
    {
        ulong offset = DuckDbNative.ListVectorSize(vector);
        if (DuckDbNative.ReserveList(vector, offset + (ulong)map.Count) != DuckDbNative.Success || DuckDbNative.SetListSize(vector, offset + (ulong)map.Count) != DuckDbNative.Success)
            throw new DuckDBException($"Out of Memory Error: no room for a map of {map.Count} entries.");
        nint entries = DuckDbNative.ListVectorChild(vector);
        nint keys = DuckDbNative.StructVectorChild(entries, 0), values = DuckDbNative.StructVectorChild(entries, 1);
        long at = (long)offset;
        foreach (DictionaryEntry entry in map)
        {
            if (!TryWrite(keys, type.Children[0].Type, at, entry.Key) || !TryWrite(values, type.Children[1].Type, at, entry.Value))
                return false;
            at++;
        }

        return Set(vector, row, new ListEntry(offset, (ulong)map.Count));
    }

    private static bool TryStruct(nint vector, ColumnType type, long row, object?[] fields)
    {
        for (int i = 0; i < fields.Length; i++)
        {
            if (!TryWrite(DuckDbNative.StructVectorChild(vector, (ulong)i), type.Children[i].Type, row, fields[i]))
                return false;
        }

        return true;
    }

    /// <summary>The member whose own .NET type the value has, else the first that takes it.</summary>
    private static bool TryUnion(nint vector, ColumnType type, long row, object value)
    {
        int own = Array.FindIndex(type.Children, child => child.Type.ClrType == value.GetType());
        foreach (int member in Enumerable.Range(0, type.Children.Length).OrderBy(i => i == own ? -1 : i))
        {
            if (!TryWrite(DuckDbNative.StructVectorChild(vector, (ulong)member + 1), type.Children[member].Type, row, value))
                continue;
            for (int other = 0; other < type.Children.Length; other++)
            {
                if (other != member)
                    SetNull(DuckDbNative.StructVectorChild(vector, (ulong)other + 1), type.Children[other].Type, row);
            }

            return Set(DuckDbNative.StructVectorChild(vector, 0), row, (byte)member);
        }

        return false;
    }
}
