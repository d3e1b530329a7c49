using Deedle;
using DuckDB.NET.Data;
using ResearchLab.Columns;
using ResearchLab.Notebooks.Formatting;
using OwnFrame = ResearchLab.Columns.Frame;

namespace ResearchLab.Deedle.Tests;

public class DeedleFramesTests
{
    private static readonly DateOnly[] s_sessions = [new(2024, 1, 2), new(2024, 1, 3), new(2024, 1, 4)];

    private static readonly OwnFrame s_frame = new(
        new Column<DateOnly>("session", s_sessions),
        new Column<double>("close", [1.5, double.NaN, 3]),
        new Column<long>("volume", [10, 20, 30], [true, false, true]),
        new Column<int>("count", [1, 2, 3]),
        new Column<bool>("late", [true, false, false], [false, true, true]),
        new Column<string>("note", ["a", null!, "c"]),
        new Column<DateOnly>("expiry", [new(2024, 2, 1), default, new(2024, 3, 1)], [true, false, true]),
        new Column<DateTimeOffset>("known_at", [new(2024, 1, 2, 21, 0, 0, TimeSpan.Zero), new(2024, 1, 3, 21, 0, 0, TimeSpan.Zero),
            new(2024, 1, 4, 21, 0, 0, TimeSpan.Zero)]));

    [Fact]
    public void ToDeedle_AndBack_IsTheSame_MissingValuesToo()
    {
        Frame<DateOnly, string> frame = s_frame.ToDeedle();
        Assert.Equal(s_sessions, frame.RowKeys);
        Assert.Equal(1.5, frame["close"][s_sessions[0]]);
        Assert.False(frame.GetColumn<double>("close").TryGet(s_sessions[1]).HasValue);
        Assert.False(frame.GetColumn<long>("volume").TryGet(s_sessions[1]).HasValue);
        Assert.Equal(30, frame.GetColumn<long>("volume")[s_sessions[2]]);
        OwnFrame back = frame.ToFrame();
        Assert.Equal(s_frame.Names, back.Names);
        for (int c = 0; c < s_frame.Count; c++)
        {
            Assert.Equal(s_frame[c].ElementType, back[c].ElementType);
            Assert.Equal(Enumerable.Range(0, 3).Select(row => s_frame[c][row]), Enumerable.Range(0, 3).Select(row => back[c][row]));
        }
    }

    [Fact]
    public void ToDeedle_TwoRowsOfASession_NamesTheWay()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Long().ToDeedle());
        Assert.Contains("2024-01-02 twice, in rows 0 and 1", error.Message);
        Assert.Contains("ToDeedleWide", error.Message);
        Assert.Contains("holds Double, not DateOnly", Assert.Throws<ArgumentException>(() => s_frame.ToDeedle("close")).Message);
        Assert.Contains("missing in 1 of 3", Assert.Throws<ArgumentException>(() => s_frame.ToDeedle("expiry")).Message);
        Assert.Throws<KeyNotFoundException>(() => s_frame.ToDeedle("sesion"));
    }

    [Fact]
    public void ToDeedleWide_HasAColumnASymbol_InOrder_WithGaps()
    {
        Frame<DateOnly, string> wide = Long().ToDeedleWide("close");
        Assert.Equal(["SPY", "QQQ"], wide.ColumnKeys);
        Assert.Equal(s_sessions, wide.RowKeys);
        Assert.Equal(12.0, wide["SPY"][s_sessions[2]]);
        Assert.False(wide["QQQ"].TryGet(s_sessions[2]).HasValue);
        OwnFrame twice = OwnFrame.Concat(Long(), Long());
        Assert.Contains("SPY has 2024-01-02 twice", Assert.Throws<ArgumentException>(() => twice.ToDeedleWide("close")).Message);
    }

    [Fact]
    public void ToFrame_OfWhatDeedleComputed_HasItsValues()
    {
        Series<DateOnly, double> change = Long().ToDeedleWide("close")["SPY"].Diff(1);
        OwnFrame frame = change.ToFrame("change");
        Assert.Equal(s_sessions[1..], frame.ToArray<DateOnly>("session"));
        Assert.Equal([1.0, 1.0], frame.ToArray<double>("change"));
        OwnFrame means = global::Deedle.Frame.FromRecords(new[] { new { Kind = "a", Size = 1m }, new { Kind = "b", Size = 2.5m } }).ToFrame("row");
        Assert.Equal(["row", "Kind", "Size"], means.Names);
        Assert.Equal([1.0, 2.5], means.ToArray<double>("Size"));
    }

    [Fact]
    public void QueryDeedle_KeyedByRowOrColumn()
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        const string Sql = "SELECT DATE '2024-01-02' + i::INT AS session, i * $step AS value FROM range(3) t(i)";
        Frame<int, string> rows = connection.QueryDeedle(Sql, ("step", 2.0));
        Assert.Equal([0, 1, 2], rows.RowKeys);
        Frame<DateOnly, string> keyed = connection.QueryDeedle<DateOnly>(Sql, "session", ("step", 2.0));
        Assert.Equal(4.0, keyed["value"][s_sessions[2]]);
        Assert.Throws<QueryException>(() => connection.QueryDeedle("SELECT nothing FROM nowhere"));
    }

    [Fact]
    public void FrameAndSeries_DisplayAsTables()
    {
        MimeBundle bundle = Formatter.Format(s_frame.ToDeedle());
        string html = (string)bundle.Data[MimeBundle.HtmlText]!;
        Assert.Contains("<th style=\"text-align:left\">key</th><th style=\"text-align:right\">close</th>", html);
        Assert.Contains("<td style=\"text-align:left\">2024-01-03</td><td style=\"text-align:right\"></td>", html);
        Assert.Contains("3 rows × 8 columns", html);
        Assert.Contains("2024-01-02", bundle.Text);
        string series = (string)Formatter.Format(s_frame.ToDeedle()["close"]).Data[MimeBundle.HtmlText]!;
        Assert.Contains("<td style=\"text-align:left\">2024-01-04</td><td style=\"text-align:right\">3</td>", series);
    }

    private static OwnFrame Long() => new(
        new Column<DateOnly>("session", [s_sessions[0], s_sessions[0], s_sessions[1], s_sessions[1], s_sessions[2]]),
        new Column<string>("symbol", ["SPY", "QQQ", "SPY", "QQQ", "SPY"]),
        new Column<double>("close", [10, 20, 11, 21, 12]));
}
