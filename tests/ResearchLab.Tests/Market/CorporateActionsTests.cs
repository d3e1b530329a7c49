using ResearchLab.Lake;
using ResearchLab.Market;
using ResearchLab.Tests.Lake;
using ResearchLab.Tests.Shared;
using ResearchLab.Time;

namespace ResearchLab.Tests.Market;

public sealed class CorporateActionsTests : IDisposable
{
    private static readonly DateOnly[] s_days = ExchangeCalendar.Nyse.Sessions(new(2024, 2, 5), new(2024, 2, 9));
    private readonly LakeFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    private static BarSeries Bars(params double[] close) => new("ABC", s_days[..close.Length], close, close, close, close, [.. close.Select(_ => 1_000.0)]);

    [Fact]
    public void Adjust_SplitThenDividend_AreAsByHand()
    {
        BarSeries raw = Bars(100, 102, 51, 50, 49);
        CorporateAction[] actions = [new(s_days[2], CorporateActionKind.Split, 2), new(s_days[3], CorporateActionKind.Dividend, 1.02)];
        Assert.Equal([50, 51, 51, 50, 49], CorporateActions.Adjust(raw, actions, PriceBasis.Split).Close);
        Assert.Equal([2_000.0, 2_000, 1_000, 1_000, 1_000], CorporateActions.Adjust(raw, actions, PriceBasis.Total).Volume);
        double[] total = CorporateActions.Adjust(raw, actions, PriceBasis.Total).Close;
        Assert.Equal(50 * 0.98, total[0], 12);
        Assert.Equal(51 * 0.98, total[2], 12);
        Assert.Equal(50, total[3]);
        Assert.Same(raw, CorporateActions.Adjust(raw, actions, PriceBasis.Raw));
    }

    [Fact]
    public void Adjust_SplitAndDividendOfOneSession_DividendIsOfOldShares()
    {
        CorporateAction[] actions = [new(s_days[1], CorporateActionKind.Split, 4), new(s_days[1], CorporateActionKind.Dividend, 8)];
        Assert.Equal(80 * 0.9 / 4, CorporateActions.Adjust(Bars(80, 18), actions, PriceBasis.Total).Close[0], 12);
    }

    [Theory]
    [InlineData(CorporateActionKind.Split, 0)]
    [InlineData(CorporateActionKind.Split, double.NaN)]
    [InlineData(CorporateActionKind.Dividend, -1)]
    [InlineData(CorporateActionKind.Dividend, 100)]
    public void Adjust_ImpossibleValue_SaysWhich(CorporateActionKind kind, double value) =>
        Assert.Contains("2024-02-06", Assert.Throws<ArgumentException>(
            () => CorporateActions.Adjust(Bars(100, 100), [new CorporateAction(s_days[1], kind, value)], PriceBasis.Total)).Message, StringComparison.Ordinal);

    [Fact]
    public void Prices_BeforeAndAfterASplit_UseTheActionsKnownThen()
    {
        LakeMarket.AppendBars(_fixture.Lake, Bars(100, 102, 51, 50, 49), "test", BarAdjustment.Raw);
        LakeMarket.AppendActions(_fixture.Lake, "abc", [new(s_days[2], CorporateActionKind.Split, 2), new(s_days[4], CorporateActionKind.Dividend, 1)], "test");
        double[] Closes(DateTimeOffset known, PriceBasis basis)
        {
            using LakeView view = _fixture.Lake.AsOf(known);
            return LakeMarket.Prices(view, "ABC", basis).Close;
        }

        Assert.Equal([100, 102], Closes(KnownAt.Daily(s_days[1]), PriceBasis.Split));
        Assert.Equal([50, 51, 51, 50], Closes(KnownAt.Daily(s_days[3]), PriceBasis.Total));
        Assert.Equal(49, Closes(KnownAt.Daily(s_days[4]), PriceBasis.Total)[3], 12);
        Assert.Equal([100, 102, 51, 50, 49], Closes(KnownAt.Daily(s_days[4]), PriceBasis.Raw));
    }

    [Fact]
    public void Prices_VendorAdjusted_AreNotTakenForRaw()
    {
        LakeMarket.AppendBars(_fixture.Lake, Bars(100, 102, 101), "test", BarAdjustment.Splits);
        using LakeView view = _fixture.Lake.Now();
        Assert.Contains("raw prices cannot be derived", Assert.Throws<ArgumentException>(() => LakeMarket.Prices(view, "ABC", PriceBasis.Raw)).Message,
            StringComparison.Ordinal);
        Assert.Equal([100, 102, 101], LakeMarket.Prices(view, "ABC", PriceBasis.Split).Close);
    }

