using System.Numerics;
using ResearchLab.DuckDb.Interop;

namespace ResearchLab.DuckDb.Values;

/// <summary>A column's type with its children, copied out of the engine once a result.</summary>
internal sealed class ColumnType
{
    private static readonly System.Buffers.SearchValues<char> PlainLetters = System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_");

    /// <summary>The engine's type number.</summary>
    public required DuckDbTypeId Id { get; init; }

    /// <summary>How SQL writes it: <c>DECIMAL(18,3)</c>, <c>INTEGER[]</c>, <c>JSON</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The type number values are stored as; differs from <see cref="Id"/> for DECIMAL and ENUM.</summary>
    public required DuckDbTypeId Storage { get; init; }

    /// <summary>What <c>GetValue</c> returns.</summary>
    public required Type ClrType { get; init; }

    public byte Width { get; private init; }

    public byte Scale { get; private init; }

    public int ArrayLength { get; private init; }

    public string[] Labels { get; private init; } = [];

    public (string Name, ColumnType Type)[] Children { get; private init; } = [];

    public static ColumnType Of(LogicalTypeHandle handle)
    {
        DuckDbTypeId id = DuckDbNative.GetTypeId(handle);
        string? alias = DuckDbNative.TakeText(DuckDbNative.TypeAlias(handle));
        return id switch
        {
            DuckDbTypeId.Decimal => Decimal(handle),
            DuckDbTypeId.Enum => Enum(handle, alias),
            DuckDbTypeId.List => List(id, Child(DuckDbNative.ListChildType(handle)), 0),
            DuckDbTypeId.Array => List(id, Child(DuckDbNative.ArrayChildType(handle)), (int)DuckDbNative.ArraySize(handle)),
            DuckDbTypeId.Map => Map(Child(DuckDbNative.MapKeyType(handle)), Child(DuckDbNative.MapValueType(handle))),
            DuckDbTypeId.Struct => Struct(handle),
            DuckDbTypeId.Union => Union(handle),
            _ => new ColumnType { Id = id, Name = string.IsNullOrEmpty(alias) ? ScalarName(id) : alias, Storage = id, ClrType = ScalarClrType(id) },
        };
    }

    private static ColumnType Child(LogicalTypeHandle child)
    {
        using (child)
            return Of(child);
    }

    private static ColumnType Decimal(LogicalTypeHandle handle)
    {
        (byte width, byte scale) = (DuckDbNative.DecimalWidth(handle), DuckDbNative.DecimalScale(handle));
        return new ColumnType
        {
            Id = DuckDbTypeId.Decimal,
            Name = $"DECIMAL({width},{scale})",
            Storage = DuckDbNative.DecimalInternalType(handle),
            ClrType = typeof(decimal),
            Width = width,
            Scale = scale,
        };
    }

