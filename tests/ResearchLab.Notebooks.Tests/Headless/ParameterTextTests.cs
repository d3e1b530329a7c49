using ResearchLab.Notebooks.Headless;

namespace ResearchLab.Notebooks.Tests.Headless;

public sealed class ParameterTextTests
{
    [Fact]
    public async Task Literal_EveryType_ReachesTheCellsAsTyped()
    {
        NotebookFile notebook = NotebookFile.Create(
        [
            new("m", CellKind.Markdown, "# prose is skipped (", []),
            new("p", CellKind.Code, """
                string text = "old"; double number = 1; DateOnly session = default; DateOnly? until = null;
                long count = 1; bool flag = false; ulong seed = 1; DateTimeOffset asOf = default; TimeSpan age = default; decimal fee = 1;
                double[] levels = { }; DayOfWeek weekday = default; int kept = 9;
                """, ["parameters"]),
            new("c", CellKind.Code, "(text, number, session, until, count, flag, seed)", []),
            new("d", CellKind.Code, "(asOf, age, fee, levels.Sum(), weekday, kept)", []),
        ]);
        var typed = new Dictionary<string, string>
        {
            ["text"] = "a \"quoted\" \\ {path}\n",
            ["number"] = "0.1",
            ["session"] = "2024-02-29",
            ["until"] = "null",
            ["count"] = $"{long.MaxValue}",
            ["flag"] = "True",
            ["seed"] = $"{ulong.MaxValue}",
            ["asOf"] = "2024-03-08T16:30:00-05:00",
            ["age"] = "1.06:30:00",
            ["fee"] = "0.65",
            ["levels"] = "1.5, 2.5",
            ["weekday"] = "Friday",
        };

        NotebookFile injected = NotebookParameters.Inject(notebook,
            typed.ToDictionary(pair => pair.Key, pair => ParameterText.Literal(NotebookParameters.Find(notebook, pair.Key), pair.Value)));

        Assert.Equal([NotebookParameters.InjectedTag], injected.Cells[2].Tags);
        using var session = new NotebookSession(TimeProvider.System);
        var values = new List<object?>();
        foreach (NotebookCell cell in injected.Cells.Where(cell => cell.Kind == CellKind.Code))
        {
            CellResult result = await session.RunAsync(cell.Source, TestContext.Current.CancellationToken);
            Assert.Null(result.Error?.Text);
            values.Add(result.Value);
        }

        Assert.Equal(("a \"quoted\" \\ {path}\n", 0.1, new DateOnly(2024, 2, 29), (DateOnly?)null, long.MaxValue, true, ulong.MaxValue), values[2]);
        Assert.Equal((new DateTimeOffset(2024, 3, 8, 21, 30, 0, TimeSpan.Zero), new TimeSpan(1, 6, 30, 0), 0.65m, 4.0, DayOfWeek.Friday, 9), values[3]);
    }

