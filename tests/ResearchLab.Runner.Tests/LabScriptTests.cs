using System.Diagnostics;
using ResearchLab.Runner.Tests.Notebooks;

namespace ResearchLab.Runner.Tests;

/// <summary>The script ./lab in a checkout of its own, whose builds are played by a program that waits.</summary>
public sealed class LabScriptTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("exec sleep 600")]
    [InlineData("trap 'kill %1; exit 1' INT; sleep 600 & wait")]
    public void CtrlC_WhileItBuilds_SaysThatItWasStopped(string build)
    {
        foreach (string folder in (string[])["src", "runner", "native/lib", "bin"])
            Directory.CreateDirectory(Path.Combine(_folder.Path, folder));
        foreach (string file in (string[])["lab", "global.json", "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"])
            File.Copy(Path.Combine(JupyterFixture.Home, file), Path.Combine(_folder.Path, file));
        foreach (string file in (string[])["package-lock.json", "lib/plotly.min.js", "lib/katex.min.js", "lib/lib_lightgbm.so", "lib/.stamp"])
            File.WriteAllText(Path.Combine(_folder.Path, "native", file), "");
        File.SetLastWriteTimeUtc(Path.Combine(_folder.Path, "native/package-lock.json"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        File.WriteAllText(Path.Combine(_folder.Path, "bin/dotnet"), $"#!/bin/bash\n[ \"$1\" = publish ] || exit 0\ntouch \"$STARTED\"\n{build}\n");
        // With job control the script has a group of its own, as in a terminal, and Ctrl-C reaches all of it.
        const string Terminal = """
            set -m
            chmod +x lab bin/dotnet
            export PATH=$PWD/bin:$PATH STARTED=$PWD/started
            ./lab calendar & pid=$!
            until [ -e started ]; do sleep 0.05; done
            kill -INT -- -$pid
            wait $pid
            exit $?
            """;
        string[] program = LabProcess.WithDefaultSignals("/bin/bash", "-c", Terminal);
        var start = new ProcessStartInfo(program[0])
        {
            UseShellExecute = false,
            WorkingDirectory = _folder.Path,
            RedirectStandardError = true,
            RedirectStandardOutput = true
        };
        foreach (string word in program[1..])
            start.ArgumentList.Add(word);
        using Process lab = Process.Start(start)!;
        string errors = lab.StandardError.ReadToEnd();
        Assert.True(lab.WaitForExit(LabProcess.Hang), errors);
        Assert.Equal(130, lab.ExitCode);
        Assert.Contains("lab: stopped by Ctrl-C", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("failed", errors, StringComparison.Ordinal);
    }
}
