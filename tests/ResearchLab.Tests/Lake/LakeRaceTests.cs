using ResearchLab.Lake;

namespace ResearchLab.Tests.Lake;

[Trait("Tier", "full")]
public sealed class LakeRaceTests : IDisposable
{
    private readonly LakeFixture _fixture = new();

    private DataLake Lake => _fixture.Lake;

    public void Dispose() => _fixture.Dispose();

    /// <summary>A folder listed while a compaction swaps its files must not miss both the new file and the old ones.</summary>
    [Fact]
    public async Task AppendAndRead_WhileAnotherCompactsAndVacuums_NeverFailNorLoseARow()
    {
        for (int day = 1; day <= 28; day++)
            Lake.Append(Datasets.Series, LakeFixture.Values("vix", ($"2024-02-{day:00}", 10)), "test");
        Task tidy = Task.Run(
            () =>
            {
                for (int round = 0; round < 40; round++)
                {
                    Lake.Compact(Datasets.Series);
                    Lake.Vacuum(Datasets.Series, _fixture.Clock.Now);
                }
            },
            TestContext.Current.CancellationToken);
        for (int round = 1; !tidy.IsCompleted; round++)
        {
            Lake.Append(Datasets.Series, LakeFixture.Values("vix", ($"2024-02-{(round % 28) + 1:00}", round)), "test");
            using LakeView view = Lake.AsOf(DateTimeOffset.MaxValue, DateTimeOffset.MaxValue);
            Assert.Equal(28, view.Read(Datasets.Series).Rows);
        }

        await tidy;
        Assert.Empty(Lake.Check());
    }

    /// <summary>A file that compactions took away and put back while it was to be read, more often than a busy machine ever saw.</summary>
    [Fact]
    public void WithFiles_FileGoneAtEachOfTwentyTries_IsReadAtTheNext()
    {
        Lake.Append(Datasets.Series, LakeFixture.Values("vix", ("2024-02-01", 10)), "test");
        using LakeView view = Lake.AsOf(DateTimeOffset.MaxValue, DateTimeOffset.MaxValue);
        int tries = 0;
        int rows = view.WithFiles([Datasets.Series], files =>
        {
            using var session = new LakeSession();
            if (++tries > 20)
                return session.Query(view.Rows(Datasets.Series, files)).Rows;
            File.Move(files[0].Path, files[0].Path + ".away");
            try
            {
                return session.Query(view.Rows(Datasets.Series, files)).Rows;
            }
            finally
            {
                File.Move(files[0].Path + ".away", files[0].Path);
            }
        });
        Assert.Equal((21, 1), (tries, rows));
    }
}
