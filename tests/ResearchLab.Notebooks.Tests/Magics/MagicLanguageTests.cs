using ResearchLab.Notebooks.Language;
using ResearchLab.Notebooks.Magics;
using ResearchLab.Tests.Shared;

namespace ResearchLab.Notebooks.Tests.Magics;

/// <summary>Completion and hover in commands, and in C# that stands beside them; the cursor is at the bar.</summary>
public sealed class MagicLanguageTests : IDisposable
{
    private readonly NotebookSession _session = new(TimeProvider.System);
    private readonly string _folder = Directory.CreateTempSubdirectory("researchlab-magic-language-").FullName;
    private readonly string _before = Directory.GetCurrentDirectory();

    public void Dispose()
    {
        _session.Dispose();
        Directory.SetCurrentDirectory(_before);
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("#!|", "#!sql")]
    [InlineData("#!ls|", "#!lsmagic")]
    [InlineData("var a = 1;\n#!im|", "#!import")]
    [InlineData("#|", "#r")]
    [InlineData("#!sql --|", "--as")]
    [InlineData("#!set --|", "--value")]
    [InlineData("#!set --name x --value @|", "@input:")]
    [InlineData("#!whos -|", "-h")]
    [InlineData("#r \"|", "nuget:")]
    [InlineData("#r \"pro|", "project:")]
    [InlineData("#i \"|", "nuget:")]
    [InlineData("#!sql\nSELECT * FROM ba|", "bars")]
    [InlineData("#!sql\nSEL|", "SELECT")]
    [InlineData("#!sql\nSELECT 1\n#!csharp\nMath.Sq|", "Sqrt")]
    [InlineData("#!time\nMath.Sq|", "Sqrt")]
    [InlineData("Math.Sq|\n#!sql\nSELECT it's FROM (", "Sqrt")]
    [InlineData("#!html\n<b>\n#!csharp\nvar text = \"a\"; text.Len|", "Length")]
    public void Complete_AtThePlace_Proposes(string code, string expected)
    {
        CompletionList list = Complete(code);
        Assert.Contains(expected, list.Items.Select(item => item.Text));
        string typed = code[list.Start..list.End].Replace("|", "", StringComparison.Ordinal);
        Assert.StartsWith(typed, expected, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Complete_Variables_InShareAndSql()
    {
        await _session.RunAsync("var least = 2.5; var lab2 = 1;");
        Assert.Equal(["least"], Complete("#!share le|").Items.Select(item => item.Text));
        Assert.Equal(["$least"], Complete("#!sql\nSELECT * FROM bars WHERE close > $le|").Items.Select(item => item.Text));
    }

    [Fact]
    public void Complete_Files_ByTheirKindAndFolder()
    {
        Directory.SetCurrentDirectory(_folder);
        Directory.CreateDirectory("sub");
        foreach (string file in new[] { "a.ipynb", "b.csx", "c.txt", "d.dll", "sub/e.csproj", "sub/f.dib" })
            File.WriteAllText(file, "");
        Assert.Equal(["sub/", "a.ipynb", "b.csx"], Complete("#!import |").Items.Select(item => item.Text));
        Assert.Equal(["sub/f.dib"], Complete("#!import sub/|").Items.Select(item => item.Text));
        Assert.Equal(["b.csx"], Complete("#load \"b|").Items.Select(item => item.Text));
        Assert.Contains("d.dll", Complete("#r \"|").Items.Select(item => item.Text));
        Assert.Equal(["project:sub/e.csproj"], Complete("#r \"project:sub/|").Items.Select(item => item.Text));
    }

    [Theory]
    [InlineData("#!html\n<b>Math.Sq|")]
    [InlineData("#!markdown\nMath.|")]
    public void Complete_InOtherLanguages_ProposesNothing(string code) => Assert.Empty(Complete(code).Items);

    [Theory]
    [InlineData("#!sq|l --as x\nSELECT 1", "DuckDB over the lake")]
    [InlineData("#r| \"nuget:X\"", "References a package")]
    [InlineData("#!sql\nSELECT 1\n#!csharp\nMath.Sq|rt(2)", "double Math.Sqrt(double d)")]
    [InlineData("#!time\nMath.Round(1.5, |2)", "Round")]
    public void Inspect_AtThePlace_Says(string code, string expected) =>
        Assert.Contains(expected, _session.Inspect(code.Replace("|", "", StringComparison.Ordinal), code.IndexOf('|'))?.Text);

    [Fact]
    public async Task EveryCommandOfLsmagic_AnswersMinusH_AndStandsInTheGuide()
    {
        string guide = MarkdownPages.Read("docs/guide/notebooks.md");
        foreach ((string name, string usage, string meaning) in MagicHelp.All)
        {
            string command = name is "r" or "i" or "load" ? $"#{name}" : $"#!{name}";
            CellResult result = await _session.RunAsync($"{command} -h");
            Assert.True(result.Succeeded, result.Error?.Text);
            Assert.Equal($"{usage}\n  {meaning}", Assert.IsType<string>(Assert.Single(result.Displays)));
            Assert.True(guide.Contains($"`{command}", StringComparison.Ordinal), $"docs/guide/notebooks.md does not name {command}.");
        }
    }

    private CompletionList Complete(string code) => _session.Complete(code.Replace("|", "", StringComparison.Ordinal), code.IndexOf('|'));
}
