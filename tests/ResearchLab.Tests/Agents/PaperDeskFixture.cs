using ResearchLab.Agents;
using ResearchLab.Backtesting;
using ResearchLab.Daily;
using ResearchLab.Journal;
using ResearchLab.Market;

namespace ResearchLab.Tests.Agents;

/// <summary>
/// The desk walked once, session by session, over five weeks of a simulated market where options are paid for, so that it trades: what tests look at and replay.
/// </summary>
public sealed class PaperDeskFixture : IDisposable
{
    public static readonly DateOnly First = new(2024, 2, 1), Last = new(2024, 3, 8);
    private readonly string _folder = Directory.CreateTempSubdirectory("researchlab-desk").FullName;

    public PaperDeskFixture()
    {
        Lab = Lab.OpenCanary(new SimulatedMarketOptions(RiskPremium: 2, PlantedPremium: 4), "SMH", 1,
            new LabOptions { Home = _folder, DataFolder = _folder, CodeVersion = "desk", Costs = CostModel.Free });
        foreach (DateOnly session in Lab.Calendar.Sessions(First, Last))
        {
            Events.AddRange(Lab.Desk.Close(["SMH"], session));
            LabRun run = Lab.Daily.Run("SMH", session);
            Runs.Add(session, run);
            Events.AddRange(Lab.Desk.Enter([run]));
            Known.Add(session, Lab.Data("SMH", session));
        }
    }

    /// <summary>The lab, with the journal of the walk.</summary>
    public Lab Lab { get; }

    /// <summary>What happened.</summary>
    public List<DeskEvent> Events { get; } = [];

    /// <summary>The daily run of each session.</summary>
    public Dictionary<DateOnly, LabRun> Runs { get; } = [];

    /// <summary>What was known at each close.</summary>
    public Dictionary<DateOnly, SessionData> Known { get; } = [];

    public void Dispose()
    {
        Lab.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A fresh journal.</summary>
    public string NewJournal() => Path.Combine(_folder, $"journal-{Guid.NewGuid():N}.duckdb");

    /// <summary>Replays sessions into a journal: close, then orders of what was recommended. What is there already is not made again.</summary>
    public void Replay(JournalStore journal, DateOnly through)
    {
        DeskAccount? account = DeskAccount.AsOf(journal, LabDesk.PaperAccount);
        foreach (DateOnly session in Lab.Calendar.Sessions(account?.LastSession ?? First, through))
        {
            var close = new SessionClose(journal, LabDesk.PaperAccount, session, CostModel.Free, _ => Known[session]);
            if (account is null)
                account = close.Open(Lab.Options.AccountValue);
            else if (session > account.LastSession)
                close.Run(account, Known[session].RiskFreeReturn(Known[session].Bars.Count - 1));
            LabRun run = Runs[session];
            // As a process does that starts here: the account is what the journal says.
            account = DeskAccount.AsOf(journal, LabDesk.PaperAccount)!;
            double var95 = run.Recommendation.Position is { } position ? ResearchLab.Risk.PositionRisk.OneDayVar95(position, run.RatePerYear) : 0;
            SessionEntry.Run(journal, account, [(run.Recommendation, run.Document, var95)], Lab.Options.Limits, false, Lab.Calendar.CloseOf(session));
        }
    }
}
