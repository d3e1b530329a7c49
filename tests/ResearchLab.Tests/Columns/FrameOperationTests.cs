using FsCheck;
using FsCheck.Fluent;
using ResearchLab.Columns;

namespace ResearchLab.Tests.Columns;

[Trait("Tier", "full")]
public sealed class FrameOperationTests
{
    private static DateOnly Day(int day) => new(2024, 1, day);

    private static Frame Prices() => new(
        new Column<string>("symbol", ["SPY", "QQQ", "SPY", "IWM", "QQQ", null!]),
        new Column<DateOnly>("session", [Day(2), Day(2), Day(3), Day(3), Day(4), Day(5)]),
        new Column<double>("close", [470, 400, 472, 200, double.NaN, 1]),
        new Column<long>("volume", [10, 20, 30, 40, 50, 60], [true, true, true, false, true, true]));

    private static Frame Names() => new(
        new Column<string>("symbol", ["QQQ", "SPY", "SPY", "DIA"]),
        new Column<string>("name", ["Nasdaq", "S&P 500", "Spider", "Dow"]),
        new Column<double>("close", [1, 2, 3, 4]));

    [Fact]
    public void Join_Inner_PairsEveryMatchInOrder()
    {
        Frame joined = Prices().Join(Names(), "symbol");

        Assert.Equal(["symbol", "session", "close", "volume", "name", "close_right"], joined.Names);
        Assert.Equal(["SPY", "SPY", "QQQ", "SPY", "SPY", "QQQ"], joined.ToArray<string>("symbol"));
        Assert.Equal(["S&P 500", "Spider", "Nasdaq", "S&P 500", "Spider", "Nasdaq"], joined.ToArray<string>("name"));
    }

    [Fact]
    public void Join_Left_KeepsRowsWithoutAMatch()
    {
        Frame joined = Prices().Join(Names(), ["symbol"], JoinKind.Left, "_2");

        Assert.Equal(8, joined.Rows);
        Assert.Equal(2, joined["name"].NullCount);
        Assert.True(joined["name"].IsNull(5) && double.IsNaN(joined.Get<double>("close_2")[5]));
        Assert.Null(joined["symbol"][7]);
    }

    [Fact]
    public void Join_KeysOfOtherTypesOrNames_AreClearErrors()
    {
        Assert.Contains("is String in one frame and Double in the other", Assert.Throws<ArgumentException>(
            () => Prices().JoinAsOf(new Frame(new Column<double>("symbol", [1])), "symbol")).Message.Replace("another.", "the other."));
        Assert.Contains("Convert one", Assert.Throws<ArgumentException>(() => Prices().Join(new Frame(new Column<int>("symbol", [1])), "symbol")).Message);
        Assert.Contains("Did you mean 'symbol'", Assert.Throws<KeyNotFoundException>(() => Prices().Join(Names(), "symbl")).Message);
        Assert.Throws<ArgumentException>(() => Prices().Join(Names(), []));
    }

    [Fact]
    public void JoinAsOf_NewestNotLater_NeverLooksAhead()
    {
        var ratings = new Frame(
            new Column<string>("symbol", ["SPY", "SPY", "QQQ", "SPY"]),
            new Column<DateOnly>("session", [Day(3), Day(1), Day(3), Day(3)]),
            new Column<int>("rating", [31, 11, 32, 33]));

        Frame joined = Prices().JoinAsOf(ratings, "session", ["symbol"]);
        Assert.Equal([11, null, 33, null, 32, null], Enumerable.Range(0, 6).Select(row => (int?)joined["rating"][row]));
        Frame before = Prices().JoinAsOf(ratings, "session", ["symbol"], strictlyBefore: true);
        Assert.Equal([11, null, 11, null, 32, null], Enumerable.Range(0, 6).Select(row => (int?)before["rating"][row]));
        Assert.Equal(33, Prices().JoinAsOf(ratings.Select("session", "rating"), "session")["rating"][5]);
        Assert.Contains("no order in time", Assert.Throws<ArgumentException>(() => Prices().JoinAsOf(Names(), "symbol")).Message);
    }

