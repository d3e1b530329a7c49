using System.Data.SqlTypes;
using System.Numerics;
using ResearchLab.DuckDb.Interop;

namespace ResearchLab.DuckDb.Values;

/// <summary>Values by a type argument, as objects, and nested values.</summary>
internal sealed partial class VectorReader
{
    /// <summary>The value as <typeparamref name="T"/>; NULL is null, or an exception when <typeparamref name="T"/> has none.</summary>
    public T Get<T>(long row)
    {
        if (IsNull(row))
        {
            return default(T) is null
                ? default!
                : throw new InvalidCastException($"Column '{Name}' is NULL. Test IsDBNull first, or read {typeof(T).Name}?.");
        }

        // Each test is decided when the method is compiled for T, so only one branch remains and nothing is boxed.
        if (typeof(T) == typeof(double))
            return (T)(object)GetDouble(row);
        if (typeof(T) == typeof(int))
            return (T)(object)GetInt32(row);
        if (typeof(T) == typeof(long))
            return (T)(object)GetInt64(row);
        if (typeof(T) == typeof(bool))
            return (T)(object)GetBoolean(row);
        if (typeof(T) == typeof(decimal))
            return (T)(object)GetDecimal(row);
        if (typeof(T) == typeof(DateOnly))
            return (T)(object)GetDateOnly(row);
        if (typeof(T) == typeof(DateTime))
            return (T)(object)GetDateTime(row);
        if (typeof(T) == typeof(DateTimeOffset))
            return (T)(object)GetDateTimeOffset(row);
        if (typeof(T) == typeof(Guid))
            return (T)(object)GetGuid(row);
        if (typeof(T) == typeof(string))
            return (T)(object)GetString(row);
        return (T)ReadAs(Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T), row);
    }

    /// <summary>The value in the column's own .NET type, or <see cref="DBNull"/>.</summary>
    public object GetValue(long row) => IsNull(row) ? DBNull.Value : ReadValue(row);

    /// <summary>The value in the column's own .NET type, or null.</summary>
    public object? GetValueOrNull(long row) => IsNull(row) ? null : ReadValue(row);

    private object ReadValue(long row) => Type.Id switch
    {
        DuckDbTypeId.Boolean => GetBoolean(row),
        DuckDbTypeId.TinyInt => Raw<sbyte>(row),
        DuckDbTypeId.SmallInt => Raw<short>(row),
        DuckDbTypeId.Integer => Raw<int>(row),
        DuckDbTypeId.BigInt => Raw<long>(row),
        DuckDbTypeId.UTinyInt => Raw<byte>(row),
        DuckDbTypeId.USmallInt => Raw<ushort>(row),
        DuckDbTypeId.UInteger => Raw<uint>(row),
        DuckDbTypeId.UBigInt => Raw<ulong>(row),
        DuckDbTypeId.HugeInt or DuckDbTypeId.UHugeInt or DuckDbTypeId.BigNum => GetBigInteger(row),
        DuckDbTypeId.Float => Raw<float>(row),
        DuckDbTypeId.Double => Raw<double>(row),
        DuckDbTypeId.Decimal => GetDecimal(row),
        DuckDbTypeId.Varchar or DuckDbTypeId.Enum or DuckDbTypeId.Bit => GetString(row),
        DuckDbTypeId.Blob or DuckDbTypeId.Geometry => GetBytes(row),
        DuckDbTypeId.Date => GetDateOnly(row),
        DuckDbTypeId.Time or DuckDbTypeId.TimeNs => GetTimeOnly(row),
        DuckDbTypeId.Timestamp or DuckDbTypeId.TimestampS or DuckDbTypeId.TimestampMs or DuckDbTypeId.TimestampNs => GetDateTime(row),
        DuckDbTypeId.TimestampTz or DuckDbTypeId.TimeTz => GetDateTimeOffset(row),
        DuckDbTypeId.Interval => GetInterval(row),
        DuckDbTypeId.Uuid => GetGuid(row),
        DuckDbTypeId.List or DuckDbTypeId.Array => ReadList(row, Type.Children[0].Type.ClrType, asArray: false),
        DuckDbTypeId.Map => ReadMap(row, Type.Children[0].Type.ClrType, Type.Children[1].Type.ClrType),
        DuckDbTypeId.Struct => ReadStruct(row),
        DuckDbTypeId.Union => _children[Raw<byte>(row)].GetValue(row),
        _ => throw new NotSupportedException($"Column '{Name}' is {Type.Name}, which has no .NET counterpart. Cast it to VARCHAR in SQL."),
    };

    private object ReadAs(Type wanted, long row)
    {
        if (wanted == typeof(object))
            return ReadValue(row);
        if (Type.Id is DuckDbTypeId.List or DuckDbTypeId.Array)
        {
            if (wanted.IsArray && wanted.GetArrayRank() == 1)
                return ReadList(row, wanted.GetElementType()!, asArray: true);
            if (wanted.IsGenericType && wanted.IsAssignableFrom(typeof(List<>).MakeGenericType(wanted.GenericTypeArguments[0])))
                return ReadList(row, wanted.GenericTypeArguments[0], asArray: false);
        }

        if (Type.Id == DuckDbTypeId.Map && wanted.IsGenericType && wanted.GenericTypeArguments is [Type key, Type value]
            && wanted.IsAssignableFrom(typeof(Dictionary<,>).MakeGenericType(key, value)))
            return ReadMap(row, key, value);
        if (wanted.IsEnum)
            return IsInteger ? Enum.ToObject(wanted, GetInt64(row)) : Enum.Parse(wanted, GetString(row), ignoreCase: true);
        if (Scalars.TryGetValue(wanted, out Func<VectorReader, long, object>? read))
            return read(this, row);
        object stored = ReadValue(row);
        return wanted.IsInstanceOfType(stored) ? stored : throw CannotRead(wanted.Name);
    }

    private static readonly Dictionary<Type, Func<VectorReader, long, object>> Scalars = new()
    {
        [typeof(bool)] = static (v, row) => v.GetBoolean(row),
        [typeof(sbyte)] = static (v, row) => v.Narrow(row, sbyte.MinValue, sbyte.MaxValue, static x => (sbyte)x),
        [typeof(byte)] = static (v, row) => v.Narrow(row, byte.MinValue, byte.MaxValue, static x => (byte)x),
        [typeof(short)] = static (v, row) => v.Narrow(row, short.MinValue, short.MaxValue, static x => (short)x),
        [typeof(ushort)] = static (v, row) => v.Narrow(row, ushort.MinValue, ushort.MaxValue, static x => (ushort)x),
        [typeof(int)] = static (v, row) => v.GetInt32(row),
        [typeof(uint)] = static (v, row) => v.Narrow(row, uint.MinValue, uint.MaxValue, static x => (uint)x),
        [typeof(long)] = static (v, row) => v.GetInt64(row),
        [typeof(ulong)] = static (v, row) => v.Narrow(row, ulong.MinValue, ulong.MaxValue, static x => (ulong)x),
        [typeof(Int128)] = static (v, row) => v.GetInt128(row),
        [typeof(UInt128)] = static (v, row) => v.GetUInt128(row),
        [typeof(BigInteger)] = static (v, row) => v.GetBigInteger(row),
        [typeof(float)] = static (v, row) => v.Type.Id == DuckDbTypeId.Float ? v.Raw<float>(row) : (float)v.GetDouble(row),
        [typeof(double)] = static (v, row) => v.GetDouble(row),
        [typeof(decimal)] = static (v, row) => v.GetDecimal(row),
        [typeof(SqlDecimal)] = static (v, row) => v.Type.Id == DuckDbTypeId.Decimal ? Decimals.ToSqlDecimal(v.StoredInteger(row), v.Type.Width, v.Type.Scale) : throw v.CannotRead("SqlDecimal"),
        [typeof(DateOnly)] = static (v, row) => v.GetDateOnly(row),
        [typeof(TimeOnly)] = static (v, row) => v.GetTimeOnly(row),
        [typeof(DateTime)] = static (v, row) => v.GetDateTime(row),
        [typeof(DateTimeOffset)] = static (v, row) => v.GetDateTimeOffset(row),
        [typeof(TimeSpan)] = static (v, row) => v.Type.Id == DuckDbTypeId.Time ? v.GetTimeOnly(row).ToTimeSpan() : v.GetInterval(row).ToTimeSpan(),
        [typeof(char)] = static (v, row) => v.GetString(row) is [char only] ? only : throw v.CannotRead("char"),
        [typeof(Stream)] = static (v, row) => new MemoryStream(v.GetBytes(row), writable: false),
    };

    private unsafe object ReadList(long row, Type element, bool asArray)
    {
        (long offset, int length) = Type.Id == DuckDbTypeId.Array
            ? (row * Type.ArrayLength, Type.ArrayLength)
            : ((long)Raw<ListEntry>(row).Offset, checked((int)Raw<ListEntry>(row).Length));
        VectorReader child = _children[0];
        if (!asArray && element == child.Type.ClrType && child.AnyNull(offset, length))
            element = OrNull(element);
        NestedFactory factory = NestedFactory.ForElement(element);
        return asArray ? factory.ToArray(child, offset, length) : factory.ToList(child, offset, length);
    }

    private object ReadMap(long row, Type key, Type value)
    {
        ListEntry entry = Raw<ListEntry>(row);
        (long offset, int length) = ((long)entry.Offset, checked((int)entry.Length));
        if (value == _children[1].Type.ClrType && _children[1].AnyNull(offset, length))
            value = OrNull(value);
        return NestedFactory.ForEntry(key, value).ToDictionary(_children[0], _children[1], offset, length);
    }

    private Dictionary<string, object?> ReadStruct(long row)
    {
        var fields = new Dictionary<string, object?>(_children.Length, StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < _children.Length; i++)
            fields[Type.Children[i].Name] = _children[i].GetValueOrNull(row);
        return fields;
    }

    private bool AnyNull(long offset, int length)
    {
        for (long i = offset; i < offset + length; i++)
        {
            if (IsNull(i))
                return true;
        }

        return false;
    }

    private static Type OrNull(Type type) =>
        type.IsValueType && Nullable.GetUnderlyingType(type) is null ? typeof(Nullable<>).MakeGenericType(type) : type;
}
