using ResearchLab.Backtesting;
using ResearchLab.Basics;
using ResearchLab.Lake;
using ResearchLab.Models;
using ResearchLab.Options;
using ResearchLab.Tests.Lake;
using ResearchLab.Time;

namespace ResearchLab.Tests.Models;

public sealed class LabelStoreTests : IDisposable
{
    private const string Spec = "rules 1; test";
    private static readonly DateOnly[] s_sessions = ExchangeCalendar.Nyse.Sessions(new DateOnly(2019, 1, 2), new DateOnly(2019, 6, 28));
    private readonly LakeFixture _fixture = new("2019-07-01");

    public void Dispose() => _fixture.Dispose();

    /// <summary>
    /// Outcomes that last up to 30 sessions; some cannot be opened, some at the entry only, and what would end after <paramref name="through"/> is open.
    /// </summary>
    private static OutcomeMatrix Make(DateOnly through, string spec = Spec, string symbol = "SPY", ChainOrigin origin = ChainOrigin.Modelled)
    {
        int known = Array.FindLastIndex(s_sessions, session => session <= through);
        var outcomes = new TradeOutcome[(known + 1) * Structures.Count];
        for (int i = 0; i < outcomes.Length; i++)
        {
            (int row, var structure) = (i / Structures.Count, (Structure)(i % Structures.Count));
            var random = new Pcg32(9, (ulong)i);
            int exit = row + 2 + random.NextInt(29), kind = random.NextInt(12);
            double pnl = Math.Round(400 * random.NextNormal(), 2), capital = 100 + random.NextInt(900);
            ExitReason[] ended = [.. Enum.GetValues<ExitReason>().Where(reason => reason is not (ExitReason.NotTraded or ExitReason.Open))];
            ExitReason reason = ended[random.NextInt(ended.Length)];
            outcomes[i] =
                kind == 0 ? new TradeOutcome(structure, s_sessions[row], default, default, ExitReason.NotTraded, double.NaN, 0, double.NaN)
                : row + 1 > known ? new TradeOutcome(structure, s_sessions[row], default, default, ExitReason.Open, double.NaN, 0, double.NaN)
                : kind == 1 ? new TradeOutcome(structure, s_sessions[row], s_sessions[row + 1], default, ExitReason.NotTraded, double.NaN, 0, double.NaN)
                : exit > known ? new TradeOutcome(structure, s_sessions[row], s_sessions[row + 1], default, ExitReason.Open, double.NaN, 3, capital)
                : new TradeOutcome(structure, s_sessions[row], s_sessions[row + 1], s_sessions[exit], reason, pnl, 2.6, capital);
        }

        return new OutcomeMatrix(symbol, spec, origin, s_sessions[..(known + 1)], outcomes);
    }

    private OutcomeMatrix Read(DateOnly asOf, string spec = Spec)
    {
        using LakeView view = _fixture.Lake.AsOf(KnownAt.Daily(asOf));
        return LabelStore.Read(view, "SPY", spec);
    }

    private static TradeOutcome Blank(TradeOutcome open) => new(open.Structure, open.Signal, default, default, ExitReason.Open, double.NaN, 0, double.NaN);

    private static void AssertSame(OutcomeMatrix expected, OutcomeMatrix read)
    {
        Assert.Equal((expected.Symbol, expected.Spec, expected.Origin), (read.Symbol, read.Spec, read.Origin));
        int row = 0;
        for (int i = 0; i < expected.Sessions.Length; i++)
        {
            TradeOutcome[] outcomes = expected.Row(i).ToArray();
            if (outcomes.All(outcome => outcome.Reason == ExitReason.Open))
                continue; // nothing is kept of it
            Assert.Equal(expected.Sessions[i], read.Sessions[row]);
            Assert.Equal(outcomes.Select(outcome => outcome.Reason == ExitReason.Open ? Blank(outcome) : outcome), read.Row(row++).ToArray());
        }

        Assert.Equal(read.Sessions.Length, row);
    }