    /// <summary>DuckDB's own joins are the reference.</summary>
    [Fact]
    public void Joins_AnyKeys_AgreeWithDuckDb() =>
        Prop.ForAll(
            (from left in Gen.ListOf(Gen.Zip(Gen.Choose(0, 4), Gen.Choose(0, 20)),
                30)
             from right in Gen.ListOf(Gen.Zip(Gen.Choose(0, 4), Gen.Choose(0, 20)), 20)
             select (left, right)).ToArbitrary(),
            sample =>
            {
                Frame Make(IEnumerable<(int Key, int Time)> rows, string value) => new(
                    new Column<int>("k", [.. rows.Select(row => row.Key)], [.. rows.Select(row => row.Key != 4)]),
                    new Column<double>("t", [.. rows.Select(row => row.Time - 10.0)]),
                    new Column<int>(value, [.. rows.Select((_, i) => i)]));
                Frame left = Make(sample.left.Select(pair => (pair.Item1, pair.Item2)), "l");
                // One row for each time, since which of two wins is not defined in SQL.
                Frame right = Make(sample.right.Select(pair => (pair.Item1, pair.Item2)).Distinct(), "r");
                Same(left.Join(right, ["k", "t"]), "SELECT l, r FROM lhs JOIN rhs USING (k, t) ORDER BY l, r", left, right);
                Same(left.Join(right, "k", JoinKind.Left), "SELECT l, r FROM lhs LEFT JOIN rhs USING (k) ORDER BY l, r", left, right);
                Same(left.JoinAsOf(right, "t", ["k"]), "SELECT l, r FROM lhs ASOF LEFT JOIN rhs ON lhs.k = rhs.k AND lhs.t >= rhs.t ORDER BY l, r",
                    left, right);
                Same(left.JoinAsOf(right, "t", ["k"], strictlyBefore: true),
                    "SELECT l, r FROM lhs ASOF LEFT JOIN rhs ON lhs.k = rhs.k AND lhs.t > rhs.t ORDER BY l, r", left, right);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(30).WithReplay(20260101UL, 1UL));

    private static void Same(Frame own, string sql, Frame lhs, Frame rhs) =>
        Assert.Equal(Frame.Query(sql, new { lhs, rhs }).ToString(1000), own.Select("l", "r").Sort("l", "r").ToString(1000));

    [Fact]
    public void GroupBy_EveryAggregation_AgreesWithDuckDb()
    {
        Frame prices = Prices();
        Frame own = prices.GroupBy(
            "symbol", new("close", Aggregation.Rows, "rows"), new("close", Aggregation.Count, "n"), new("session", Aggregation.Distinct, "days"),
            new("volume", Aggregation.Sum, "total"),
            new("close", Aggregation.Mean), new("close", Aggregation.Median, "mid"), new("close", Aggregation.StandardDeviation, "sd"),
            new("session", Aggregation.Min, "since"),
            new("close", Aggregation.Max, "high"), new("close", Aggregation.First, "open"), new("volume", Aggregation.Last, "last"));

        Frame reference = prices.Sql("""
            SELECT symbol, count(*) AS rows, count(close) AS n, count(DISTINCT session) AS days, sum(volume)::BIGINT AS total, avg(close) AS close_mean, median(close) AS mid,
              stddev_samp(close) AS sd, min(session) AS since, max(close) AS high, first(close ORDER BY session) FILTER (close IS NOT NULL) AS open, last(volume ORDER BY session) FILTER (volume IS NOT NULL) AS last
            FROM prices GROUP BY symbol ORDER BY symbol NULLS LAST
            """);
        Assert.Equal(reference.ToString(), own.Sort("symbol").ToString());
        Assert.Equal(["SPY", "QQQ", "IWM"], own.ToArray<string>("symbol")[..3]);
        Assert.True(own["symbol"].IsNull(3));
        Assert.Equal(1203.0 + 340, prices.GroupBy([], new Aggregate("close", Aggregation.Sum, "s")).Get<double>("s")[0]);
        Assert.Contains("not numbers", Assert.Throws<ArgumentException>(() => prices.GroupBy("symbol", new Aggregate("session", Aggregation.Mean))).Message);
        Assert.Equal(0, prices.Head(0).GroupBy("symbol", new Aggregate("close", Aggregation.Mean)).Rows);
    }

    [Fact]
    public void Pivot_SymbolsToColumns_IsSortedBothWays()
    {
        Frame pivot = Prices().SortDescending("session").Pivot("session", "symbol", "close");

        Assert.Equal(["session", "IWM", "QQQ", "SPY", "missing"], pivot.Names);
        Assert.Equal([Day(2), Day(3), Day(4), Day(5)], pivot.ToArray<DateOnly>("session"));
        Assert.Equal([470, 472, double.NaN, double.NaN], pivot.ToArray<double>("SPY"));
        Assert.Equal([double.NaN, 200, double.NaN, double.NaN], pivot.ToArray<double>("IWM"));
    }

    [Fact]
    public void Resample_Weeks_MakesBarsThatEndAtTheLastSession()
    {
        DateOnly[] sessions = [.. Enumerable.Range(0, 40).Select(i => new DateOnly(2023, 12, 20).AddDays(i))
            .Where(day => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))];
        var bars = new Frame(
            new Column<DateOnly>("session", sessions), new Column<double>("high", [.. sessions.Select((_, i) => i + 0.5)]),
            new Column<double>("close", [.. sessions.Select((_, i) => (double)i)]));

        Frame weeks = bars.Resample("session", Period.Week, new("high", Aggregation.Max, "high"), new("close", Aggregation.First, "open"),
            new("close", Aggregation.Last, "close"));

        Assert.Equal([new(2023, 12, 22), new(2023, 12, 29), new(2024, 1, 5)], weeks.ToArray<DateOnly>("session")[..3]);
        Assert.Equal([2.5, 7.5, 12.5], weeks.ToArray<double>("high")[..3]);
        Assert.Equal([0.0, 3, 8], weeks.ToArray<double>("open")[..3]);
        foreach ((Period period, string unit) in new[] { (Period.Day, "day"), (Period.Week, "week"), (Period.Month, "month"), (Period.Quarter, "quarter"),
            (Period.Year, "year") })
        {
            Assert.Equal(
                bars.Sql($"SELECT max(session) AS session, sum(close) AS s FROM bars GROUP BY date_trunc('{unit}', session) ORDER BY 1").ToString(100),
                bars.Resample("session", period, new Aggregate("close", Aggregation.Sum, "s")).ToString(100));
        }

        Assert.Contains("not dates or instants", Assert.Throws<ArgumentException>(() => bars.Resample("close", Period.Day)).Message);
    }

