using DuckDB.NET.Data;
using ResearchLab.Columns;

namespace ResearchLab.Tests.Columns;

public sealed class QueryExceptionTests : IDisposable
{
    private readonly DuckDBConnection _connection = Db.Open();

    public void Dispose() => _connection.Dispose();

    /// <summary>The mark ⟦ stands before the character the error is about.</summary>
    [Theory]
    [InlineData("⟦SELEC 1")]
    [InlineData("SELECT ⟦nope FROM range(3)")]
    [InlineData("SELECT 1;\nSELECT ⟦nope FROM range(3)")]
    [InlineData("SELECT 1; -- a comment; with a semicolon\n\n  SELECT ';', ⟦nope FROM range(3)")]
    [InlineData("SELECT 'a''b;', $$ ; $$, \"x;y\" FROM (SELECT 1 AS \"x;y\"); /* ; /* nested */ ; */ SELECT ⟦nope FROM range(1); SELECT 3")]
    [InlineData("SELECT 1,\n  'äöü 漢字 🦆' , ⟦nope FROM range(3)")]
    [InlineData("SELECT 1 +\n\t2 FROM ⟦missing_table")]
    [InlineData("SELECT ⟦unknown_function(1)")]
    [InlineData("SELECT 1,\r\n  ⟦nope FROM range(3)")]
    [InlineData("SELECT 1;\r\n\r\nSELECT\r\n  ⟦nope FROM range(3)")]
    [InlineData("SELECT 'abc'⟦::INTEGER FROM range(3)")]
    [InlineData("SELECT ⟦'unterminated")]
    public void Error_AnyText_PointsAtTheCharacter(string marked)
    {
        int at = marked.IndexOf('⟦', StringComparison.Ordinal);
        string sql = marked.Replace("⟦", "", StringComparison.Ordinal);

        var error = Assert.Throws<QueryException>(() => _connection.QueryFrame(sql));

        Assert.Equal(at, error.Position);
        Assert.Equal(sql[..at].Count(c => c == '\n') + 1, error.Line);
        Assert.Equal(at - sql[..at].LastIndexOf('\n'), error.Column);
        Assert.EndsWith($"(line {error.Line}, column {error.Column})", error.Message);
        Assert.DoesNotContain('\n', error.Message);
        Assert.IsType<DuckDBException>(error.InnerException);
        Assert.Equal(error.Message, Assert.Throws<QueryException>(() => _connection.Run(sql)).Message);
    }

    [Fact]
    public void Error_LongLine_PointsIntoTheShortenedExcerpt()
    {
        string sql = $"SELECT {string.Concat(Enumerable.Range(0, 300).Select(i => $"{i},"))}nope,"
            + $"{string.Concat(Enumerable.Range(0, 300).Select(i => $"{i},"))}1 FROM range(1)";

        Assert.Equal(sql.IndexOf("nope", StringComparison.Ordinal), Assert.Throws<QueryException>(() => _connection.QueryFrame(sql)).Position);
    }

    [Theory]
    [InlineData("SELECT $a, $b, $a + ⟦nope FROM range(3)")]
    [InlineData("SELECT 1; SELECT $a,\n $b, $text, ⟦nope FROM range(3)")]
    [InlineData("SELECT ⟦nope($a)")]
    [InlineData("SELECT $a + 'x'⟦::INTEGER FROM range(3)")]
    public void Error_BesideMarkers_PointsIntoTheTextAsWritten(string marked)
    {
        int at = marked.IndexOf('⟦', StringComparison.Ordinal);

        Assert.Equal(at, Assert.Throws<QueryException>(() => _connection.QueryFrame(marked.Replace("⟦", "", StringComparison.Ordinal), ("a", 1.5), ("b", 2L),
            ("text", "x"))).Position);
    }

    [Fact]
    public void Error_WithoutAPlace_HasNone()
    {
        var error = Assert.Throws<QueryException>(() => _connection.QueryFrame("SELECT error('mine') FROM range(2)"));

        Assert.Equal((-1, 0, 0), (error.Position, error.Line, error.Column));
        Assert.Equal("Invalid Input Error: mine", error.Message);
    }
}