    [Theory]
    [InlineData("int", "3.5", "Write a whole number")]
    [InlineData("double", "0,1", "with a point")]
    [InlineData("double", "NaN", "with a point")]
    [InlineData("bool", "yes", "true or false")]
    [InlineData("DateOnly", "2024-02-30", "Write a date as")]
    [InlineData("DateTimeOffset", "10:00", "Write a date as 2024-01-31")]
    [InlineData("DateTimeOffset", "2024", "an instant as")]
    [InlineData("TimeSpan", "soon", "Write a time")]
    [InlineData("int[]", "1,,2", "Write a whole number")]
    [InlineData("DayOfWeek", "Fri day", "name of one of its values")]
    public void Literal_NotOfTheType_NamesParameterValueAndRemedy(string type, string text, string remedy)
    {
        FormatException error = Assert.Throws<NotebookFormatException>(() => ParameterText.Literal(new NotebookParameter("mine", type, null), text));

        Assert.StartsWith("Parameter 'mine' is of type ", error.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("float x = 1f;", "2.5", "2.5f")]
    [InlineData("float? x = null;", "0.5", "0.5f")]
    [InlineData("var x = 1.5f;", "2", "2f")]
    [InlineData("var x = -1;", "-3", "-3")]
    [InlineData("var x = 'a';", "b", "'b'")]
    [InlineData("var x = DateTime.Today.AddDays(-1);", "2024-05-06", "new DateTime(638505504000000000L, DateTimeKind.Unspecified)")]
    [InlineData("System.DateTime x = default;", "2024-05-06T00:00:00Z", "new DateTime(638505504000000000L, DateTimeKind.Utc)")]
    [InlineData("Guid x = default;", "6f9619ff-8b86-d011-b42d-00cf4fc964ff", "Guid.Parse(\"6f9619ff-8b86-d011-b42d-00cf4fc964ff\")")]
    [InlineData("Guid? x = null;", "null", "null")]
    [InlineData("Nullable<int> x = null;", "7", "7")]
    [InlineData("byte x = 1;", "255", "((byte)255)")]
    [InlineData("uint x = 1;", "7", "7U")]
    [InlineData("Half x = (Half)1;", "2", "((System.Half)2f)")]
    [InlineData("Int128 x = 1;", "170141183460469231731687303715884105727",
        "System.Int128.Parse(\"170141183460469231731687303715884105727\", System.Globalization.CultureInfo.InvariantCulture)")]
    [InlineData("System.Numerics.BigInteger x = 1;", "-7", "System.Numerics.BigInteger.Parse(\"-7\", System.Globalization.CultureInfo.InvariantCulture)")]
    [InlineData("TimeOnly x = default;", "16:00", "new TimeOnly(576000000000L)")]
    [InlineData("List<string> x = new();", "a, b", "new System.Collections.Generic.List<string> { \"a\", \"b\" }")]
    [InlineData("System.Collections.Generic.IReadOnlyList<double> x = null;", "1,2.5", "new System.Collections.Generic.List<double> { 1d, 2.5d }")]
    [InlineData("HashSet<DayOfWeek> x = new();", "Monday", "new System.Collections.Generic.HashSet<DayOfWeek> { DayOfWeek.Monday }")]
    [InlineData("List<float?> x = new();", "1,null", "new System.Collections.Generic.List<float?> { 1f, null }")]
    [InlineData("Dictionary<string, double> x = new();", "a:1, b:2.5",
        "new System.Collections.Generic.Dictionary<string, double> { [\"a\"] = 1d, [\"b\"] = 2.5d }")]
    [InlineData("var x = new[] { 1.5, 2 };", "3", "new double[] { 3d }")]
    [InlineData("List<string> x = new();", "[\"A\", \"B,C\"]", "new System.Collections.Generic.List<string> { \"A\", \"B,C\" }")]
    [InlineData("string[] x = { };", "\"A\",\"B\"", "new string[] { \"A\", \"B\" }")]
    [InlineData("int[] x = { };", "[3,4]", "new int[] { 3, 4 }")]
    [InlineData("List<int?> x = new();", "[1, null]", "new System.Collections.Generic.List<int?> { 1, null }")]
    [InlineData("Dictionary<string, int> x = new();", "{\"a:b\": 1}", "new System.Collections.Generic.Dictionary<string, int> { [\"a:b\"] = 1 }")]
    [InlineData("TimeSpan x = default;", "00:01:30", "TimeSpan.FromTicks(900000000L)")]
    [InlineData("TimeSpan x = default;", "90.00:00:00", "TimeSpan.FromTicks(77760000000000L)")]
    [InlineData("decimal x = 0;", "0.0", "0.0m")]
    [InlineData("var x = System.DayOfWeek.Monday;", "Friday", "System.DayOfWeek.Friday")]
    [InlineData("System.DayOfWeek x = default;", "Friday", "System.DayOfWeek.Friday")]
    public async Task Literal_MoreTypes_AreWrittenSoThatTheyCompile(string declared, string typed, string expected)
    {
        NotebookFile notebook = NotebookFile.Create([new("p", CellKind.Code, declared, ["parameters"])]);
        string literal = ParameterText.Literal(NotebookParameters.Find(notebook, "x"), typed);
        Assert.Equal(expected, literal);
        using var session = new NotebookSession(TimeProvider.System);
        foreach (NotebookCell cell in NotebookParameters.Inject(notebook, new Dictionary<string, string> { ["x"] = literal }).Cells)
            Assert.Null((await session.RunAsync(cell.Source)).Error?.Text);
    }

    [Fact]
    public async Task Inject_ComputesAnewWhatUsesAParameter()
    {
        NotebookFile notebook = NotebookFile.Create([
            new("p", CellKind.Code, "int n = 1; int m = n * 2, other = 7;\nvar last = m + 1; // sum\nstring n2 = \"n\";", ["parameters"]),
            new("q", CellKind.Code, "(n, m, other, last, n2)", []),
        ]);
        NotebookFile injected = NotebookParameters.Inject(notebook, new Dictionary<string, string> { ["n"] = "5" });
        Assert.Equal("int n = 5;\nint m = n * 2;\nvar last = m + 1;", injected.Cells[1].Source);
        Assert.Equal("int n = 5;\nint m = 3;\nvar last = m + 1;",
            NotebookParameters.Inject(notebook, new Dictionary<string, string> { ["m"] = "3", ["n"] = "5" }).Cells[1].Source);
        using var session = new NotebookSession(TimeProvider.System);
        CellResult? result = null;
        foreach (NotebookCell cell in injected.Cells)
            result = await session.RunAsync(cell.Source, TestContext.Current.CancellationToken);
        Assert.Equal((5, 10, 7, 11, "n"), result!.Value);
    }

    [Theory]
    [InlineData("int[][] x = { };", "1", "not supported as a parameter")]
    [InlineData("(int, string) x = default;", "1", "not supported as a parameter")]
    [InlineData("List<List<int>> x = new();", "1", "not supported as a parameter")]
    [InlineData("char x = 'a';", "ab", "Write one character")]
    [InlineData("float x = 1;", "a", "with a point")]
    [InlineData("byte x = 1;", "256", "whole numbers from 0 to 255")]
    [InlineData("int x = 1;", "3000000000",
        "from -2147483648 to 2147483647; 3000000000 is beyond. Give another, or declare it with a larger type, such as long")]
    [InlineData("Half x = default;", "two", "with a point")]
    [InlineData("DateTime x = default;", "yesterday", "2024-01-31")]
    [InlineData("Guid x = default;", "1", "is not one")]
    [InlineData("Dictionary<string, int> x = new();", "a", "key:value")]
    [InlineData("object x = null;", "1", "type of its value")]
    [InlineData("List<string> x = new();", "[A,B]", "is no JSON of it. Write A,B or [\"A\",\"B\"]")]
    [InlineData("List<string> x = new();", "\"A\",B", "is no JSON of it")]
    [InlineData("List<string> x = new();", "[[\"A\"]]", "is no JSON of it")]
    [InlineData("List<string> x = new();", "[\"A\",null]", "cannot be null")]
    [InlineData("Dictionary<string, int> x = new();", "{a:1}", "Write a:1,b:2 or {\"a\":1,\"b\":2}")]
    [InlineData("TimeSpan x = default;", "90", "Write a time as 00:01:30")]
    [InlineData("TimeSpan x = default;", "24:00", "Write a time as 00:01:30")]
    [InlineData("TimeSpan x = default;", "1.5", "Write a time as 00:01:30")]
    [InlineData("decimal x = 0;", "1e-30", "would become 0 or is beyond")]
    [InlineData("float x = 0;", "1e-60", "would become 0 or is beyond")]
    [InlineData("decimal x = 0;", "1e30", "would become 0 or is beyond")]
    [InlineData("DateTime x = default;", "1-2-3", "Write 2024-01-31")]
    public void Literal_WhatIsNone_IsRefusedWithTheRemedy(string declared, string typed, string part) =>
        Assert.Contains(part, Assert.Throws<NotebookFormatException>(() => ParameterText.Literal(
            NotebookParameters.Find(NotebookFile.Create([new("p", CellKind.Code, declared, ["parameters"])]), "x"), typed)).Message, StringComparison.Ordinal);
}
