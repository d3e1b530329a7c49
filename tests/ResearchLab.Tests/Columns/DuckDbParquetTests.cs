using DuckDB.NET.Data;
using ResearchLab.Columns;
using ResearchLab.Tests.Shared;

namespace ResearchLab.Tests.Columns;

public sealed class DuckDbParquetTests
{
    [Fact]
    public void Copy_WriteAndRead_KeepsTypesAndValues()
    {
        using var folder = new TempFolder();
        string file = folder.File("part-1.parquet");
        using DuckDBConnection connection = Db.Open();

        connection.Run($"""
            COPY (SELECT i, 'S' || (i % 3) AS symbol, DATE '2024-01-01' + i::INTEGER AS session, CASE WHEN i % 4 <> 0 THEN i / 4 END AS close,
                         TIMESTAMPTZ '2024-01-01 21:30:00+00' + to_days(i::INTEGER) AS known_at
                  FROM range(3000) t(i)) TO '{file}' (FORMAT parquet, COMPRESSION zstd)
            """);
        Frame columns = connection.QueryFrame("SELECT * FROM read_parquet($file) WHERE session < $end ORDER BY i", ("file", file),
            ("end", new DateOnly(2030, 1, 1)));

        Assert.Equal(2192, columns.Rows);
        Assert.Equal(new DateOnly(2029, 12, 31), columns.Get<DateOnly>("session")[^1]);
        Assert.Equal(new DateTimeOffset(2024, 1, 1, 21, 30, 0, TimeSpan.Zero), columns.Get<DateTimeOffset>("known_at")[0]);
        Assert.Equal(double.NaN, columns.Get<double>("close")[4]);
        Assert.Equal(1.25, columns.Get<double>("close")[5]);
    }

    [Fact]
    public void RealBars_CsvToParquetAndBack_AgreeWithTheText()
    {
        using var folder = new TempFolder();
        string source = RealData.Path("daily_SPY.csv.gz");
        string file = folder.File("spy.parquet");
        string[] lines;
        using (StreamReader text = RealData.OpenText("daily_SPY.csv.gz"))
            lines = text.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        using DuckDBConnection connection = Db.Open();
        connection.Run($"COPY (SELECT * FROM read_csv('{source}')) TO '{file}' (FORMAT parquet)");

        Frame bars = connection.QueryFrame("SELECT * FROM read_parquet($file)", ("file", file));

        Assert.Equal(lines.Length - 1, bars.Rows);
        string[] header = lines[0].Trim().Split(',');
        Column close = bars.First(column => column.Name.Equals("close", StringComparison.OrdinalIgnoreCase));
        int place = Array.IndexOf(header, close.Name);
        double[] closes = close.ToDoubles();
        for (int row = 0; row < closes.Length; row++)
        {
            if (closes[row] != double.Parse(lines[row + 1].Trim().Split(',')[place]))
                Assert.Fail($"row {row}: {closes[row]} but the file says {lines[row + 1]}");
        }
    }
}
