using ResearchLab.Columns;
using ResearchLab.Lake;

namespace ResearchLab.Tests.Lake;

public sealed class LakeFaultTests : IDisposable
{
    private readonly LakeFixture _fixture = new();

    private DataLake Lake => _fixture.Lake;

    public void Dispose() => _fixture.Dispose();

    private string Seed()
    {
        Lake.Append(Datasets.Series, LakeFixture.Values("vix", [.. Enumerable.Range(1, 28).Select(day => ($"2024-02-{day:00}", (double)day))]), "test");
        return Assert.Single(_fixture.DataFiles());
    }

    [Fact]
    public void Read_LeftoverTempFile_IsIgnoredAndLaterRemoved()
    {
        string folder = Path.GetDirectoryName(Seed())!;
        string old = Path.Combine(folder, ".part-1-1.tmp"), young = Path.Combine(folder, ".part-1-2.tmp");
        File.WriteAllText(old, "torn");
        File.WriteAllText(young, "torn");
        File.SetLastWriteTimeUtc(old, _fixture.Clock.Now.UtcDateTime.AddHours(-2));
        File.SetLastWriteTimeUtc(young, _fixture.Clock.Now.UtcDateTime);
        using (LakeView view = Lake.Now())
            Assert.Equal(28, view.Read(Datasets.Series).Rows);
        Assert.Equal(2, Lake.Check().Count(problem => !problem.Harmful));

        Lake.Append(Datasets.Series, LakeFixture.Values("vix", ("2024-02-29", 29)), "test");
        Assert.False(File.Exists(old));
        Assert.True(File.Exists(young));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(400)]
    public void Check_TruncatedFile_IsFoundAndReadNamesIt(int bytes)
    {
        string path = Seed();
        using (var stream = new FileStream(path, FileMode.Open))
            stream.SetLength(bytes);
        LakeProblem problem = Assert.Single(Lake.Check());
        Assert.True(problem.Harmful);
        Assert.Equal(path, problem.Path);

        using LakeView view = Lake.Now();
        LakeException error = Assert.Throws<LakeException>(() => view.Read(Datasets.Series));
        Assert.Contains(Path.GetFileName(path), error.Message);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Contains("ingest its data again", error.Message);
        Assert.Contains(Path.GetFileName(path), Assert.Throws<LakeException>(
            () => Lake.Append(Datasets.Series, LakeFixture.Values("vix", ("2024-02-28", 1)), "test")).Message);
    }

