using System.Collections.Concurrent;
using System.Numerics;
using ResearchLab.DuckDb.Interop;

namespace ResearchLab.DuckDb.Values;

/// <summary>Engine types by their SQL names, and the names of .NET types.</summary>
internal static class SqlTypes
{
    private static readonly ConcurrentDictionary<string, (LogicalTypeHandle Handle, ColumnType Type)> Known = new(StringComparer.OrdinalIgnoreCase);
    private static readonly Lock Sync = new();

    /// <summary>The type of a name such as <c>DOUBLE</c> or <c>STRUCT(a INTEGER)[]</c>; the handle is kept for all and never disposed.</summary>
    /// <exception cref="DuckDBException">The engine knows no such type.</exception>
    public static (LogicalTypeHandle Handle, ColumnType Type) Parse(string name) => Known.TryGetValue(name, out var known) ? known : Ask(name);

    /// <summary>What SQL calls a .NET type: what the reader gives for it, and lists and dictionaries of those.</summary>
    /// <exception cref="NotSupportedException">It has no counterpart.</exception>
    public static string NameOf(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsArray && type != typeof(byte[]) && type.GetArrayRank() == 1)
            return $"{NameOf(type.GetElementType()!)}[]";
        if (type.IsGenericType && type.GenericTypeArguments is [Type element] && type.IsAssignableFrom(typeof(List<>).MakeGenericType(element)))
            return $"{NameOf(element)}[]";
        if (type.IsGenericType && type.GenericTypeArguments is [Type key, Type value] && value != typeof(object) && type.IsAssignableFrom(typeof(Dictionary<,>).MakeGenericType(key, value)))
            return $"MAP({NameOf(key)}, {NameOf(value)})";
        return Type.GetTypeCode(type) switch
        {
            _ when type.IsEnum => "VARCHAR",
            TypeCode.Boolean => "BOOLEAN",
            TypeCode.SByte => "TINYINT",
            TypeCode.Byte => "UTINYINT",
            TypeCode.Int16 => "SMALLINT",
            TypeCode.UInt16 => "USMALLINT",
            TypeCode.Int32 => "INTEGER",
            TypeCode.UInt32 => "UINTEGER",
            TypeCode.Int64 => "BIGINT",
            TypeCode.UInt64 => "UBIGINT",
            TypeCode.Single => "FLOAT",
            TypeCode.Double => "DOUBLE",
            TypeCode.Decimal => "DECIMAL(38,10)",
            TypeCode.String or TypeCode.Char => "VARCHAR",
            TypeCode.DateTime => "TIMESTAMP",
            _ when type == typeof(Int128) => "HUGEINT",
            _ when type == typeof(UInt128) => "UHUGEINT",
            _ when type == typeof(BigInteger) => "BIGNUM",
            _ when type == typeof(byte[]) => "BLOB",
            _ when type == typeof(DateOnly) => "DATE",
            _ when type == typeof(TimeOnly) => "TIME",
            _ when type == typeof(DateTimeOffset) => "TIMESTAMP WITH TIME ZONE",
            _ when type == typeof(TimeSpan) || type == typeof(DuckDBInterval) => "INTERVAL",
            _ when type == typeof(Guid) => "UUID",
            _ => throw new NotSupportedException($"{type} has no counterpart in SQL. Use a number, text, date, time, Guid, byte[], or a list or dictionary of those."),
        };
    }

    private static (LogicalTypeHandle Handle, ColumnType Type) Ask(string name)
    {
        lock (Sync)
        {
            if (Known.TryGetValue(name, out var known))
                return known;
            using var connection = new DuckDBConnection("Data Source=:memory:;threads=1");
            connection.Open();
            LogicalTypeHandle handle = connection.TypeOf($"SELECT CAST(NULL AS {name})");
            return Known[name] = (handle, ColumnType.Of(handle));
        }
    }
}
