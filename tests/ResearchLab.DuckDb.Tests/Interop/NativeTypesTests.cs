using System.Runtime.CompilerServices;
using ResearchLab.DuckDb.Interop;

namespace ResearchLab.DuckDb.Tests.Interop;

public sealed class NativeTypesTests
{
    /// <summary>The sizes duckdb.h's structs have with the alignment of 64-bit C compilers.</summary>
    [Fact]
    public void Structs_Sizes_AreThoseOfTheHeader()
    {
        Assert.Equal(48, Unsafe.SizeOf<ResultStruct>());
        Assert.Equal(24, Unsafe.SizeOf<DecimalStruct>());
        Assert.Equal(16, Unsafe.SizeOf<HugeInt>());
        Assert.Equal(16, Unsafe.SizeOf<UHugeInt>());
        Assert.Equal(16, Unsafe.SizeOf<StringEntry>());
        Assert.Equal(16, Unsafe.SizeOf<ListEntry>());
        Assert.Equal(16, Unsafe.SizeOf<DuckDBInterval>());
    }

    [Theory]
    [InlineData("BOOLEAN", 1)]
    [InlineData("TIMESTAMP", 12)]
    [InlineData("VARCHAR", 17)]
    [InlineData("DECIMAL(9,2)", 19)]
    [InlineData("UUID", 27)]
    [InlineData("TIMESTAMPTZ", 31)]
    [InlineData("UHUGEINT", 32)]
    [InlineData("INTEGER[3]", 33)]
    [InlineData("BIGNUM", 35)]
    public void TypeNumber_OfALiteral_IsTheHeaders(string type, int number)
    {
        using DuckDBConnection connection = Db.Open();
        using DuckDBChunkReader chunks = connection.QueryChunks($"SELECT NULL::{type}");

        Assert.Equal(number, (int)chunks.Cursor.Columns[0].Type.Id);
    }
}
