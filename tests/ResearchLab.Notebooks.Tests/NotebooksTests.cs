namespace ResearchLab.Notebooks.Tests;

/// <summary>The notebooks of the project as they lie in the repository; the command line's tests run them.</summary>
public sealed class NotebooksTests
{
    private static readonly string s_folder = Path.Combine(RepositoryRoot(), "notebooks");

    [Fact]
    public void AtLeastOneNotebook_Exists() => Assert.NotEmpty(All());

    [Fact]
    public void NoOutputsCommitted()
    {
        string[] with = [.. All().Where(path => NotebookFile.Load(path).HasOutputs).Select(path => Path.GetFileName(path))];

        Assert.True(with.Length == 0, $"Clear the outputs of {string.Join(", ", with)} before committing.");
    }

    [Fact]
    public void Notebooks_AreAsTheGitFilterWritesThem()
    {
        string[] other = [.. All().Where(path => File.ReadAllText(path) != NotebookFile.Load(path).ForCommit().ToJson())
            .Select(path => Path.GetFileName(path))];

        Assert.True(other.Length == 0, $"Run './lab notebook clean' on {string.Join(", ", other)} before committing.");
    }

    [Fact]
    public void Notebooks_DeclareTypedParametersAndTheSession()
    {
        Assert.All(All(), path =>
        {
            IReadOnlyList<NotebookParameter> declared = NotebookParameters.Declared(NotebookFile.Load(path));
            Assert.Contains(declared, parameter => parameter is { Name: "session", Type: "DateOnly?" });
            Assert.DoesNotContain(declared, parameter => parameter.Type == "var");
        });
    }

    private static string[] All() =>
        Directory.Exists(s_folder) ? [.. Directory.GetFiles(s_folder, "*.ipynb").Order(StringComparer.Ordinal)] : [];

    private static string RepositoryRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ResearchLab.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"No ResearchLab.sln above '{AppContext.BaseDirectory}'. Run the tests from a checkout.");
    }
}
