using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;
using ResearchLab.DuckDb.Interop;

namespace ResearchLab.DuckDb.Values;

/// <summary>
/// Reads the values of one column out of the chunk it is attached to. The pointers are valid while that chunk is: the owner of the
/// chunk attaches again after fetching the next one and lets nobody read after disposing it.
/// </summary>
internal sealed unsafe partial class VectorReader
{
    private static readonly Encoding Utf8 = Encoding.UTF8;

    private readonly VectorReader[] _children;
    private byte* _data;
    private ulong* _validity;

    public VectorReader(string name, ColumnType type)
    {
        Name = name;
        Type = type;
        _children = Array.ConvertAll(type.Children, child => new VectorReader($"{name}.{child.Name}", child.Type));
    }

    public string Name { get; }

    public ColumnType Type { get; }

    /// <summary>One bit a row, set when it has a value; null when all rows have.</summary>
    public ulong* Validity => _validity;

    public byte* Data => _data;

    public void Attach(nint vector)
    {
        _data = (byte*)DuckDbNative.VectorData(vector);
        _validity = (ulong*)DuckDbNative.VectorValidity(vector);
        switch (Type.Id)
        {
            case DuckDbTypeId.List:
                _children[0].Attach(DuckDbNative.ListVectorChild(vector));
                break;
            case DuckDbTypeId.Array:
                _children[0].Attach(DuckDbNative.ArrayVectorChild(vector));
                break;
            case DuckDbTypeId.Map:
                nint entries = DuckDbNative.ListVectorChild(vector);
                _children[0].Attach(DuckDbNative.StructVectorChild(entries, 0));
                _children[1].Attach(DuckDbNative.StructVectorChild(entries, 1));
                break;
            case DuckDbTypeId.Struct:
                for (int i = 0; i < _children.Length; i++)
                    _children[i].Attach(DuckDbNative.StructVectorChild(vector, (ulong)i));
                break;
            case DuckDbTypeId.Union:
                _data = (byte*)DuckDbNative.VectorData(DuckDbNative.StructVectorChild(vector, 0));
                for (int i = 0; i < _children.Length; i++)
                    _children[i].Attach(DuckDbNative.StructVectorChild(vector, (ulong)i + 1));
                break;
        }
    }

    public void Detach()
    {
        _data = null;
        _validity = null;
    }

    public bool IsNull(long row) => _validity != null && (_validity[row >> 6] & (1UL << (int)(row & 63))) == 0;

    /// <summary>The stored value; only for a <typeparamref name="T"/> of the width the column stores.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Raw<T>(long row)
        where T : unmanaged => Unsafe.ReadUnaligned<T>(_data + (row * sizeof(T)));

    public ReadOnlySpan<byte> Bytes(long row)
    {
        var entry = (StringEntry*)(_data + (row * sizeof(StringEntry)));
        return new ReadOnlySpan<byte>(entry->Length <= StringEntry.InlineBytes ? entry->Inline : entry->Pointer, entry->Length);
    }

    public bool GetBoolean(long row) => Type.Id == DuckDbTypeId.Boolean ? _data[row] != 0 : throw CannotRead("bool");

    public int GetInt32(long row) => Type.Id == DuckDbTypeId.Integer ? Raw<int>(row) : Narrow(row, int.MinValue, int.MaxValue, static v => (int)v);

    public long GetInt64(long row) => Type.Id switch
    {
        DuckDbTypeId.BigInt => Raw<long>(row),
        DuckDbTypeId.Integer => Raw<int>(row),
        _ => Narrow(row, long.MinValue, long.MaxValue, static v => (long)v),
    };

    public double GetDouble(long row) => Type.Id switch
    {
        DuckDbTypeId.Double => Raw<double>(row),
        DuckDbTypeId.Float => Raw<float>(row),
        DuckDbTypeId.Decimal => Decimals.ToDouble(StoredInteger(row), Type.Scale),
        DuckDbTypeId.UHugeInt => (double)Raw<UInt128>(row),
        _ when IsInteger => (double)StoredInteger(row),
        _ => throw CannotRead("double"),
    };

    public decimal GetDecimal(long row) => Type.Id switch
    {
        DuckDbTypeId.Decimal => Decimals.ToDecimal(StoredInteger(row), Type.Scale),
        DuckDbTypeId.Double => (decimal)Raw<double>(row),
        DuckDbTypeId.Float => (decimal)Raw<float>(row),
        _ when IsInteger => Decimals.ToDecimal(StoredInteger(row), 0),
        _ => throw CannotRead("decimal"),
    };

    public string GetString(long row) => Type.Id switch
    {
        DuckDbTypeId.Varchar => Utf8.GetString(Bytes(row)),
        DuckDbTypeId.Enum => Type.Labels[(int)StoredInteger(row)],
        DuckDbTypeId.Bit => BitString(Bytes(row)),
        _ => throw CannotRead("string"),
    };

    public DateOnly GetDateOnly(long row) => Type.Id == DuckDbTypeId.Date ? Temporal.ToDate(Raw<int>(row)) : throw CannotRead("DateOnly");

