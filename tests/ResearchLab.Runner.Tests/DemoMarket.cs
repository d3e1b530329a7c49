[assembly: AssemblyFixture(typeof(ResearchLab.Runner.Tests.DemoMarket))]
// Most of these tests wait for processes they start.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]

namespace ResearchLab.Runner.Tests;

/// <summary>
/// The simulated market and the model of one session, made once for all tests that need them, by the first that asks: a test works on a copy.
/// </summary>
public sealed class DemoMarket : IDisposable
{
    internal const string Session = "2024-03-15";
    private readonly Lazy<(TempFolder Folder, LabResult Run)> _made = new(() =>
    {
        var folder = new TempFolder();
        return (folder, LabProcess.Run(folder.Path, "run", "--session", Session, "--json"));
    });

    /// <summary>What the run that made it printed.</summary>
    internal LabResult First => _made.Value.Run;

    /// <summary>Copies the data folder.</summary>
    /// <param name="to">The new data folder; made when missing.</param>
    /// <param name="trained">False leaves out the models, the journal and the reports.</param>
    /// <returns>What the first run printed, as if it had run there.</returns>
    internal LabResult CopyTo(string to, bool trained = true)
    {
        string from = _made.Value.Folder.Path;
        Assert.Equal(0, First.ExitCode);
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string relative = Path.GetRelativePath(from, file);
            if (!trained && !relative.Contains("/lake/", StringComparison.Ordinal))
                continue;
            string target = Path.Combine(to, relative);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return First with { Output = First.Output.Replace(from, to, StringComparison.Ordinal) };
    }

    public void Dispose()
    {
        if (_made.IsValueCreated)
            _made.Value.Folder.Dispose();
    }
}
