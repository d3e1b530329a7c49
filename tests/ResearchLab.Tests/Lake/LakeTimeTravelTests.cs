using System.Security.Cryptography;
using System.Text;
using ResearchLab.Columns;
using ResearchLab.Lake;
using ResearchLab.Market;
using ResearchLab.Tests.Shared;

namespace ResearchLab.Tests.Lake;

/// <summary>What was read yesterday can be read again tomorrow, to the byte, whatever was ingested since.</summary>
public sealed class LakeTimeTravelTests : IDisposable
{
    private readonly LakeFixture _fixture = new("2024-03-01");

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void AsOf_AfterARevisionOfRealBars_GivesYesterdaysBytes()
    {
        CsvIngest.Ingest(_fixture.Lake, RealData.Path("daily_SPY.csv.gz"), new CsvIngestOptions { Name = "SPY" });
        DateTimeOffset yesterday = _fixture.Clock.Now;
        (string bytes, string snapshot) = BytesAsOf(yesterday, yesterday);

        // A vendor corrects ten closes, takes one bar back to another value twice, and adds nothing else.
        _fixture.Clock.Now = yesterday.AddDays(1);
        string[] lines = [.. Lines("daily_SPY.csv.gz")];
        string revised = _fixture.Write("revised.csv", string.Join('\n', lines.Select((line, i) => i > 0 && i % 700 == 0 ? Corrected(line) : line)));
        IngestResult result = CsvIngest.Ingest(_fixture.Lake, revised, new CsvIngestOptions { Name = "SPY" });
        Assert.InRange(result.Rows.Revised, 10, 20);
        Assert.Equal(0, result.Rows.New);

        Assert.Equal((bytes, snapshot), BytesAsOf(yesterday, yesterday));
        Assert.Equal(bytes, BytesAsOf(yesterday, DateTimeOffset.MaxValue).Bytes); // a correction is known when it came, not before
        Assert.NotEqual(bytes, BytesAsOf(_fixture.Clock.Now, _fixture.Clock.Now).Bytes);

        _fixture.Lake.Compact(Datasets.Bars);
        Assert.Equal(bytes, BytesAsOf(yesterday, yesterday).Bytes);
        _fixture.Clock.Now = yesterday.AddDays(30);
        _fixture.Lake.Vacuum(Datasets.Bars, _fixture.Clock.Now);
        Assert.Equal(bytes, BytesAsOf(yesterday, DateTimeOffset.MaxValue).Bytes);
        Assert.Empty(_fixture.Lake.Check());
    }

    private (string Bytes, string Snapshot) BytesAsOf(DateTimeOffset known, DateTimeOffset recorded)
    {
        using LakeView view = _fixture.Lake.AsOf(known, recorded);
        Frame rows = view.Read(Datasets.Bars, LakeFilter.Equal("symbol", "SPY"), LakeFilter.Equal("interval", "1d"));
        Assert.InRange(rows.Rows, 7_700, 8_000);
        var text = new StringBuilder();
        for (int row = 0; row < rows.Rows; row++)
            text.AppendJoin(',', rows.Select(column =>
                column[row] is double number ? BitConverter.DoubleToInt64Bits(number).ToString("x") : column[row]?.ToString())).Append('\n');
        return (Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()))), view.SnapshotId);
    }

    private static string Corrected(string line)
    {
        string[] fields = line.Split(',');
        fields[4] = (double.Parse(fields[4]) * 1.0001).ToString("F4");
        return string.Join(',', fields);
    }

    private static IEnumerable<string> Lines(string file)
    {
        using StreamReader text = RealData.OpenText(file);
        while (text.ReadLine() is { } line)
            yield return line;
    }
}