    public TimeOnly GetTimeOnly(long row) => Type.Id switch
    {
        DuckDbTypeId.Time => Temporal.ToTime(Raw<long>(row)),
        DuckDbTypeId.TimeNs => new TimeOnly(Raw<long>(row) / 100),
        _ => throw CannotRead("TimeOnly"),
    };

    public DateTime GetDateTime(long row) => Type.Id switch
    {
        DuckDbTypeId.Timestamp or DuckDbTypeId.TimestampS or DuckDbTypeId.TimestampMs or DuckDbTypeId.TimestampNs =>
            Temporal.ToDateTime(Type.Id, Raw<long>(row)),
        DuckDbTypeId.TimestampTz => Temporal.ToDateTimeOffset(Raw<long>(row)).UtcDateTime,
        DuckDbTypeId.Date => Temporal.ToDate(Raw<int>(row)).ToDateTime(TimeOnly.MinValue),
        _ => throw CannotRead("DateTime"),
    };

    public DateTimeOffset GetDateTimeOffset(long row) => Type.Id switch
    {
        DuckDbTypeId.TimestampTz => Temporal.ToDateTimeOffset(Raw<long>(row)),
        DuckDbTypeId.TimeTz => Temporal.ToTimeTz(Raw<ulong>(row)),
        _ => throw CannotRead("DateTimeOffset"),
    };

    public DuckDBInterval GetInterval(long row) => Type.Id == DuckDbTypeId.Interval ? Raw<DuckDBInterval>(row) : throw CannotRead("DuckDBInterval");

    public Guid GetGuid(long row)
    {
        if (Type.Id != DuckDbTypeId.Uuid)
            throw CannotRead("Guid");
        // Stored as an integer whose top bit is flipped, so that it sorts as text does.
        UInt128 bits = Raw<UInt128>(row) ^ (UInt128.One << 127);
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, bits);
        return new Guid(bytes, bigEndian: true);
    }

    public byte[] GetBytes(long row) => Type.Id is DuckDbTypeId.Blob or DuckDbTypeId.Geometry ? Bytes(row).ToArray() : throw CannotRead("byte[]");

    public Int128 GetInt128(long row) => Narrow(row, Int128.MinValue, Int128.MaxValue, static v => v);

    public UInt128 GetUInt128(long row) =>
        Type.Id == DuckDbTypeId.UHugeInt ? Raw<UInt128>(row) : Narrow(row, 0, Int128.MaxValue, static v => (UInt128)v);

    public BigInteger GetBigInteger(long row) => Type.Id switch
    {
        DuckDbTypeId.UHugeInt => Raw<UInt128>(row),
        DuckDbTypeId.BigNum => Decimals.FromBigNum(Bytes(row)),
        _ => GetInt128(row),
    };

    private bool IsInteger => Type.Id is (>= DuckDbTypeId.TinyInt and <= DuckDbTypeId.UBigInt) or DuckDbTypeId.HugeInt;

    /// <summary>The stored integer of an integer, DECIMAL or ENUM column.</summary>
    private Int128 StoredInteger(long row) => Type.Storage switch
    {
        DuckDbTypeId.TinyInt => Raw<sbyte>(row),
        DuckDbTypeId.SmallInt => Raw<short>(row),
        DuckDbTypeId.Integer => Raw<int>(row),
        DuckDbTypeId.BigInt => Raw<long>(row),
        DuckDbTypeId.UTinyInt => Raw<byte>(row),
        DuckDbTypeId.USmallInt => Raw<ushort>(row),
        DuckDbTypeId.UInteger => Raw<uint>(row),
        DuckDbTypeId.UBigInt => Raw<ulong>(row),
        DuckDbTypeId.HugeInt => Raw<Int128>(row),
        _ => throw CannotRead("an integer"),
    };

    private T Narrow<T>(long row, Int128 least, Int128 most, Func<Int128, T> cast)
    {
        if (Type.Id == DuckDbTypeId.UHugeInt)
        {
            UInt128 unsigned = Raw<UInt128>(row);
            return unsigned <= (UInt128)most ? cast((Int128)unsigned) : throw DoesNotFit<T>(unsigned);
        }

        if (!IsInteger)
            throw CannotRead(typeof(T).Name);
        Int128 value = StoredInteger(row);
        return value >= least && value <= most ? cast(value) : throw DoesNotFit<T>(value);
    }

    private OverflowException DoesNotFit<T>(object value) =>
        new($"Column '{Name}' ({Type.Name}) holds {value}, which does not fit {typeof(T).Name}. Read a wider type or cast it in SQL.");

    private InvalidCastException CannotRead(string wanted) =>
        new($"Column '{Name}' is {Type.Name}, which cannot be read as {wanted}. Read {Type.ClrType.Name} or cast it in SQL.");

    private static string BitString(ReadOnlySpan<byte> data)
    {
        // The first byte counts the padding bits at the front of the second.
        int padding = data[0];
        var text = new StringBuilder();
        for (int bit = padding; bit < (data.Length - 1) * 8; bit++)
            text.Append((data[1 + (bit >> 3)] & (0x80 >> (bit & 7))) != 0 ? '1' : '0');
        return text.ToString();
    }
}
