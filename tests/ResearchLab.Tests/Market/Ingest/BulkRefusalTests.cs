using System.Text;
using ResearchLab.Lake;
using ResearchLab.Market;
using ResearchLab.Tests.Lake;
using ResearchLab.Time;

namespace ResearchLab.Tests.Market;

/// <summary>Files of which a good part fails.</summary>
public sealed class BulkRefusalTests : IDisposable
{
    private readonly LakeFixture _fixture = new("2024-06-01");

    public void Dispose() => _fixture.Dispose();

    private string Bars(int rows, int wrong)
    {
        var text = new StringBuilder("date,open,high,low,close,volume\n");
        DateOnly[] sessions = ExchangeCalendar.Nyse.Sessions(new DateOnly(2023, 1, 3), new DateOnly(2023, 12, 29));
        for (int row = 0; row < rows; row++)
            text.Append(Invariant($"{sessions[row]:yyyy-MM-dd},{100 + (row % 3)},{(row < wrong ? 90 : 103)},99,{100 + (row % 2)},{1000 + row}\n"));
        return _fixture.Write("acme.csv", text.ToString());
    }

    private IngestResult Ingest(string path) => CsvIngest.Ingest(_fixture.Lake, path, new CsvIngestOptions { Name = "ACME" });

    [Fact]
    public void Bars_OfWhichMoreThanAThirdFail_AreRefusedWhole()
    {
        CsvIngestException error = Assert.Throws<CsvIngestException>(() => Ingest(Bars(60, 21)));
        Assert.Contains("21 of 60 rows fail (high_below_low 21; the first is line 2)", error.Message, StringComparison.Ordinal);
        Assert.Empty(_fixture.DataFiles());
        // Up to a third the good rows are stored and the others quarantined, and where all fail they are told as such.
        IngestResult some = Ingest(Bars(60, 20));
        Assert.Equal((40, 20), (some.Rows.New, some.QuarantinedTotal));
        Assert.Equal((0, 30), (Ingest(Bars(30, 30)).Usable, 30));
    }

    [Fact]
    public void Series_WithDaysAndMonthsMixedUp_AreRefusedWhole()
    {
        // As Excel does it: days up to the twelfth are read as months.
        var text = new StringBuilder("date,vix\n");
        foreach (DateOnly session in ExchangeCalendar.Nyse.Sessions(new DateOnly(2023, 1, 3), new DateOnly(2023, 6, 30)))
        {
            DateOnly written = session.Day <= 12 ? new DateOnly(session.Year, session.Day, session.Month) : session;
            text.Append(Invariant($"{written:yyyy-MM-dd},{14 + (session.DayNumber % 7)}.5\n"));
        }

        Assert.Throws<CsvIngestException>(() => CsvIngest.Ingest(_fixture.Lake, _fixture.Write("vix.csv", text.ToString()), new CsvIngestOptions()));
        Assert.Empty(_fixture.DataFiles());
    }
}
