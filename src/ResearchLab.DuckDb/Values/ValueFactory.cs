using System.Collections;
using System.Data.SqlTypes;
using System.Numerics;
using System.Text;
using ResearchLab.DuckDb.Interop;

namespace ResearchLab.DuckDb.Values;

/// <summary>Makes engine values from .NET ones, for parameters and appended rows.</summary>
internal static class ValueFactory
{
    /// <exception cref="NotSupportedException">The type of <paramref name="value"/> has no counterpart in the engine.</exception>
    public static ValueHandle Create(object? value) => value switch
    {
        null or DBNull or SqlDecimal { IsNull: true } => DuckDbNative.CreateNull(),
        bool v => DuckDbNative.CreateBool(v),
        sbyte v => DuckDbNative.CreateInt8(v),
        byte v => DuckDbNative.CreateUInt8(v),
        short v => DuckDbNative.CreateInt16(v),
        ushort v => DuckDbNative.CreateUInt16(v),
        int v => DuckDbNative.CreateInt32(v),
        uint v => DuckDbNative.CreateUInt32(v),
        long v => DuckDbNative.CreateInt64(v),
        ulong v => DuckDbNative.CreateUInt64(v),
        Int128 v => DuckDbNative.CreateHugeInt((HugeInt)v),
        UInt128 v => DuckDbNative.CreateUHugeInt((UHugeInt)v),
        BigInteger v => Big(v),
        float v => DuckDbNative.CreateFloat(v),
        double v => DuckDbNative.CreateDouble(v),
        decimal v => DuckDbNative.CreateDecimal(Decimals.FromDecimal(v)),
        SqlDecimal v => DuckDbNative.CreateDecimal(Decimals.FromSqlDecimal(v)),
        string v => Text(v),
        char v => Text(v.ToString()),
        DateOnly v => DuckDbNative.CreateDate(Temporal.FromDate(v)),
        TimeOnly v => DuckDbNative.CreateTime(Temporal.FromTime(v)),
        DateTime v => DuckDbNative.CreateTimestamp(Temporal.FromDateTime(v)),
        DateTimeOffset v => DuckDbNative.CreateTimestampTz(Temporal.FromDateTimeOffset(v)),
        TimeSpan v => DuckDbNative.CreateInterval(DuckDBInterval.FromTimeSpan(v)),
        DuckDBInterval v => DuckDbNative.CreateInterval(v),
        Guid v => DuckDbNative.CreateUuid((UHugeInt)ToBits(v)),
        byte[] v => Blob(v),
        ReadOnlyMemory<byte> v => Blob(v.Span),
        Enum v => Create(Convert.ChangeType(v, Enum.GetUnderlyingType(v.GetType()))),
        IDictionary<string, object?> v => Struct(v),
        IDictionary v => Map(v),
        IEnumerable v => List(v),
        _ => throw new NotSupportedException($"A value of type {value.GetType()} cannot be sent to the engine. Convert it to a number, text, date, list or dictionary first."),
    };

    /// <summary>A UUID's 128 bits in the order of its text.</summary>
    public static UInt128 ToBits(Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    private static ValueHandle Big(BigInteger value)
    {
        if (value >= (BigInteger)Int128.MinValue && value <= (BigInteger)Int128.MaxValue)
            return DuckDbNative.CreateHugeInt((HugeInt)(Int128)value);
        return value.Sign > 0 && value <= (BigInteger)UInt128.MaxValue ? DuckDbNative.CreateUHugeInt((UHugeInt)(UInt128)value) : BigNum(value);
    }

    private static unsafe ValueHandle BigNum(BigInteger value)
    {
        byte[] magnitude = BigInteger.Abs(value).ToByteArray(isUnsigned: true, isBigEndian: true);
        fixed (byte* start = magnitude)
            return DuckDbNative.CreateBigNum(new BigNumStruct((nint)start, (ulong)magnitude.Length, value.Sign < 0 ? (byte)1 : (byte)0));
    }

    private static unsafe ValueHandle Text(string value)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(value);
        fixed (byte* start = bytes)
        {
            byte none = 0;
            return DuckDbNative.CreateVarchar(bytes.Length == 0 ? &none : start, (ulong)bytes.Length);
        }
    }

    private static unsafe ValueHandle Blob(ReadOnlySpan<byte> value)
    {
        fixed (byte* start = value)
        {
            byte none = 0;
            return DuckDbNative.CreateBlob(value.IsEmpty ? &none : start, (ulong)value.Length);
        }
    }

    private static ValueHandle List(IEnumerable items)
    {
        using var values = new ValueArray(items);
        using LogicalTypeHandle? declared = DeclaredElementType(items.GetType());
        return DuckDbNative.CreateList(values.CommonType(declared), values.Pointers, (ulong)values.Count);
    }

    private static ValueHandle Struct(IDictionary<string, object?> fields)
    {
        using var values = new ValueArray(fields.Values);
        using LogicalTypeHandle type = DuckDbNative.CreateStructType(values.Types(), [.. fields.Keys], (ulong)values.Count);
        return DuckDbNative.CreateStruct(type, values.Pointers);
    }