    [Fact]
    public void Read_AfterAppend_GivesBackEveryEndedOutcome()
    {
        OutcomeMatrix made = Make(s_sessions[^1]);
        AppendResult result = LabelStore.Append(_fixture.Lake, made);
        Assert.Equal(made.Outcomes.Count(outcome => outcome.Reason != ExitReason.Open), result.New);
        OutcomeMatrix read = Read(s_sessions[^1]);
        AssertSame(made, read);
        foreach (ExitReason reason in Enum.GetValues<ExitReason>())
            Assert.Contains(read.Outcomes, outcome => outcome.Reason == reason);
        Assert.Contains(read.Outcomes, outcome => outcome.Reason == ExitReason.NotTraded && outcome.Entry != default);
    }

    [Fact]
    public void Read_AsOfAnySession_IsWhatAShorterHistoryWouldHaveLabelled()
    {
        LabelStore.Append(_fixture.Lake, Make(s_sessions[^1]));
        foreach (int row in (int[])[0, 1, 20, 50, 51, 77, 100, s_sessions.Length - 2])
        {
            OutcomeMatrix read = Read(s_sessions[row]);
            Assert.All(read.Outcomes, outcome => Assert.True(!outcome.IsComplete || outcome.Exit <= s_sessions[row]));
            Assert.All(read.Outcomes, outcome => Assert.True(outcome.Entry <= s_sessions[row]));
            AssertSame(Make(s_sessions[row]), read with { Origin = ChainOrigin.Modelled });
        }
    }

    [Fact]
    public void Append_Twice_OrFromAShorterHistoryFirst_WritesEachOutcomeOnce()
    {
        OutcomeMatrix early = Make(s_sessions[60]), late = Make(s_sessions[^1]);
        AppendResult first = LabelStore.Append(_fixture.Lake, early), second = LabelStore.Append(_fixture.Lake, late);
        int files = _fixture.DataFiles().Length;
        AppendResult third = LabelStore.Append(_fixture.Lake, late), fourth = LabelStore.Append(_fixture.Lake, early);
        Assert.Equal((0, 0), (first.Same, first.Revised));
        Assert.Equal((first.New, 0), (second.Same, second.Revised));
        Assert.Equal((0, first.New + second.New, 0), (third.New, third.Same, third.Revised));
        Assert.Equal((0, first.New, 0), (fourth.New, fourth.Same, fourth.Revised));
        Assert.Equal(files, _fixture.DataFiles().Length);
        AssertSame(late, Read(s_sessions[^1]));
    }

    [Fact]
    public void Read_OtherSpecOrSymbol_IsSeparate()
    {
        LabelStore.Append(_fixture.Lake, Make(s_sessions[60]));
        LabelStore.Append(_fixture.Lake, Make(s_sessions[40], spec: "rules 2", origin: ChainOrigin.Observed));
        LabelStore.Append(_fixture.Lake, Make(s_sessions[80], symbol: "QQQ"));
        AssertSame(Make(s_sessions[60]), Read(s_sessions[^1]));
        AssertSame(Make(s_sessions[40], spec: "rules 2", origin: ChainOrigin.Observed), Read(s_sessions[^1], "rules 2"));
        OutcomeMatrix none = Read(s_sessions[^1], "rules 3");
        Assert.Empty(none.Sessions);
        Assert.Empty(none.Outcomes);
    }

    [Fact]
    public void Append_CorrectedOutcome_IsARevisionAndThePastReadStays()
    {
        OutcomeMatrix made = Make(s_sessions[60]);
        LabelStore.Append(_fixture.Lake, made);
        DateTimeOffset before = _fixture.Clock.Now;
        _fixture.Clock.Now += TimeSpan.FromDays(1);
        int corrected = Array.FindIndex(made.Outcomes, outcome => outcome.IsComplete);
        TradeOutcome[] outcomes = [.. made.Outcomes];
        outcomes[corrected] = outcomes[corrected] with { Pnl = outcomes[corrected].Pnl + 1 };
        Assert.Equal(1, LabelStore.Append(_fixture.Lake, made with { Outcomes = outcomes }).Revised);
        AssertSame(made with { Outcomes = outcomes }, Read(s_sessions[^1]));
        using LakeView past = _fixture.Lake.AsOf(KnownAt.Daily(s_sessions[60]), before);
        AssertSame(made, LabelStore.Read(past, "SPY", Spec));
    }
}
