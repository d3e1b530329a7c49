using System.Diagnostics;
using ResearchLab.Journal;

namespace ResearchLab.Tests.Journal;

/// <summary>
/// A process that records fills, for <see cref="FillProcessTests"/> to run beside others and to kill. Its class has no fixture: one that was killed would leave a
/// server of its own behind.
/// </summary>
public sealed class FillWriter
{
    private const string Location = "RESEARCHLAB_TEST_JOURNAL", First = "RESEARCHLAB_TEST_FIRST", Last = "RESEARCHLAB_TEST_LAST",
        GoesOn = "RESEARCHLAB_TEST_GOES_ON";

    internal static readonly DateOnly Session = new(2024, 2, 16);

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

    /// <param name="location">The journal.</param>
    /// <param name="first">First trade.</param>
    /// <param name="last">The one after the last.</param>
    /// <param name="goesOn">Whether it looks what is there, and begins after it.</param>
    internal static Process Start(string location, int first, int last, bool goesOn) => ChildTest.Start(typeof(FillWriter), nameof(Child),
        [(Location, location), (First, first.ToString()), (Last, last.ToString()), .. goesOn ? [(GoesOn, "1")] : Array.Empty<(string, string)>()]);

    internal static JournalStore Open(string location) => JournalStore.Open(location, TimeProvider.System, TimeSpan.FromSeconds(60));

    /// <summary>The fills of a trade with the position that each leaves: two open it, one closes both.</summary>
    internal static (FillRecord Fill, PositionRecord Position)[] Fills(int trade)
    {
        PositionRecord position = new($"p{trade}", "paper", "SPY", "long_call", Session, 1, 3.0, 300, "{}", 0.65);
        FillRecord Fill(string order, int number, int units) => new($"{order}{trade}-{number}", $"{order}{trade}", Session, units, 3.0, 0.65 * units,
            new(2024, 2, 16, 20, number, 0, TimeSpan.Zero), "{}");
        return
        [
            (Fill("o", 1, 1), position),
            (Fill("o", 2, 1), position with { Units = 2, Costs = 1.3 }),
            (Fill("c", 1, 2), position with { Units = 2, Costs = 2.6, Closed = Session, ExitPrice = 4.0, ExitReason = "take_profit", Profit = 197.4 }),
        ];
    }

    private static int Number(string variable) => int.Parse(Environment.GetEnvironmentVariable(variable)!);
}
