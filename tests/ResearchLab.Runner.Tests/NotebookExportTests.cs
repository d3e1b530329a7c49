namespace ResearchLab.Runner.Tests;

public sealed class NotebookExportTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Export_Notebook_WritesOnePageBesideItOrWhereTold()
    {
        string notebook = Path.Combine(_folder.Path, "n.ipynb");
        File.WriteAllText(notebook,
            """{"nbformat":4,"nbformat_minor":5,"metadata":{},"cells":[{"cell_type":"markdown","id":"a","metadata":{},"source":"# My day"}]}""");
        string other = Path.Combine(_folder.Path, "sub", "other.html");

        LabResult first = LabProcess.Run(_folder.Path, "notebook", "export", notebook),
            second = LabProcess.Run(_folder.Path, "notebook", "export", notebook, "--out", other);

        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        Assert.Contains("<h1>My day</h1>", File.ReadAllText(Path.ChangeExtension(notebook, ".html")), StringComparison.Ordinal);
        Assert.Equal(other, second.Output.Trim());
        Assert.Contains("no outputs", first.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nope.ipynb", "nope.ipynb")]
    [InlineData("bad.ipynb", "Not JSON")]
    [InlineData("bad.ipynb --out x.pdf", "x.pdf")]
    public void Export_BadInput_IsOneLine(string arguments, string named)
    {
        File.WriteAllText(Path.Combine(_folder.Path, "bad.ipynb"), "nothing");

        LabResult result = LabProcess.Run(_folder.Path,
            ["notebook", "export", .. arguments.Replace("bad.ipynb", Path.Combine(_folder.Path, "bad.ipynb"), StringComparison.Ordinal).Split(' ')]);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(named, result.OneErrorLine(), StringComparison.Ordinal);
    }
}