    private static ColumnType Enum(LogicalTypeHandle handle, string? alias)
    {
        var labels = new string[DuckDbNative.EnumSize(handle)];
        for (int i = 0; i < labels.Length; i++)
            labels[i] = DuckDbNative.TakeText(DuckDbNative.EnumValue(handle, (ulong)i)) ?? "";
        return new ColumnType
        {
            Id = DuckDbTypeId.Enum,
            Name = string.IsNullOrEmpty(alias) ? $"ENUM({string.Join(", ", labels.Select(label => $"'{label.Replace("'", "''", StringComparison.Ordinal)}'"))})" : alias,
            Storage = DuckDbNative.EnumInternalType(handle),
            ClrType = typeof(string),
            Labels = labels,
        };
    }

    private static ColumnType List(DuckDbTypeId id, ColumnType element, int length) => new()
    {
        Id = id,
        Name = id == DuckDbTypeId.List ? $"{element.Name}[]" : $"{element.Name}[{length}]",
        Storage = id,
        ClrType = typeof(List<>).MakeGenericType(element.ClrType),
        ArrayLength = length,
        Children = [("element", element)],
    };

    private static ColumnType Map(ColumnType key, ColumnType value) => new()
    {
        Id = DuckDbTypeId.Map,
        Name = $"MAP({key.Name}, {value.Name})",
        Storage = DuckDbTypeId.Map,
        ClrType = typeof(Dictionary<,>).MakeGenericType(key.ClrType, value.ClrType),
        Children = [("key", key), ("value", value)],
    };

    private static ColumnType Struct(LogicalTypeHandle handle)
    {
        var children = new (string Name, ColumnType Type)[DuckDbNative.StructChildCount(handle)];
        for (int i = 0; i < children.Length; i++)
            children[i] = (DuckDbNative.TakeText(DuckDbNative.StructChildName(handle, (ulong)i)) ?? "", Child(DuckDbNative.StructChildType(handle, (ulong)i)));
        return new ColumnType
        {
            Id = DuckDbTypeId.Struct,
            Name = $"STRUCT({string.Join(", ", children.Select(c => $"{Quoted(c.Name)} {c.Type.Name}"))})",
            Storage = DuckDbTypeId.Struct,
            ClrType = typeof(Dictionary<string, object?>),
            Children = children,
        };
    }

    private static ColumnType Union(LogicalTypeHandle handle)
    {
        var children = new (string Name, ColumnType Type)[DuckDbNative.UnionMemberCount(handle)];
        for (int i = 0; i < children.Length; i++)
            children[i] = (DuckDbNative.TakeText(DuckDbNative.UnionMemberName(handle, (ulong)i)) ?? "", Child(DuckDbNative.UnionMemberType(handle, (ulong)i)));
        return new ColumnType
        {
            Id = DuckDbTypeId.Union,
            Name = $"UNION({string.Join(", ", children.Select(c => $"{Quoted(c.Name)} {c.Type.Name}"))})",
            Storage = DuckDbTypeId.Union,
            ClrType = typeof(object),
            Children = children,
        };
    }

    /// <summary>A field's name, in quotes unless it is a plain lower-case word.</summary>
    private static string Quoted(string name) => name.Length > 0 && !char.IsAsciiDigit(name[0]) && !name.AsSpan().ContainsAnyExcept(PlainLetters)
        ? name
        : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string ScalarName(DuckDbTypeId id) => id switch
    {
        DuckDbTypeId.TimestampS => "TIMESTAMP_S",
        DuckDbTypeId.TimestampMs => "TIMESTAMP_MS",
        DuckDbTypeId.TimestampNs => "TIMESTAMP_NS",
        DuckDbTypeId.TimestampTz => "TIMESTAMP WITH TIME ZONE",
        DuckDbTypeId.TimeTz => "TIME WITH TIME ZONE",
        DuckDbTypeId.TimeNs => "TIME_NS",
        DuckDbTypeId.SqlNull => "NULL",
        _ => id.ToString().ToUpperInvariant(),
    };

    private static Type ScalarClrType(DuckDbTypeId id) => id switch
    {
        DuckDbTypeId.Boolean => typeof(bool),
        DuckDbTypeId.TinyInt => typeof(sbyte),
        DuckDbTypeId.SmallInt => typeof(short),
        DuckDbTypeId.Integer => typeof(int),
        DuckDbTypeId.BigInt => typeof(long),
        DuckDbTypeId.UTinyInt => typeof(byte),
        DuckDbTypeId.USmallInt => typeof(ushort),
        DuckDbTypeId.UInteger => typeof(uint),
        DuckDbTypeId.UBigInt => typeof(ulong),
        DuckDbTypeId.HugeInt or DuckDbTypeId.UHugeInt or DuckDbTypeId.BigNum => typeof(BigInteger),
        DuckDbTypeId.Float => typeof(float),
        DuckDbTypeId.Double => typeof(double),
        DuckDbTypeId.Varchar or DuckDbTypeId.Bit => typeof(string),
        DuckDbTypeId.Blob or DuckDbTypeId.Geometry => typeof(byte[]),
        DuckDbTypeId.Date => typeof(DateOnly),
        DuckDbTypeId.Time or DuckDbTypeId.TimeNs => typeof(TimeOnly),
        DuckDbTypeId.Timestamp or DuckDbTypeId.TimestampS or DuckDbTypeId.TimestampMs or DuckDbTypeId.TimestampNs => typeof(DateTime),
        DuckDbTypeId.TimestampTz or DuckDbTypeId.TimeTz => typeof(DateTimeOffset),
        DuckDbTypeId.Interval => typeof(DuckDBInterval),
        DuckDbTypeId.Uuid => typeof(Guid),
        _ => typeof(object),
    };
}