    /// <summary>
    /// Prices from actions equal raw price × price factor × split factor of the vendor's own file, to 1e-9 of the price, for all 14 tickers that
    /// have factors, through the lake.
    /// </summary>
    [Fact]
    public void Prices_RealRawData_ReproduceTheFactorFile()
    {
        ILookup<string, (DateOnly Date, double Price, double Split)> factors = Csv("lean_factor_files.csv.gz")
            .ToLookup(row => row[0], row => (DateOnly.Parse(row[1]), Number(row[2]), Number(row[3])), StringComparer.Ordinal);
        int symbols = 0, splits = 0, dividends = 0;
        foreach (IGrouping<string, string[]> rows in Csv("lean_raw_daily_1998_2021.csv.gz").GroupBy(row => row[1], StringComparer.Ordinal)
            .Where(rows => factors.Contains(rows.Key)))
        {
            BarSeries raw = RawBars(rows.Key, rows);
            (DateOnly Date, double Price, double Split)[] table = [.. factors[rows.Key].OrderBy(row => row.Date)];
            IReadOnlyList<CorporateAction> actions = CorporateActions.FromFactors(raw.Sessions, raw.Close, table);
            splits += actions.Count(action => action.Kind == CorporateActionKind.Split);
            dividends += actions.Count(action => action.Kind == CorporateActionKind.Dividend);

            // The bars end in 2021 and the file's later factors are about later actions: measured from the last bar, as what was known then is.
            double[] Expected(Func<(DateOnly Date, double Price, double Split), double> factor)
            {
                double[] each = [.. raw.Sessions.Select(session => factor(table.First(row => row.Date >= session)))];
                return [.. each.Select((value, i) => raw.Close[i] * value / each[^1])];
            }

            AssertClose(Expected(row => row.Split), CorporateActions.Adjust(raw, actions, PriceBasis.Split).Close, rows.Key);
            AssertClose(Expected(row => row.Price * row.Split), CorporateActions.Adjust(raw, actions, PriceBasis.Total).Close, rows.Key);
            symbols++;
        }

        Assert.True(symbols >= 10 && splits >= 5 && dividends >= 200, $"{symbols} symbols, {splits} splits, {dividends} dividends");
    }

    /// <summary>
    /// The same total returns as another vendor's adjusted closes, day by day: half of the days within a basis point, 99% within 100 (the two vendors' closes
    /// differ).
    /// </summary>
    [Fact]
    public void Prices_RealRawApple_HaveTheReturnsOfAnotherVendor()
    {
        BarSeries raw = RawBars("AAPL", Csv("lean_raw_daily_1998_2021.csv.gz").Where(row => row[1] == "AAPL"));
        (DateOnly, double, double)[] table = [.. Csv("lean_factor_files.csv.gz").Where(row => row[0] == "AAPL")
            .Select(row => (DateOnly.Parse(row[1]), Number(row[2]), Number(row[3]))).OrderBy(row => row.Item1)];
        IReadOnlyList<CorporateAction> actions = CorporateActions.FromFactors(raw.Sessions, raw.Close, table);
        Assert.Equal(7, actions.Single(action => action.Session == new DateOnly(2014, 6, 9)).Value, 3);
        BarSeries total = CorporateActions.Adjust(raw, actions, PriceBasis.Total);
        int adjusted = Array.IndexOf(Header("daily_watchlist_yahoo_to_2020.csv.gz"), "adj_close");
        Dictionary<DateOnly, double> other = Csv("daily_watchlist_yahoo_to_2020.csv.gz").Where(row => row[1] == "AAPL")
            .ToDictionary(row => DateOnly.Parse(row[0]), row => Number(row[adjusted]));
        double[] gaps = [.. Enumerable.Range(1, total.Count - 1)
            .Where(i => other.ContainsKey(total.Sessions[i]) && other.ContainsKey(total.Sessions[i - 1]))
            .Select(i => Math.Abs((total.Close[i] / total.Close[i - 1]) - (other[total.Sessions[i]] / other[total.Sessions[i - 1]]))).Order()];
        Assert.True(gaps.Length > 5_000, $"{gaps.Length} days");
        Assert.True(gaps[gaps.Length / 2] < 1e-4, $"median {gaps[gaps.Length / 2]}");
        Assert.True(gaps[(int)(gaps.Length * 0.99)] < 1e-2, $"99% {gaps[(int)(gaps.Length * 0.99)]}");
    }

    private static void AssertClose(double[] expected, double[] actual, string symbol)
    {
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(actual[i] - expected[i]) <= 1e-9 * expected[i], $"{symbol} row {i}: {actual[i]}, not {expected[i]}");
    }

    private static BarSeries RawBars(string symbol, IEnumerable<string[]> rows)
    {
        string[][] all = [.. rows.OrderBy(row => row[0], StringComparer.Ordinal)];
        double[] Values(int column) => Array.ConvertAll(all, row => Number(row[column]));
        return new BarSeries(symbol, Array.ConvertAll(all, row => DateOnly.Parse(row[0])), Values(2), Values(3), Values(4), Values(5), Values(6));
    }

    private static double Number(string text) => text.Length == 0 ? double.NaN : double.Parse(text);

    private static string[] Header(string file)
    {
        using StreamReader text = RealData.OpenText(file);
        return text.ReadLine()!.Split(',');
    }

    private static IEnumerable<string[]> Csv(string file)
    {
        using StreamReader text = RealData.OpenText(file);
        text.ReadLine();
        while (text.ReadLine() is { } line)
            yield return line.Split(',');
    }
}
