using ResearchLab.Basics;
using ResearchLab.Journal;
using ResearchLab.Models;
using ResearchLab.Risk;

namespace ResearchLab.Daily;

/// <summary>What travels through the daily run: what is asked for, and what its steps have made so far.</summary>
internal sealed class DailyContext(DailyRunRequest request, string runId, JournalStore journal, ModelBuilder models) : IDisposable
{
    private DailyDecision? _decision;

    /// <summary>What is asked for.</summary>
    public DailyRunRequest Request => request;

    /// <summary>Id of the run.</summary>
    public string RunId => runId;

    /// <summary>The journal.</summary>
    public JournalStore Journal => journal;

    /// <summary>Finds, trains and walks models.</summary>
    public ModelBuilder Models => models;

    /// <summary>Brings the configured sources up to date, or simulates what is missing; given what was written down of it before.</summary>
    public required Func<string?, StepOutcome> Ingest { get; init; }

    /// <summary>Reads what was known at the session's close, and throws when it cannot be decided on.</summary>
    public required Func<SessionData> Read { get; init; }

    /// <summary>The account after the session's close.</summary>
    public required Func<PortfolioState> ReadBook { get; init; }

    /// <summary>Writes the page where it is missing; says whether it did.</summary>
    public required Func<DailyContext, bool> WritePage { get; init; }

    /// <summary>Path of the page of a recommendation.</summary>
    public required Func<Recommendation, string> PageOf { get; init; }

    /// <summary>Where to report progress; may be null.</summary>
    public IProgress<RunProgress>? Progress { get; init; }

    /// <summary>Stops at the next safe point.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>What was known at the close: from <c>quality</c> on.</summary>
    public SessionData Data { get; set; } = null!;

    /// <summary>The model: from <c>model</c> on.</summary>
    public TrainedModel Model { get; set; } = null!;

    /// <summary>The desk: from <c>desk</c> on.</summary>
    public DeskModel Desk { get; set; } = null!;

    /// <summary>The decision in its steps: from <c>desk</c> on.</summary>
    public DailyDecision Decision => _decision ??= new DailyDecision(
        request, Data, Model, Desk, () => models.Outcomes(Model, withCorners: false), ReadBook());

    /// <summary>What today's code and lake decide: from <c>record</c> on.</summary>
    public Recommendation Decided { get; set; } = null!;

    /// <summary>What is recorded, and shown: that of today, or of the first run.</summary>
    public Recommendation Recommendation { get; set; } = null!;

    /// <summary>The recorded document.</summary>
    public string Document { get; set; } = "";

    /// <summary>What to tell the reader when today's code or lake decide otherwise than was recorded; else empty.</summary>
    public string Note { get; set; } = "";

    /// <summary>Whether this run recorded the recommendation.</summary>
    public bool IsFirst { get; set; }

    public void Dispose() => Model?.Dispose();
}