    private static ValueHandle Map(IDictionary map)
    {
        using var keys = new ValueArray(map.Keys);
        using var values = new ValueArray(map.Values);
        Type[] declared = map.GetType().GetInterfaces().FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IDictionary<,>))?.GenericTypeArguments ?? [];
        using LogicalTypeHandle? keyType = declared is [Type key, _] ? Scalar(key) : null;
        using LogicalTypeHandle? valueType = declared is [_, Type value] ? Scalar(value) : null;
        using LogicalTypeHandle type = DuckDbNative.CreateMapType(keys.CommonType(keyType), values.CommonType(valueType));
        return DuckDbNative.CreateMap(type, keys.Pointers, values.Pointers, (ulong)keys.Count);
    }

    private static LogicalTypeHandle? DeclaredElementType(Type sequence)
    {
        Type? element = sequence.IsArray
            ? sequence.GetElementType()
            : sequence.GetInterfaces().Append(sequence).FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GenericTypeArguments[0];
        return element is null ? null : Scalar(element);
    }

    /// <summary>The engine's type of a declared element type, so that empty lists and lists of nulls have one; null when it takes a value to know.</summary>
    private static LogicalTypeHandle? Scalar(Type type)
    {
        DuckDbTypeId id = Type.GetTypeCode(Nullable.GetUnderlyingType(type) ?? type) switch
        {
            _ when type.IsEnum => DuckDbTypeId.Invalid,
            TypeCode.Boolean => DuckDbTypeId.Boolean,
            TypeCode.SByte => DuckDbTypeId.TinyInt,
            TypeCode.Byte => DuckDbTypeId.UTinyInt,
            TypeCode.Int16 => DuckDbTypeId.SmallInt,
            TypeCode.UInt16 => DuckDbTypeId.USmallInt,
            TypeCode.Int32 => DuckDbTypeId.Integer,
            TypeCode.UInt32 => DuckDbTypeId.UInteger,
            TypeCode.Int64 => DuckDbTypeId.BigInt,
            TypeCode.UInt64 => DuckDbTypeId.UBigInt,
            TypeCode.Single => DuckDbTypeId.Float,
            TypeCode.Double => DuckDbTypeId.Double,
            TypeCode.String or TypeCode.Char => DuckDbTypeId.Varchar,
            TypeCode.DateTime => DuckDbTypeId.Timestamp,
            _ when type == typeof(DateOnly) || type == typeof(DateOnly?) => DuckDbTypeId.Date,
            _ when type == typeof(DateTimeOffset) || type == typeof(DateTimeOffset?) => DuckDbTypeId.TimestampTz,
            _ when type == typeof(Guid) || type == typeof(Guid?) => DuckDbTypeId.Uuid,
            _ => DuckDbTypeId.Invalid,
        };
        return id == DuckDbTypeId.Invalid ? null : DuckDbNative.CreateLogicalType(id);
    }
}

/// <summary>The values of a list, struct or map while it is being made.</summary>
internal sealed class ValueArray : IDisposable
{
    private readonly List<ValueHandle> _values = [];
    private LogicalTypeHandle? _widest;

    public ValueArray(IEnumerable items)
    {
        try
        {
            foreach (object? item in items)
                _values.Add(ValueFactory.Create(item));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public int Count => _values.Count;

    /// <summary>The values; valid until this is disposed.</summary>
    public nint[] Pointers => [.. _values.Select(value => value.DangerousGetHandle())];

    /// <summary>Each value's own type, borrowed from it.</summary>
    public nint[] Types() => [.. _values.Select(DuckDbNative.ValueType)];

    /// <summary>One type for all values: the declared one, else that of the first value that is not null; decimals get the largest scale.</summary>
    public nint CommonType(LogicalTypeHandle? declared)
    {
        if (declared is not null)
            return declared.DangerousGetHandle();
        ColumnType[] types = [.. _values.Select(TypeOf)];
        ColumnType[] decimals = [.. types.Where(type => type.Id == DuckDbTypeId.Decimal)];
        if (decimals.Length > 0)
            return (_widest = DuckDbNative.CreateDecimalType(Decimals.MaxWidth, decimals.Max(type => type.Scale))).DangerousGetHandle();
        int first = Array.FindIndex(types, type => type.Id is not (DuckDbTypeId.SqlNull or DuckDbTypeId.Invalid));
        if (first >= 0)
            return DuckDbNative.ValueType(_values[first]);
        return (_widest = DuckDbNative.CreateLogicalType(DuckDbTypeId.SqlNull)).DangerousGetHandle();
    }

    public void Dispose()
    {
        _widest?.Dispose();
        foreach (ValueHandle value in _values)
            value.Dispose();
    }

    private static ColumnType TypeOf(ValueHandle value)
    {
        var borrowed = new LogicalTypeHandle();
        System.Runtime.InteropServices.Marshal.InitHandle(borrowed, DuckDbNative.ValueType(value));
        try
        {
            return ColumnType.Of(borrowed);
        }
        finally
        {
            borrowed.SetHandleAsInvalid();
            GC.SuppressFinalize(borrowed);
        }
    }
}