    [Fact]
    public void Roll_ByKey_NeverReachesOverGroups()
    {
        Frame prices = Prices().With(new Column<double>("x", [1, 2, 3, 4, 5, 6]));

        Assert.Equal([double.NaN, 1.5, 2.5, 3.5, 4.5, 5.5], prices.Roll("x", 2, Rolling.Mean, "m").ToArray<double>("m"));
        Assert.Equal([double.NaN, double.NaN, 2, double.NaN, 3.5, double.NaN], prices.Roll("x", 2, Rolling.Mean, "m", "symbol").ToArray<double>("m"));
        Assert.Equal([double.NaN, 30, 50, double.NaN, double.NaN, 110], prices.Roll("volume", 2, Rolling.Sum, "m").ToArray<double>("m"));
    }

    [Fact]
    public void Resample_RowsInAnyOrder_GoByTheTime()
    {
        var newest = new Frame(
            new Column<string>("symbol", ["A", "B", "A", "B", "A", "A"]), new Column<DateOnly>("session", [Day(5), Day(5), Day(3), Day(4), Day(4), Day(10)]),
            new Column<double>("close", [5, 50, 3, 40, 4, 10]));

        Frame weeks = newest.ResampleBy("session", Period.Week, ["symbol"], new("close", Aggregation.First, "open"), new("close", Aggregation.Last, "close"))
            .Sort("symbol", "session");

        Assert.Equal([Day(5), Day(10), Day(5)], weeks.ToArray<DateOnly>("session"));
        Assert.Equal([3.0, 10, 40], weeks.ToArray<double>("open"));
        Assert.Equal([5.0, 10, 50], weeks.ToArray<double>("close"));
    }

