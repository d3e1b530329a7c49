using System.Runtime.InteropServices;

namespace ResearchLab.DuckDb.Interop;

/// <summary>The engine's numbers of its types (enum DUCKDB_TYPE of duckdb.h 1.5).</summary>
internal enum DuckDbTypeId
{
    Invalid = 0,
    Boolean = 1,
    TinyInt = 2,
    SmallInt = 3,
    Integer = 4,
    BigInt = 5,
    UTinyInt = 6,
    USmallInt = 7,
    UInteger = 8,
    UBigInt = 9,
    Float = 10,
    Double = 11,
    Timestamp = 12,
    Date = 13,
    Time = 14,
    Interval = 15,
    HugeInt = 16,
    Varchar = 17,
    Blob = 18,
    Decimal = 19,
    TimestampS = 20,
    TimestampMs = 21,
    TimestampNs = 22,
    Enum = 23,
    List = 24,
    Struct = 25,
    Map = 26,
    Uuid = 27,
    Union = 28,
    Bit = 29,
    TimeTz = 30,
    TimestampTz = 31,
    UHugeInt = 32,
    Array = 33,
    Any = 34,
    BigNum = 35,
    SqlNull = 36,
    StringLiteral = 37,
    IntegerLiteral = 38,
    TimeNs = 39,
    Geometry = 40,
}

/// <summary>What a statement gave back (enum duckdb_result_type).</summary>
internal enum ResultKind
{
    Invalid = 0,
    ChangedRows = 1,
    Nothing = 2,
    Rows = 3,
}

/// <summary>duckdb_result: five deprecated fields and one private pointer.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ResultStruct
{
    public nint Columns;
    public nint Rows;
    public nint Changed;
    public nint ColumnData;
    public nint Error;
    public nint Data;
}

[StructLayout(LayoutKind.Sequential)]
internal readonly record struct HugeInt(ulong Lower, long Upper)
{
    public static explicit operator HugeInt(Int128 value) => new((ulong)value, (long)(value >> 64));
}

[StructLayout(LayoutKind.Sequential)]
internal readonly record struct UHugeInt(ulong Lower, ulong Upper)
{
    public static explicit operator UHugeInt(UInt128 value) => new((ulong)value, (ulong)(value >> 64));
}

/// <summary>duckdb_decimal.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct DecimalStruct(byte Width, byte Scale, HugeInt Value);

/// <summary>duckdb_bignum: the magnitude, most significant byte first.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct BigNumStruct(nint Data, ulong Size, byte IsNegative);

/// <summary>duckdb_list_entry: a list's place in the child vector.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct ListEntry(ulong Offset, ulong Length);

/// <summary>duckdb_string_t: up to 12 bytes in place, more behind a pointer at offset 8.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal unsafe struct StringEntry
{
    public const int InlineBytes = 12;

    [FieldOffset(0)]
    public int Length;

    [FieldOffset(4)]
    public fixed byte Inline[InlineBytes];

    [FieldOffset(8)]
    public byte* Pointer;
}
