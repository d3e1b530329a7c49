using ResearchLab.Reports;

namespace ResearchLab.Tests.Reports;

public sealed class ReportFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("researchlab-file-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Write_NewFolderThenAgain_HoldsTheLastTextAndNothingElse()
    {
        string path = Path.Combine(_folder.FullName, "a", "b", "report.html");

        Assert.Equal(path, ReportFile.Write(path, "first, and longer"));
        ReportFile.Write(path, "größer Δ");

        Assert.Equal("größer Δ", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder.FullName, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Write_TargetIsAFolder_ThrowsAndLeavesNoTemporaryFile()
    {
        string path = Path.Combine(_folder.FullName, "taken");
        Directory.CreateDirectory(Path.Combine(path, "inside"));

        Assert.ThrowsAny<SystemException>(() => ReportFile.Write(path, "text"));

        Assert.Empty(Directory.GetFiles(_folder.FullName, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Write_ReadersMeanwhile_SeeOneWholeTextOrTheOther()
    {
        string path = Path.Combine(_folder.FullName, "report.html");
        string[] texts = [new('a', 300_000), new('b', 400_000)];
        ReportFile.Write(path, texts[0]);
        using var done = new CancellationTokenSource();
        Task<int> reader = Task.Run(() =>
        {
            int reads = 0;
            for (; !done.IsCancellationRequested || reads == 0; reads++)
                Assert.Contains(File.ReadAllText(path), texts);
            return reads;
        });

        for (int i = 0; i < 20; i++)
            ReportFile.Write(path, texts[i % 2]);
        await done.CancelAsync();

        Assert.True(await reader > 0);
    }
}
