namespace ResearchLab.Runner.Tests;

/// <summary>Ctrl-C while training: one line, exit code 130, nothing half-written, and the next training is as if nothing had been.</summary>
public sealed class TrainInterruptTests(DemoMarket market)
{
    [Fact]
    public void Train_Interrupted_LeavesNoModelAndTheNextOneIsWhole()
    {
        using var folder = new TempFolder();
        market.CopyTo(folder.Path, trained: false);
        string[] line = ["train", "--session", "2022-06-30", "--rounds", "400", "--folds", "2"];
        using (LabProcess lab = LabProcess.Start(folder.Path, null, line))
        {
            lab.WaitUntil(() => lab.Errors.Contains("training:", StringComparison.Ordinal), "the training");
            Assert.False(lab.HasExited, lab.Errors);
            // One of four fits of 400 rounds and 12 classes is done, the others are under way.
            lab.Interrupt();
            LabResult stopped = lab.Wait();
            Assert.Equal(130, stopped.ExitCode);
            Assert.Equal("", stopped.Output);
            Assert.Contains("lab: ", stopped.OneErrorLine(), StringComparison.Ordinal);
        }

        string[] left = [.. Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) is "card.json" or "model.txt" || file.EndsWith(".tmp", StringComparison.Ordinal))];
        Assert.Empty(left);
        Assert.Equal(4, LabProcess.Run(folder.Path, "models", "list").ExitCode);
        LabResult again = LabProcess.Run(folder.Path, "train", "--session", "2022-06-30", "--rounds", "3", "--folds", "1");
        Assert.True(again.ExitCode == 0, again.Errors);
        Assert.Equal(0, LabProcess.Run(folder.Path, "models", "list").ExitCode);
    }
}
