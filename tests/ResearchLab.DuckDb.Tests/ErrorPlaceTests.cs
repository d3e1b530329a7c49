namespace ResearchLab.DuckDb.Tests;

public sealed class ErrorPlaceTests
{
    private static readonly DuckDBConnection Database = Db.Open();

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
        using DuckDBConnection connection = Database.Duplicate();

        var error = Assert.Throws<DuckDBException>(() => connection.Scalar(sql));

        Assert.Equal(at, error.Position);
        Assert.Equal(sql[..at].Count(c => c == '\n') + 1, error.Line);
        Assert.Equal(at - sql.LastIndexOf('\n', Math.Max(at - 1, 0)), error.Column + (at == 0 ? 1 : 0) - (at == 0 ? 1 : 0));
        Assert.EndsWith($"(line {error.Line}, column {error.Column})", error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Error_LongLine_PointsIntoTheShortenedExcerpt()
    {
        string sql = $"SELECT {string.Concat(Enumerable.Range(0, 300).Select(i => $"{i},"))}nope,{string.Concat(Enumerable.Range(0, 300).Select(i => $"{i},"))}1 FROM range(1)";
        using DuckDBConnection connection = Database.Duplicate();

        Assert.Equal(sql.IndexOf("nope", StringComparison.Ordinal), Assert.Throws<DuckDBException>(() => connection.Scalar(sql)).Position);
    }

    [Fact]
    public void Error_WithoutAPlace_HasNone()
    {
        using DuckDBConnection connection = Database.Duplicate();

        var error = Assert.Throws<DuckDBException>(() => connection.Scalar("SELECT error('mine') FROM range(2)"));

        Assert.Equal((-1, 0, 0), (error.Position, error.Line, error.Column));
        Assert.Equal("Invalid Input Error: mine", error.Message);
    }

    [Fact]
    public void Error_InAPreparedCommand_HasItsPlace()
    {
        using DuckDBConnection connection = Database.Duplicate();
        using DuckDBCommand command = connection.Command("SELECT 1,\n nope FROM range(1)");

        Assert.Equal((2, 2), (Assert.Throws<DuckDBException>(command.Prepare).Line, Assert.Throws<DuckDBException>(command.Prepare).Column));
    }
}
