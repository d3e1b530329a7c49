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

        NotebookFile injected = NotebookParameters.Inject(notebook, typed.ToDictionary(pair => pair.Key, pair => ParameterText.Literal(NotebookParameters.Find(notebook, pair.Key), pair.Value)));

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
        FormatException error = Assert.Throws<FormatException>(() => ParameterText.Literal(new NotebookParameter("mine", type, null), text));

        Assert.StartsWith("Parameter 'mine' is of type ", error.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, error.Message, StringComparison.Ordinal);
    }
}
