using ResearchLab.Lake;
using ResearchLab.Market;
using ResearchLab.Tests.Lake;

namespace ResearchLab.Tests.Market;

/// <summary>JSON as vendors answer: one object around the rows, and messages that name the file given.</summary>
public sealed class FileIngestJsonTests : IDisposable
{
    private readonly LakeFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData("""{"symbol":"ACME","historical":[{"date":"2024-02-27","open":1,"high":2,"low":1,"close":2,"volume":3},{"date":"2024-02-28","open":1,"high":2,"low":1,"close":2,"volume":3}]}""")]
    [InlineData("""{"historical":[{"date":"2024-02-27","open":1,"high":2,"low":1,"close":2,"volume":3},{"date":"2024-02-28","open":1,"high":2,"low":1,"close":2,"volume":3}]}""")]
    [InlineData("""[{"date":"2024-02-27","open":1,"high":2,"low":1,"close":2,"volume":3},{"date":"2024-02-28","open":1,"high":2,"low":1,"close":2,"volume":3}]""")]
    public void Ingest_ListOfObjects_AloneOrWithinOne_IsRead(string json)
    {
        string path = _fixture.Write("a.json", json);
        FileIngest.Ingest(_fixture.Lake, path, new CsvIngestOptions { Name = "ACME" });
        using LakeView view = _fixture.Lake.Now();
        Assert.Equal(2L, view.Sql("SELECT count(*) AS n FROM bars WHERE symbol = 'ACME'").Get<long>("n")[0]);
    }

    [Theory]
    [InlineData("""{"Meta Data":{"a":"b"},"Series":{"first":{"close":1}}}""", "not one list of objects")]
    [InlineData("""[{"when":"2024-02-27","what":"x"}]""", "a.json")]
    [InlineData("{", "a.json")]
    public void Ingest_AnythingElse_NamesTheFileGiven(string json, string part)
    {
        string path = _fixture.Write("a.json", json);
        CsvIngestException error = Assert.Throws<CsvIngestException>(() => FileIngest.Ingest(_fixture.Lake, path, new CsvIngestOptions { Name = "ACME" }));
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(".csv", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("researchlab-ingest-", error.Message, StringComparison.Ordinal);
    }
}
