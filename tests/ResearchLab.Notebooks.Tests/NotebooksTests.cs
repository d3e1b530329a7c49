namespace ResearchLab.Notebooks.Tests;

/// <summary>
/// The notebooks of the project themselves. Each runs on a new, empty data folder: one that declares the parameter
/// <c>dataFolder</c> gets it there, one that does not finds it in the environment variable RESEARCHLAB_DATA.
/// </summary>
public sealed class NotebooksTests
{
    private static readonly string s_folder = Path.Combine(RepositoryRoot(), "notebooks");

    [Fact]
    public void AtLeastOneNotebook_Exists() => Assert.NotEmpty(All());

    [Fact]
    public async Task AllNotebooks_Run_OnDemoData()
    {
        var failures = new List<string>();
        foreach (string path in All())
        {
            NotebookFile notebook = NotebookFile.Load(path);
            string data = Directory.CreateTempSubdirectory("researchlab-notebook-").FullName;
            Environment.SetEnvironmentVariable("RESEARCHLAB_DATA", data);
            try
            {
                var parameters = new Dictionary<string, object>();
                if (NotebookParameters.Declared(notebook).Any(parameter => parameter.Name == "dataFolder"))
                    parameters["dataFolder"] = data;
                NotebookRun run = await NotebookRunner.RunAsync(notebook, parameters, TimeProvider.System);
                if (!run.Succeeded)
                    failures.Add($"{Path.GetFileName(path)}: {run.Results[^1].Error?.Text}");
            }
            finally
            {
                Environment.SetEnvironmentVariable("RESEARCHLAB_DATA", null);
                Directory.Delete(data, recursive: true);
            }
        }

        Assert.True(failures.Count == 0, string.Join("\n\n", failures));
    }

    [Fact]
    public void NoOutputsCommitted()
    {
        string[] with = [.. All().Where(path => NotebookFile.Load(path).HasOutputs).Select(path => Path.GetFileName(path))];

        Assert.True(with.Length == 0, $"Clear the outputs of {string.Join(", ", with)} before committing.");
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