    [Fact]
    public void OrderOfRows_ThatIsNotOfTime_IsRefusedWithTheRemedy()
    {
        Frame newest = Prices().SortDescending("session");

        foreach (Func<Frame> use in (Func<Frame>[])
        [
            () => newest.Roll("close", 2, Rolling.Mean, "m", "symbol"), () => newest.Roll("close", 2, Rolling.Mean, "m"),
            () => newest.GroupBy("symbol", new("close", Aggregation.Last)),
            () => newest.GroupBy([], new Aggregate("close", Aggregation.First), new Aggregate("close", Aggregation.Max)),
            () => newest.Pivot("symbol", "symbol", "close"),
        ])
        {
            Assert.Contains(".Sort(\"session\")", Assert.Throws<InvalidOperationException>(use).Message);
        }

        Assert.Equal(Prices().GroupBy("symbol", new Aggregate("close", Aggregation.Last)).Sort("symbol").ToString(),
            newest.Sort("session").GroupBy("symbol", new Aggregate("close", Aggregation.Last)).Sort("symbol").ToString());
        Assert.Equal(6, newest.Without("session").Roll("close", 2, Rolling.Mean, "m").Rows);
        Assert.Equal(4, newest.GroupBy("symbol", new Aggregate("close", Aggregation.Mean)).Rows);
    }

    [Fact]
    public void OneAggregate_IsWrittenAsSeveralAre()
    {
        Frame prices = Prices();

        Assert.Equal(4, prices.GroupBy("symbol", new("close", Aggregation.Mean)).Rows);
        Assert.Equal(6, prices.GroupBy(["symbol", "session"], new("close", Aggregation.Mean)).Rows);
        Assert.Equal(1, prices.Resample("session", Period.Week, new("close", Aggregation.Max, "high")).Rows);
        Assert.Equal(4, prices.ResampleBy("session", Period.Week, ["symbol"], new("close", Aggregation.Max, "high")).Rows);
    }

    private enum Side
    {
        Buy,
        Sell,
    }

    private sealed record Fill(string? Symbol, Side Side, int Contracts, decimal Price, double? Fee, DateOnly Session, DateTime At, bool Paper);

    [Fact]
    public void FromRecords_Properties_BecomeColumns()
    {
        Frame frame = Frame.FromRecords(
            [new Fill("SPY", Side.Sell, 2, 1.25m, null, Day(2), new DateTime(2024, 1, 2, 14, 30, 0, DateTimeKind.Utc), true),
                new Fill(null, Side.Buy, 1, 2m, 0.5, Day(3), default, false)],
            name => name.ToLowerInvariant());

        Assert.Equal(["symbol", "side", "contracts", "price", "fee", "session", "at", "paper"], frame.Names);
        Assert.Equal(["Sell", "Buy"], frame.ToArray<string>("side"));
        Assert.Equal([1.25, 2], frame.ToArray<double>("price"));
        Assert.True(frame["fee"].IsNull(0) && frame["symbol"].IsNull(1));
        Assert.Equal(new DateTimeOffset(2024, 1, 2, 14, 30, 0, TimeSpan.Zero), frame.Get<DateTimeOffset>("at")[0]);
        Assert.Equal(0, Frame.FromRecords(Array.Empty<Fill>()).Rows);
        Assert.Contains("Uri", Assert.Throws<ArgumentException>(() => Frame.FromRecords([new { Link = new Uri("http://x") }])).Message);
        Assert.Equal(2.5, Column.Of("x", new double[] { 1, 2.5 }.AsSpan(1)).Span[0]);
    }

