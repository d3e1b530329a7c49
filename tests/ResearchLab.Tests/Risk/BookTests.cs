using FsCheck;
using FsCheck.Fluent;
using ResearchLab.Basics;
using ResearchLab.Risk;

namespace ResearchLab.Tests.Risk;

/// <summary>The book: what it is worth, what limits see of it, and what it refuses.</summary>
public class BookTests
{
    private static BookOrder Order(int id, int units = 2, int decided = 0, string underlying = "SPY") => new(id, underlying, units, 700, 120, decided);

    /// <summary>Worked by hand: two units bought for 300 each at session 1, sold at a profit of 50 each at session 3, cash at 1% a session.</summary>
    [Fact]
    public void Close_OneTrade_IsWorthWhatItEarnedAndWhatCashEarned()
    {
        var book = new Book(10_000);
        book.Take(Order(1));
        Assert.Equal((1, 1400.0, 240.0, 0),
            (book.State(0, "SPY").OpenPositions, book.State(0, "SPY").OpenRisk, book.State(0, "SPY").Var95, book.State(0, "SPY").SessionsSinceEntry));
        book.Close(1, 0.01, _ => BookMark.Held(profit: -10, value: 290));
        Assert.Equal(10_000 + 100 - 20, book.Equity, 1e-9); // nothing was tied up before the fill
        Assert.Equal(-80, book.State(1, "SPY").DayLoss, 1e-9);
        double before = book.Equity;
        book.Close(2, 0.01, _ => BookMark.Held(profit: -40, value: 260));
        Assert.Equal(before - 60 + ((before - 580) * 0.01), book.Equity, 1e-9);
        double high = 10_080, now = book.Equity;
        Assert.Equal(Math.Max(0, 1 - (now / Math.Max(high, now))), book.State(2, "SPY").Drawdown, 1e-12);
        book.Close(3, 0, _ => BookMark.Ended(50));
        Assert.Equal(now + 180, book.Equity, 1e-9);
        PortfolioState state = book.State(5, "SPY");
        Assert.Equal((0, 0.0, 0, 2, 5), (state.OpenPositions, state.OpenRisk, state.LossesRunning, state.SessionsSinceExit, state.SessionsSinceEntry));
    }

    [Fact]
    public void State_NothingTaken_HasNotTraded()
    {
        var book = new Book(50_000);
        book.Close(1, 0.0001, _ => throw new InvalidOperationException("There is nothing to ask for."));
        PortfolioState state = book.State(1, "SPY");
        Assert.Equal((false, null, null, 0), (state.HasTraded, state.SessionsSinceEntry, state.SessionsSinceExit, state.LossesRunning));
        book.Take(Order(1, decided: 1, underlying: "QQQ"));
        // An entry in one underlying keeps no distance from another, and the account has traded.
        Assert.Equal((true, null), (book.State(2, "SPY").HasTraded, book.State(2, "SPY").SessionsSinceEntry));
        Assert.Equal(1, book.State(2, "QQQ").SessionsSinceEntry);
    }

    [Fact]
    public void Close_LapsedOrder_FreesItsPlace_AndIsNoLoss()
    {
        var book = new Book(50_000);
        book.Take(Order(1));
        book.Close(1, 0, _ => BookMark.Waiting);
        Assert.Equal(1, book.State(1, "SPY").OpenPositions);
        book.Close(2, 0, _ => BookMark.Lapsed);
        PortfolioState state = book.State(2, "SPY");
        Assert.Equal((0, 0, null, 50_000.0), (state.OpenPositions, state.LossesRunning, state.SessionsSinceExit, state.AccountValue));
    }

    [Fact]
    public void Close_LossesRun_UntilAProfit()
    {
        var book = new Book(50_000);
        int[] profits = [-1, -5, 0, 3, -2];
        int[] running = [1, 2, 3, 0, 1]; // a trade that earned nothing lost its costs
        for (int i = 0; i < profits.Length; i++)
        {
            book.Take(Order(i, decided: i));
            book.Close(i + 1, 0, _ => BookMark.Ended(profits[i]));
            Assert.Equal(running[i], book.State(i + 1, "SPY").LossesRunning);
        }
    }

    /// <summary>Whatever happens on the way, an account without interest is worth what it had and what its trades earned.</summary>
    [Fact]
    public void Equity_IsTheStartAndAllProfits() => Prop.ForAll(
        Gen.Choose(1, 30).SelectMany(count => Gen.Zip(Gen.Choose(1, 5), Gen.Choose(-300, 300)).ListOf(count)).ToArbitrary(),
        trades =>
        {
            var book = new Book(100_000);
            var random = new Pcg32((ulong)trades.Count, 7);
            double earned = 0;
            for (int i = 0; i < trades.Count; i++)
            {
                (int units, int profit) = trades[i];
                book.Take(new BookOrder(i, "SPY", units, 500, 90, i));
                // Some end at once, some with the next close.
                book.Close(i + 1, 0,
                    order => order.Id == i && random.NextDouble() < 0.5 ? BookMark.Held(random.NextDouble(), 100) : BookMark.Ended(trades[order.Id].Item2));
                earned += units * profit;
            }

            book.Close(trades.Count + 1, 0, order => BookMark.Ended(trades[order.Id].Item2));
            return (Math.Abs(book.Equity - 100_000 - earned) < 1e-6 && book.State(0, "SPY").OpenPositions == 0).Label($"{book.Equity} for {earned}");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(20261130UL, 1UL));

    [Fact]
    public void Book_RefusesWhatCannotBe()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Book(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Book(double.NaN));
        var book = new Book(1);
        Assert.Contains("at least 1", Assert.Throws<ArgumentException>(() => book.Take(Order(1, units: 0))).Message, StringComparison.Ordinal);
        book.Take(Order(1));
        Assert.Contains("already", Assert.Throws<ArgumentException>(() => book.Take(Order(1))).Message, StringComparison.Ordinal);
    }
}
