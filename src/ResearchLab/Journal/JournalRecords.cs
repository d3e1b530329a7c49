namespace ResearchLab.Journal;

/// <summary>One run of a pipeline for a symbol and session.</summary>
/// <param name="Id">Id of the run.</param>
/// <param name="Symbol">Symbol.</param>
/// <param name="Session">Session it ran for.</param>
/// <param name="ConfigHash">Hash of the configuration.</param>
/// <param name="StartedAt">Start, UTC.</param>
/// <param name="EndedAt">End, UTC; null while it runs or when it died.</param>
/// <param name="Status"><c>running</c>, <c>done</c> or <c>failed</c>.</param>
/// <param name="Code">Commit and dirty flag of the code.</param>
/// <param name="Seed">Seed of everything random.</param>
/// <param name="Error">One line when it failed.</param>
public sealed record RunRecord(
    string Id, string Symbol, DateOnly Session, string ConfigHash, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string Status, string Code, ulong Seed, string? Error);

/// <summary>What names a step: the same key is the same work, whichever run does it.</summary>
/// <param name="Flow">Which steps these are.</param>
/// <param name="Step">Name of the step, such as <c>features</c>.</param>
public readonly record struct StepKey(FlowKey Flow, string Step);

/// <summary>What names one passage through a flow: its steps are done once for it.</summary>
/// <param name="Flow">Name of the flow, such as <c>daily</c>.</param>
/// <param name="Subject">What it is for: a symbol, or what else the flow is about.</param>
/// <param name="Session">Session.</param>
/// <param name="ConfigHash">Hash of the configuration.</param>
public readonly record struct FlowKey(string Flow, string Subject, DateOnly Session, string ConfigHash);

/// <summary>A finished step.</summary>
/// <param name="Key">What it is.</param>
/// <param name="RunId">Run that did it.</param>
/// <param name="Status"><c>done</c>, or what else the step says.</param>
/// <param name="OutputJson">Its output as JSON.</param>
/// <param name="StartedAt">Start, UTC.</param>
/// <param name="EndedAt">End, UTC.</param>
public sealed record StepRecord(StepKey Key, string RunId, string Status, string OutputJson, DateTimeOffset StartedAt, DateTimeOffset EndedAt);

/// <summary>Something worth telling that happened in a run.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="RunId">In which run; null outside runs.</param>
/// <param name="Kind">Snake-case kind, such as <c>data_stale</c>.</param>
/// <param name="Message">One line.</param>
public sealed record EventRecord(DateTimeOffset At, string? RunId, string Kind, string Message);

/// <summary>The recommendation of a session.</summary>
/// <param name="Session">Session.</param>
/// <param name="Symbol">Symbol.</param>
/// <param name="ConfigHash">Hash of the configuration.</param>
/// <param name="Model">Id of the model that decided: with symbol, session and configuration it names the recommendation.</param>
/// <param name="RunId">Run that made it.</param>
/// <param name="Decision"><c>recommend</c>, <c>hold</c> or <c>no_trade</c>.</param>
/// <param name="Structure">Name of the structure.</param>
/// <param name="DocumentJson">The whole recommendation as JSON.</param>
/// <param name="ReportPath">Where its report is; null when none was written.</param>
/// <param name="RecordedAt">When it was recorded, UTC.</param>
public sealed record RecommendationRecord(
    DateOnly Session, string Symbol, string ConfigHash, string Model, string RunId, string Decision, string Structure, string DocumentJson, string? ReportPath, DateTimeOffset RecordedAt);

/// <summary>A trained model.</summary>
/// <param name="Id">Id, unique.</param>
/// <param name="Symbol">Symbol it was trained for.</param>
/// <param name="KnownThrough">Last session whose outcome it has seen.</param>
/// <param name="CardJson">Its card as JSON.</param>
/// <param name="Folder">Where its files are, relative to the data folder.</param>
/// <param name="CreatedAt">When it was saved, UTC.</param>
public sealed record ModelRecord(string Id, string Symbol, DateOnly KnownThrough, string CardJson, string Folder, DateTimeOffset CreatedAt);

/// <summary>One change of the model that decides for a symbol.</summary>
/// <param name="Number">Number of the change, from 1 without a gap: no two have the same.</param>
/// <param name="Symbol">Symbol.</param>
/// <param name="Model">Model that decides from then on; empty for none.</param>
/// <param name="Action"><c>promote</c> or <c>rollback</c>.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="At">When, UTC.</param>
public sealed record PromotionRecord(int Number, string Symbol, string Model, string Action, string Reason, DateTimeOffset At);

/// <summary>One thing that was tried: every training and backtest writes one, so that the number of trials behind a result is known.</summary>
/// <param name="Id">Id from the content, unique.</param>
/// <param name="RunId">Run that tried it; null outside runs.</param>
/// <param name="Kind"><c>training</c>, <c>backtest</c> or another kind of search.</param>
/// <param name="SpecJson">What was tried, as JSON.</param>
/// <param name="MetricsJson">What came out, as JSON.</param>
/// <param name="RecordedAt">When it was recorded, UTC.</param>
public sealed record TrialRecord(string Id, string? RunId, string Kind, string SpecJson, string MetricsJson, DateTimeOffset RecordedAt);

/// <summary>The journal cannot be used; the message is one line with the cause and the remedy.</summary>
public sealed class JournalException : IOException
{
    /// <summary>An exception without a message.</summary>
    public JournalException()
    {
    }

    /// <summary>An exception with a message.</summary>
    public JournalException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and its cause.</summary>
    public JournalException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
