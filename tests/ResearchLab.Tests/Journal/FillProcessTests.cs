using System.Diagnostics;
using ResearchLab.Basics;
using ResearchLab.Journal;

namespace ResearchLab.Tests.Journal;

/// <summary>Processes that record the same fills at once, or are killed while they do: one of each is there in the end, and never a part of one.</summary>
[Trait("Tier", "full")]
public sealed class FillProcessTests(PostgresCluster cluster) : IClassFixture<PostgresCluster>, IDisposable
{
    private const int Rounds = 20, Window = 4;

    private readonly string _folder = Directory.CreateTempSubdirectory("researchlab-journal-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Writers_InFourProcesses_RecordEachFillOnce(bool postgres)
    {
        const int Writers = 4, Few = 12;
        string location = Create(postgres);
        JournalStore store = FillWriter.Open(location);
        for (int trade = 0; trade < Few; trade++)
            Send(store, trade);
        Process[] writers = [.. Enumerable.Range(0, Writers).Select(_ => FillWriter.Start(location, 0, Few, goesOn: false))];
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
        JournalStore store = FillWriter.Open(location);
        var random = new Pcg32(20);
        int first = 0, sent = 0, before = 0, cut = 0;
        for (int round = 0; round < Rounds; round++)
        {
            for (; sent < first + Window; sent++)
                Send(store, sent);
            using Process writer = FillWriter.Start(location, first, sent, goesOn: true);
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
        using Process last = FillWriter.Start(location, first, sent, goesOn: true);
        string output = last.StandardOutput.ReadToEnd();
        Assert.True(last.WaitForExit(ChildTest.Hang));
        Assert.True(last.ExitCode == 0, output);
        Assert.All(Enumerable.Range(0, sent), trade => Assert.Equal(3, Recorded(store, trade)));
        Assert.Equal(sent, store.FindOutcomes().Count);
        Assert.Empty(store.FindOpenPositions("paper"));
    }

    private static string? NextBegun(Process writer)
    {
        while (writer.StandardOutput.ReadLine() is { } line)
        {
            if (line.StartsWith("begun ", StringComparison.Ordinal))
                return line;
        }

        return null;
    }

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
        OrderRecord open = new($"o{trade}", "paper", $"d{trade}", FillWriter.Session, "SPY", "long_call", OrderAction.Open, null, 2, 3.0, "{}",
            OrderState.Intended, null, null, default, default);
        OrderRecord close = open with { Id = $"c{trade}", Action = OrderAction.Close, PositionId = $"p{trade}" };
        var decision = new DecisionRecord($"d{trade}", "desk", "SPY", FillWriter.Session, "entry", "approved", "[]", "{}", default);
        if (!store.RecordDecision(decision, [open, close]))
            return;
        store.MoveOrder(open.Id, OrderState.Submitted, "sent");
        store.MoveOrder(close.Id, OrderState.Submitted, "sent");
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
        Assert.Equal(opened == 0 ? null : FillWriter.Fills(trade)[opened + closed - 1].Position, position);
        Assert.Equal(closed, store.FindOutcomes().Count(outcome => outcome.PositionId == $"p{trade}"));
        return opened + closed;
    }
}