    [Fact]
    public void Sql_ByVariableName_SeesTheFrame()
    {
        Frame prices = Prices(), names = Names();

        Assert.Equal(472.0, prices.Sql("SELECT max(close) AS high FROM prices").Get<double>("high")[0]);
        Assert.Equal(2L, prices.Head(2).Sql("SELECT count(*) AS n FROM frame").Get<long>("n")[0]);
        Assert.Equal(6, Frame.Query("SELECT * FROM prices JOIN names USING (symbol)", new { prices, names }).Rows);
        Assert.Equal(1L, Frame.Query("SELECT count(*) FROM t WHERE close IS NULL", new Dictionary<string, Frame> { ["t"] = prices })[0][0]);
        Assert.Contains("line 1, column 8", Assert.Throws<QueryException>(() => prices.Sql("SELECT clse FROM prices")).Message);
        Assert.Throws<ArgumentException>(() => Frame.Query("SELECT 1", new { number = 1 }));
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("csv.gz")]
    [InlineData("parquet")]
    [InlineData("json")]
    public void Files_WriteAndRead_KeepEverything(string kind)
    {
        string folder = Directory.CreateTempSubdirectory("researchlab-frame-").FullName;
        try
        {
            string file = Path.Combine(folder, $"it's a [file] *.{kind}");
            Frame frame = Prices().With(new Column<double>("x", [0.1, 1e-300, -1.0 / 3, 1e22, double.NaN, 123456789.123456789]))
                .With(new Column<DateTimeOffset>("at", [.. Enumerable.Range(0, 6).Select(i => new DateTimeOffset(2024, 7, 1, 9, 30, i, TimeSpan.Zero))]))
                .With(new Column<string>("text", ["a,b", "\"quoted\"", "line\nbreak", "ünï 🦆", "'", "x"]))
                .With(new Column<bool>("flag", [true, false, true, false, true, false]));

            Action<Frame, string> write = kind switch
            {
                "parquet" => (f, p) => f.WriteParquet(p),
                "json" => (f, p) => f.WriteJson(p),
                _ => (f, p) => f.WriteCsv(p)
            };
            write(frame, file);
            write(frame, file);
            Frame read = kind switch { "parquet" => Frame.ReadParquet(file), "json" => Frame.ReadJson(file), _ => Frame.ReadCsv(file) };

            Assert.Equal([Path.GetFileName(file)], Directory.GetFiles(folder).Select(Path.GetFileName));
            Assert.Equal(frame.Names, read.Names);
            Assert.Equal(frame.ToArray<double>("x"), read.ToArray<double>("x"));
            if (kind == "json")
                read = read.Sql("SELECT * REPLACE (session::DATE AS session, \"at\"::TIMESTAMPTZ AS \"at\") FROM read");
            Assert.Equal(frame.ToString(), read.ToString());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Files_MissingOrBroken_AreOneLineErrors()
    {
        string folder = Directory.CreateTempSubdirectory("researchlab-frame-").FullName;
        try
        {
            string file = Path.Combine(folder, "broken.parquet");
            File.WriteAllText(file, "not parquet at all");
            string broken = Assert.Throws<InvalidDataException>(() => Frame.ReadParquet(file)).Message;
            Assert.Contains("broken.parquet", broken);
            Assert.DoesNotContain('\n', broken);
            Assert.Contains("There is no file", Assert.Throws<FileNotFoundException>(() => Frame.ReadCsv(Path.Combine(folder, "none.csv"))).Message);
            Assert.Contains("cannot be written", Assert.ThrowsAny<IOException>(() => Prices().WriteCsv(Path.Combine(folder, "no", "such", "x.csv"))).Message);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void WithoutAndRename_Columns_KeepTheOthers()
    {
        Assert.Equal(["symbol", "close"], Prices().Without("session", "volume").Names);
        Assert.Equal(["symbol", "session", "last", "volume"], Prices().Rename("close", "last").Names);
        Assert.Contains("Did you mean 'volume'", Assert.Throws<KeyNotFoundException>(() => Prices().Without("volum")).Message);
        Assert.Throws<ArgumentException>(() => Prices().Rename("close", "volume"));
    }

    [Fact]
    public void FromQuery_TypesAFrameDoesNotHold_BecomeReadableText()
    {
        using var connection = new DuckDB.NET.Data.DuckDBConnection("Data Source=:memory:");
        connection.Open();

        Frame frame = Frame.FromQuery(
            connection, "SELECT [1, NULL, 3] AS list, {'a': 1, 'b': ['x']} AS struct, MAP {'k': DATE '2024-01-02'} AS map, TIME '01:02:03.5' AS time, "
                + "INTERVAL '2 days 3 hours' AS span, '\\xFF'::BLOB AS blob, $n AS n", ("n", 5));

        Assert.Equal(["[1, NULL, 3]", "{a: 1, b: [x]}", "{k: 2024-01-02}", "01:02:03.5", "2 days 03:00:00", "ff", "5"],
            frame.Select(column => column.Format(0)));
    }

    [Fact]
    public void ToHtml_HostileText_IsEscaped()
    {
        string html = new Frame(new Column<string>("<b>", ["<script>alert(1)</script>", "x"]), new Column<double>("n", [1234.5, 2])).ToHtml(1);

        Assert.Contains("&lt;script&gt;", html);
        Assert.DoesNotContain("<script>", html);
        Assert.DoesNotContain("<b>", html);
        Assert.Contains("1,234.5", html);
        Assert.Contains("2 rows × 2 columns, 1 shown", html);
    }
}
