using FsCheck;
using FsCheck.Fluent;
using ResearchLab.Basics;
using ResearchLab.Columns;

namespace ResearchLab.Tests.Columns;

public sealed class FrameTests
{
    private static Frame Sample() => new(
        new Column<string>("symbol", ["SPY", "QQQ", "IWM", "SPY"]),
        new Column<double>("close", [470.5, double.NaN, 200.25, 1234567.891]),
        new Column<long>("volume", [10, 20, 30, 40], [true, true, false, true]),
        new Column<DateOnly>("session", [new(2024, 1, 2), new(2024, 1, 3), new(2024, 1, 2), new(2024, 1, 1)]));

    [Fact]
    public void Get_RightType_IsTheSpan() => Assert.Equal(200.25, Sample().Get<double>("close")[2]);

    [Fact]
    public void Get_WrongType_NamesTheRightOne() =>
        Assert.Contains("holds Double, not Int64", Assert.Throws<ArgumentException>(() => Sample().Get<long>("close").Length).Message);

    [Theory]
    [InlineData("clsoe", "Did you mean 'close'?")]
    [InlineData("Symbol", "Did you mean 'symbol'?")]
    [InlineData("vol", "Did you mean 'volume'?")]
    [InlineData("bid_size", "Columns: symbol, close, volume, session.")]
    public void Indexer_MissingColumn_NamesTheNearOnes(string name, string expected) =>
        Assert.Contains(expected, Assert.Throws<KeyNotFoundException>(() => Sample()[name]).Message);

    [Theory]
    [InlineData("kitten", "sitting", 3)]   // the usual textbook pair
    [InlineData("", "abc", 3)]
    [InlineData("same", "SAME", 0)]
    [InlineData("shwo", "show", 1)]    // a swap
    [InlineData("ca", "abc", 3)]       // no letter is edited twice
    public void EditDistance_KnownPairs_CountsEditsAndSwaps(string left, string right, int expected) =>
        Assert.Equal(expected, EditDistance.Of(left, right));

    [Fact]
    public void Nulls_NaNAndMask_AreMissing()
    {
        Frame frame = Sample();
        Assert.True(frame["close"].IsNull(1));
        Assert.Null(frame["volume"][2]);
        Assert.Equal(1, frame["volume"].NullCount);
        Assert.True(double.IsNaN(new Column<double>("x", [1, 2], [true, false]).Span[1]));
    }

    [Fact]
    public void Sort_TwoKeys_IsStableWithMissingLast()
    {
        Frame sorted = Sample().Sort("symbol", "session");
        Assert.Equal(["IWM", "QQQ", "SPY", "SPY"], sorted.Get<string>("symbol").ToArray());
        Assert.Equal(new DateOnly(2024, 1, 1), sorted.Get<DateOnly>("session")[2]);
        Assert.True(double.IsNaN(Sample().Sort("close").Get<double>("close")[3]));
    }

    [Fact]
    public void Where_MaskAndPredicate_Agree()
    {
        Frame frame = Sample();
        Frame byMask = frame.Where([true, false, false, true]);
        Frame byValue = frame.Where<string>("symbol", symbol => symbol == "SPY");
        Assert.Equal(byMask.ToString(), byValue.ToString());
        Assert.Equal(2, byMask.Rows);
        Assert.Throws<ArgumentException>(() => frame.Where([true]));
    }

    [Fact]
    public void HeadTailConcat_SplitAndJoined_IsTheWhole()
    {
        Frame frame = Sample();
        Assert.Equal(frame.ToString(), Frame.Concat(frame.Head(1), frame.Tail(3)).ToString());
        Assert.True(Frame.Concat(frame.Head(1), frame.Tail(3))["volume"].IsNull(2));
        Assert.Throws<ArgumentException>(() => Frame.Concat(frame, frame.Select("close")));
    }

    [Fact]
    public void Sort_AnyNumbers_OrdersAndKeepsThem() =>
        Prop.ForAll<double[]>(values =>
        {
            double[] sorted = new Frame(new Column<double>("x", [.. values])).Sort("x").ToArray<double>("x");
            double[] expected = [.. values.Where(double.IsNaN), .. values.Where(v => !double.IsNaN(v)).Order()];
            return expected.Order().SequenceEqual(sorted.Order())
                && sorted.Where(v => !double.IsNaN(v)).SequenceEqual(values.Where(v => !double.IsNaN(v)).Order())
                && sorted.SkipWhile(v => !double.IsNaN(v)).All(double.IsNaN);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200).WithReplay(20260101UL, 1UL));

    [Fact]
    public void New_UnequalOrRepeatedColumns_Throws()
    {
        Assert.Throws<ArgumentException>(() => new Frame(new Column<int>("a", [1]), new Column<int>("b", [1, 2])));
        Assert.Throws<ArgumentException>(() => new Frame(new Column<int>("a", [1]), new Column<int>("a", [1])));
        Assert.Throws<ArgumentException>(() => new Column<decimal>("a", [1m]));
    }

    [Fact]
    public void ToString_MoreRowsThanShown_PrintsBothEndsAndTotal()
    {
        string text = Sample().ToString(2);
        Assert.Equal(
            """
            symbol         close  volume     session
            ------  ------------  ------  ----------
            SPY            470.5      10  2024-01-02
            …                  …       …           …
            SPY     1,234,567.89      40  2024-01-01
            4 rows × 4 columns, 2 shown
            """.ReplaceLineEndings("\n"),
            text);
    }

    [Fact]
    public void ToString_NoRows_PrintsTheHeader() =>
        Assert.EndsWith("0 rows × 4 columns", Sample().Head(0).ToString(), StringComparison.Ordinal);
}