    [Fact]
    public void Check_OneChangedByte_IsFound()
    {
        string path = Seed();
        byte[] bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);
        Assert.Equal(path, Assert.Single(Lake.Check()).Path);
    }

    [Fact]
    public void Check_ForeignFile_IsFoundAndNotRead()
    {
        string foreign = Path.Combine(Path.GetDirectoryName(Seed())!, "part-mine.parquet");
        File.WriteAllText(foreign, "not parquet");
        LakeProblem problem = Assert.Single(Lake.Check());
        Assert.Equal((foreign, LakeProblemKind.Foreign, false), (problem.Path, problem.Kind, problem.Harmful));
        using LakeView view = Lake.Now();
        Assert.Equal(28, view.Read(Datasets.Series).Rows);
    }

    [Fact]
    public void Check_FileDeletedByAnotherHand_IsMissing()
    {
        string path = Seed();
        Lake.Append(Datasets.Series, LakeFixture.Values("vix", ("2024-02-29", 29)), "test");
        File.Delete(path);
        LakeProblem problem = Assert.Single(Lake.Check());
        Assert.Equal((path, LakeProblemKind.Missing, true), (problem.Path, problem.Kind, problem.Harmful));
        using (LakeView view = Lake.Now())
            Assert.Equal(1, view.Read(Datasets.Series).Rows); // what is left can be read

        _fixture.Clock.Now = _fixture.Clock.Now.AddDays(1);
        Assert.Equal(28, Lake.Append(Datasets.Series, LakeFixture.Values("vix", [.. Enumerable.Range(1, 28).Select(day => ($"2024-02-{day:00}", (double)day))]),
            "test").New);
        Assert.Equal(path, Assert.Single(Lake.Check()).Path); // the rows are back, what was written then is not
        Assert.Equal([path], Lake.ForgetMissing());
        Assert.Empty(Lake.Check());
    }

    [Fact]
    public void Check_AfterCompactionAndVacuum_MissesNothing()
    {
        Seed();
        for (int day = 1; day <= 28; day++)
        {
            _fixture.Clock.Now = _fixture.Clock.Now.AddMinutes(1);
            Lake.Append(Datasets.Series, LakeFixture.Values("vix", ($"2024-02-{day:00}", 100 + day)), "test");
        }

        Assert.True(Lake.Compact(Datasets.Series) > 10);
        Assert.Empty(Lake.Check());
        _fixture.Clock.Now = _fixture.Clock.Now.AddDays(1);
        Lake.Vacuum(Datasets.Series, _fixture.Clock.Now);
        Assert.Empty(Lake.Check());
    }

    [Fact]
    public void Check_LogLostOrTorn_AccusesNobody()
    {
        Seed();
        string log = Path.Combine(Lake.Root, "series", LakeFileLog.Name);
        string text = File.ReadAllText(log);
        File.WriteAllText(log, text[..(text.Length / 2)]);
        Assert.Empty(Lake.Check());
        File.Delete(log);
        Assert.Empty(Lake.Check());
        Lake.Append(Datasets.Series, LakeFixture.Values("vix", ("2024-02-29", 29)), "test");
        Assert.Empty(Lake.Check());
    }

    [Fact]
    public void Log_ManyChanges_StaysShort()
    {
        string folder = Directory.CreateDirectory(Path.Combine(Lake.Root, "series", "VIX")).FullName;
        string[] names = [.. Enumerable.Range(0, 1_000).Select(i => Path.Combine(folder, $"part-{i:00000000}-0123456789abcdef0123456789abcdef.parquet"))];
        for (int round = 0; round < 20; round++)
        {
            LakeFileLog.Added(names);
            Assert.True(LakeFileLog.Removing(names));
        }

        LakeFileLog.Added(names[..2]);
        Assert.InRange(new FileInfo(Path.Combine(Lake.Root, "series", LakeFileLog.Name)).Length, 1, 2 << 20);
        Assert.Equal(names[..2], LakeFileLog.Missing(Path.Combine(Lake.Root, "series")));
    }

    [Fact]
    public void Append_RootIsAFile_SaysWhatToDo()
    {
        string file = _fixture.Write("file", "");
        LakeException error = Assert.Throws<LakeException>(
            () => new DataLake(Path.Combine(file, "lake"), _fixture.Clock).Append(Datasets.Series, LakeFixture.Values("vix", ("2024-02-01", 1)), "test"));
        Assert.Contains("RESEARCHLAB_DATA", error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("IO Error: Could not write file \"x\": No space left on device", "Free space")]
    [InlineData("Read-only file system : '/lake'", "Allow writing there")]
    [InlineData("Access to the path '/lake' is denied.", "Allow writing there")]
    public void LakeException_UsualCauses_HaveTheirRemedy(string cause, string remedy)
    {
        string message = LakeException.Write("/lake", new IOException(cause + "\nmore")).Message;
        Assert.Contains(remedy, message);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Append_OneFolderCannotBeWritten_WritesNone()
    {
        Directory.CreateDirectory(Path.Combine(Lake.Root, "series"));
        File.WriteAllText(Path.Combine(Lake.Root, "series", "zzz"), "a file where a folder should be");
        Frame rows = Frame.Concat(LakeFixture.Values("aaa", ("2024-02-01", 1)), LakeFixture.Values("zzz", ("2024-02-01", 1)));
        Assert.Throws<LakeException>(() => Lake.Append(Datasets.Series, rows, "test"));
        Assert.Empty(_fixture.DataFiles());
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(Lake.Root, "series"), "*.tmp",
            new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }));
    }

    [Theory]
    [InlineData("SPY", "SPY")]
    [InlineData("^GSPC", "%5EGSPC")]
    [InlineData("../x", "%2E.%2Fx")]
    [InlineData("BRK-B", "BRK-B")]
    [InlineData("é", "%C3%A9")]
    public void Escape_AnySymbol_IsAFolderName(string symbol, string folder) => Assert.Equal(folder, DatasetSchema.Escape(symbol));
}
