using System.Diagnostics;
using ResearchLab.Basics;
using ResearchLab.Journal;

namespace ResearchLab.Tests.Journal;

/// <summary>Processes that record the same fills at once, or are killed while they do: one of each is there in the end, and never a part of one.</summary>
[Trait("Tier", "full")]
public sealed class FillProcessTests(PostgresCluster cluster) : IClassFixture<PostgresCluster>, IDisposable
{
    private const string Location = "RESEARCHLAB_TEST_JOURNAL", First = "RESEARCHLAB_TEST_FIRST", Last = "RESEARCHLAB_TEST_LAST",
        GoesOn = "RESEARCHLAB_TEST_GOES_ON";
    private const int Rounds = 20, Window = 4;

    private static readonly DateOnly s_session = new(2024, 2, 16);

    private readonly string _folder = Directory.CreateTempSubdirectory("researchlab-journal-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Writers_InFourProcesses_RecordEachFillOnce(bool postgres)
    {
        const int Writers = 4, Few = 12;
        string location = Create(postgres);
        JournalStore store = Open(location);
        for (int trade = 0; trade < Few; trade++)
            Send(store, trade);
        Process[] writers = [.. Enumerable.Range(0, Writers).Select(_ => Writer(location, 0, Few, goesOn: false))];
        string[] output = await Task.WhenAll(writers.Select(writer => writer.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)));
        for (int i = 0; i < Writers; i++)
        {
            Assert.True(writers[i].WaitForExit(ChildTest.Hang));
            Assert.True(writers[i].ExitCode == 0, output[i]);
            writers[i].Dispose();
        }

        Assert.All(Enumerable.Range(0, Few), trade => Assert.Equal(3, Recorded(store, trade)));
        // One writer of each fill said that it wrote it.
        Assert.Equal(Few * 3, output.Sum(text => text.Split('\n').Count(line => line.StartsWith("written ", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Writer_KilledWhileItRecords_LeavesAllOfAFillOrNothing(bool postgres)
    {
        string location = Create(postgres);
        JournalStore store = Open(location);
        var random = new Pcg32(20);
        int first = 0, sent = 0, before = 0, cut = 0;
        for (int round = 0; round < Rounds; round++)
        {
            for (; sent < first + Window; sent++)
                Send(store, sent);
            using Process writer = Writer(location, first, sent, goesOn: true);
            int begun = 0;
            for (int wanted = 1 + random.NextInt(6); begun < wanted; begun++)
            {
                if (NextBegun(writer) is null)
                    Assert.Fail($"the writer ended with {writer.ExitCode} before it was killed");
            }

            // It has begun a fill, and takes some milliseconds to write it: any part of that may be the last it does.
            Thread.SpinWait(random.NextInt(2_000_000));
            writer.Kill();
            Assert.True(writer.WaitForExit(ChildTest.Hang));
            while (NextBegun(writer) is not null)
                begun++;
            int[] recorded = [.. Enumerable.Range(first, Window).Select(trade => Recorded(store, trade))];
            Assert.InRange(recorded.Sum() - before, begun - 1, begun);
            cut += begun - (recorded.Sum() - before);
            int whole = recorded.TakeWhile(fills => fills == 3).Count();
            first += whole;
            before = recorded[whole..].Sum();
        }

        Assert.True(cut > 0, "no writer was caught before its commit");
        // And the next one completes what the last began.
        using Process last = Writer(location, first, sent, goesOn: true);
        string output = last.StandardOutput.ReadToEnd();
        Assert.True(last.WaitForExit(ChildTest.Hang));
        Assert.True(last.ExitCode == 0, output);
        Assert.All(Enumerable.Range(0, sent), trade => Assert.Equal(3, Recorded(store, trade)));
        Assert.Equal(sent, store.FindOutcomes().Count);
        Assert.Empty(store.FindOpenPositions("paper"));
    }

    [Fact(Explicit = true)]
    public void Child()
    {
        JournalStore store = Open(Environment.GetEnvironmentVariable(Location) ?? throw new InvalidOperationException($"Set {Location} to the journal."));
        for (int trade = Number(First); trade < Number(Last); trade++)
        {
            foreach ((FillRecord fill, PositionRecord position) in Fills(trade))
            {
                if (Environment.GetEnvironmentVariable(GoesOn) is not null && store.FindFills(fill.OrderId).Any(one => one.Id == fill.Id))
                    continue;
                Console.Out.WriteLine($"begun {fill.Id}");
                if (store.RecordFill(fill, position))
                    Console.Out.WriteLine($"written {fill.Id}");
            }
        }
    }

    private static int Number(string variable) => int.Parse(Environment.GetEnvironmentVariable(variable)!);

    private static string? NextBegun(Process writer)
    {
        while (writer.StandardOutput.ReadLine() is { } line)
        {
            if (line.StartsWith("begun ", StringComparison.Ordinal))
                return line;
        }

        return null;
    }

    /// <param name="location">The journal.</param>
    /// <param name="first">First trade.</param>
    /// <param name="last">The one after the last.</param>
    /// <param name="goesOn">Whether it looks what is there, and begins after it.</param>
    private static Process Writer(string location, int first, int last, bool goesOn) => ChildTest.Start(typeof(FillProcessTests), nameof(Child),
        [(Location, location), (First, first.ToString()), (Last, last.ToString()), .. goesOn ? [(GoesOn, "1")] : Array.Empty<(string, string)>()]);

    private static JournalStore Open(string location) => JournalStore.Open(location, TimeProvider.System, TimeSpan.FromSeconds(60));

    private string Create(bool postgres)
    {
        if (!postgres)
            return Path.Combine(_folder, "journal.duckdb");
        Assert.SkipWhen(cluster.Missing is not null, cluster.Missing ?? "");
        return cluster.CreateDatabase("lab_" + TestContext.Current.Test!.UniqueID[..24].ToLowerInvariant());
    }

    /// <summary>A trade: an order for two units, filled one by one, and one that closes both.</summary>
    private static void Send(JournalStore store, int trade)
    {
        OrderRecord open = new($"o{trade}", "paper", $"d{trade}", s_session, "SPY", "long_call", OrderAction.Open, null, 2, 3.0, "{}",
            OrderState.Intended, null, null, default, default);
        OrderRecord close = open with { Id = $"c{trade}", Action = OrderAction.Close, PositionId = $"p{trade}" };
        var decision = new DecisionRecord($"d{trade}", "desk", "SPY", s_session, "entry", "approved", "[]", "{}", default);
        if (!store.RecordDecision(decision, [open, close]))
            return;
        store.MoveOrder(open.Id, OrderState.Submitted, "sent");
        store.MoveOrder(close.Id, OrderState.Submitted, "sent");
    }

    private static (FillRecord Fill, PositionRecord Position)[] Fills(int trade)
    {
        PositionRecord position = new($"p{trade}", "paper", "SPY", "long_call", s_session, 1, 3.0, 300, "{}", 0.65);
        FillRecord Fill(string order, int number, int units) => new($"{order}{trade}-{number}", $"{order}{trade}", s_session, units, 3.0, 0.65 * units,
            new(2024, 2, 16, 20, number, 0, TimeSpan.Zero), "{}");
        return
        [
            (Fill("o", 1, 1), position),
            (Fill("o", 2, 1), position with { Units = 2, Costs = 1.3 }),
            (Fill("c", 1, 2), position with { Units = 2, Costs = 2.6, Closed = s_session, ExitPrice = 4.0, ExitReason = "take_profit", Profit = 197.4 }),
        ];
    }

    /// <summary>How many fills of a trade are there, from 0 to 3; the test fails when order, events, position or outcome say anything else.</summary>
    private static int Recorded(JournalStore store, int trade)
    {
        OrderRecord open = store.FindOrder($"o{trade}")!;
        OrderRecord close = store.FindOrder($"c{trade}")!;
        int opened = store.FindFills(open.Id).Count, closed = store.FindFills(close.Id).Count;
        Assert.InRange(closed, 0, opened / 2);
        OrderState[] states = [OrderState.Submitted, OrderState.PartlyFilled, OrderState.Filled];
        Assert.Equal(states[opened], open.State);
        Assert.Equal(states[..(opened + 1)], store.FindOrderEvents(open.Id).Select(one => one.State));
        Assert.Equal(closed == 0 ? OrderState.Submitted : OrderState.Filled, close.State);
        PositionRecord? position = store.FindPosition($"p{trade}");
        Assert.Equal(opened == 0 ? null : $"p{trade}", open.PositionId);
        Assert.Equal(opened == 0 ? null : Fills(trade)[opened + closed - 1].Position, position);
        Assert.Equal(closed, store.FindOutcomes().Count(outcome => outcome.PositionId == $"p{trade}"));
        return opened + closed;
    }
}
