using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ResearchLab.Basics;
using ResearchLab.Features;
using ResearchLab.Journal;
using ResearchLab.Options;

namespace ResearchLab.Daily;

/// <summary>The daily run as a list of steps: the one that a notebook, the command line and the schedule walk.</summary>
internal static class DailyFlow
{
    /// <summary>The steps.</summary>
    public static Flow<DailyContext> Flow { get; } = new("daily", ["symbol", "session", "configuration", "lake"],
    [
        new("ingest", "bring the configured sources up to date", ["symbol", "session", "lake"], ["rows"], Ingest) { Keeps = true },
        new("quality", "read what was known at the close, and refuse what is missing or stale", ["symbol", "session", "lake", "rows"], ["data"],
            Quality) { Keeps = true },
        new("features", "compute the 84 features", ["data"], ["features"], Features),
        new("model", "find the model of the session, or train it", ["data", "features", "configuration"], ["model"], Model) { Keeps = true },
        new("desk", "find the desk of the model, or walk it forward", ["model", "data", "configuration"], ["desk"], Desk) { Keeps = true },
        new("regime", "name the regime of the market", ["features"], ["regime"], RegimeOf),
        new("parameters", "choose strikes and expiry of all eleven structures by rule", ["data", "features"], ["positions"], Parameters),
        new("eligible", "keep what is tradable and likely enough to win", ["positions", "configuration"], ["candidates"], Eligible),
        new("pick", "let the picker in force propose", ["candidates", "features", "model", "desk"], ["structure"], Pick),
        new("similar", "ask what similar past sessions led to", ["structure", "features", "model"], ["similar"], Similar),
        new("risk_check", "apply every limit", ["structure", "similar", "configuration"], ["checks"], RiskChecks),
        new("size", "size the position", ["structure", "checks", "configuration"], ["contracts"], Size),
        new("record", "record the recommendation, once", ["regime", "structure", "checks", "contracts"], ["recommendation"], Record) { Keeps = true },
        new("report", "write the page", ["recommendation", "data", "model"], ["page"], Report) { Keeps = true },
        new("notify", "tell the journal's readers, once", ["recommendation", "page"], ["event"], Notify) { Keeps = true },
    ]);

    private static StepOutcome Ingest(DailyContext context, string? said) => context.Ingest(said);

    // It is read by every run: what later steps work on must be in memory. What was written down of it is compared, never believed.
    private static StepOutcome Quality(DailyContext context, string? said)
    {
        SessionData data = context.Data = context.Read();
        string symbol = context.Request.Symbol;
        return new StepOutcome(Json(
            ("snapshot", data.Snapshot), ("bars", data.Bars.Count), ("newest", Invariant($"{data.Bars.Sessions[^1]:yyyy-MM-dd}")),
            ("chains", data.Chains.InWords),
            ("carried", Names(data.Carried.Select(one => one.InWords))), ("symbol", symbol)));
    }

    private static StepOutcome Features(DailyContext context, string? said)
    {
        FeatureMatrix features = context.Data.Features;
        var row = new double[FeatureCatalog.All.Count];
        features.CopyRow(context.Data.Bars.Count - 1, row);
        return new StepOutcome(Json(("set", $"{FeatureCatalog.All.Count}-v{FeatureCatalog.SetVersion}"), ("missing", row.Count(double.IsNaN)),
            ("sum", Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(row.AsSpan())))[..16])));
    }

    private static StepOutcome Model(DailyContext context, string? said)
    {
        int trained = context.Models.Trained;
        context.Model = context.Models.FindOrTrain(context.Data, context.Progress, context.Cancellation);
        return new StepOutcome(Json(("model", context.Model.Card.Id), ("through", Invariant($"{context.Model.Card.KnownThrough:yyyy-MM-dd}"))),
            Reused: context.Models.Trained == trained);
    }

    private static StepOutcome Desk(DailyContext context, string? said)
    {
        int walked = context.Models.Walked;
        context.Desk = context.Models.Desk(context.Model, context.Progress, context.Cancellation);
        context.Progress?.Report(new RunProgress("deciding", 0.95));
        return new StepOutcome(Json(("picker", context.Desk.Picker.Kind.ToString()), ("inForce", context.Desk.InForce),
            ("edge", context.Desk.Evaluation.HasEdge)), Reused: context.Models.Walked == walked);
    }

    private static StepOutcome RegimeOf(DailyContext context,
        string? said) => new(Json(("regime", Regime.Describe(context.Data, context.Data.Bars.Count - 1))));

    private static StepOutcome Parameters(DailyContext context,
        string? said) => new(Json([.. Enumerable.Range(0, Structures.Count).Select(s => (Structure)s).Select(structure =>
        (structure.Name(), (JsonNode?)(context.Decision.Candidates.ChoiceOf(structure).Position is { } position
            ? string.Join(", ", position.Legs.Select(leg => Invariant($"{leg.Quantity:+0;-0} {leg.Contract}")))
            : "not tradable")))]));

    private static StepOutcome Eligible(DailyContext context,
        string? said) => new(Json(("eligible", Names(context.Decision.Candidates.Eligible.Select(structure => structure.Name())))));

    private static StepOutcome Pick(DailyContext context, string? said)
    {
        DeskVerdict verdict = context.Decision.Verdict;
        return new StepOutcome(Json(("structure", verdict.Structure.Name()), ("winProbability", Number(verdict.Forecast.WinProbability)),
            ("expectedReturn", Number(verdict.Forecast.ExpectedReturn))));
    }

    private static StepOutcome Similar(DailyContext context, string? said) => new(context.Decision.Similar is { } similar
        ? Json(("count", similar.Count), ("effective", Number(similar.EffectiveCount)), ("lowerBound", Number(similar.LowerBound)))
        : Json(("count", 0)));

    private static StepOutcome RiskChecks(DailyContext context, string? said) => new(Json(
        ("applied", context.Decision.Checks.Count(check => !check.NoBook)), ("noBook", context.Decision.Checks.Count(check => check.NoBook)),
        ("failed", Names(context.Decision.Checks.Where(check => !check.Passed).Select(check => check.Limit)))));

    private static StepOutcome Size(DailyContext context, string? said) =>
        new(Json(("decision", RecommendationJson.Name(context.Decision.Decision)), ("contracts", context.Decision.Contracts)));

    private static StepOutcome Record(DailyContext context, string? said)
    {
        DailyRunRequest request = context.Request;
        Recommendation decided = context.Decided = context.Decision.Recommend(context.Data.Snapshot);
        context.Document = RecommendationJson.Write(decided);
        context.IsFirst = context.Journal.RecordRecommendation(new RecommendationRecord(
            request.Session, request.Symbol, request.ConfigHash, context.Model.Card.Id, context.RunId, RecommendationJson.Name(decided.Decision),
            decided.Structure.Name(), context.Document,
            context.PageOf(decided), default));
        (context.Recommendation, context.Note) = context.IsFirst ? (decided, "") : Recorded(context);
        return new StepOutcome(Json(("decision", RecommendationJson.Name(context.Recommendation.Decision)),
            ("structure", context.Recommendation.Structure.Name()), ("model", context.Model.Card.Id)), Reused: !context.IsFirst);
    }

    private static StepOutcome Report(DailyContext context, string? said)
    {
        context.Progress?.Report(new RunProgress("writing the report", 0.97));
        bool written = context.WritePage(context);
        return new StepOutcome(Json(("file", Path.GetFileName(context.PageOf(context.Decided)))), Reused: !written);
    }

    private static StepOutcome Notify(DailyContext context, string? said)
    {
        Recommendation recommendation = context.Recommendation;
        string message = Invariant($"{recommendation.Symbol} {recommendation.Session:yyyy-MM-dd}: {RecommendationJson.Name(recommendation.Decision)} ")
            + Invariant($"{recommendation.Structure.Name()}, configuration {recommendation.Evidence.Config}, model {recommendation.Evidence.Model}");
        return new StepOutcome(Json(("event", message)), Reused: !context.Journal.RecordEventOnce("recommendation", message, context.RunId));
    }

    /// <summary>The recommendation that was recorded before, its document, and what to tell the reader when today's code or lake decide otherwise.</summary>
    private static (Recommendation Recommendation, string Note) Recorded(DailyContext context)
    {
        Recommendation decided = context.Decided;
        Evidence evidence = decided.Evidence;
        RecommendationRecord record = context.Journal.FindRecommendation(decided.Symbol, decided.Session, evidence.Config, evidence.Model)!;
        context.Document = record.DocumentJson;
        Recommendation recorded = RecommendationJson.Read(record.DocumentJson);
        // Which code read which files, and who set the limits, is part of the record; the decision is the same when all the rest is.
        Recommendation same = decided with { Overridden = recorded.Overridden, Evidence = recorded.Evidence };
        return RecommendationJson.Write(same) == record.DocumentJson
            ? (same, "")
            : (recorded, Invariant($"Made again from the decision recorded on {record.RecordedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC by code ")
                + Invariant($"{recorded.Evidence.Code}; code {evidence.Code} and the lake as it is now no longer give it to the last digit. ")
                + "Prices and chain are of the lake as it is now; contributions and drift are left out.");
    }

    private static JsonNode? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;

    private static JsonArray Names(IEnumerable<string> names) => new([.. names.Select(name => (JsonNode?)name)]);

    private static string Json(params (string Name, JsonNode? Value)[] members) =>
        new JsonObject(members.Select(member => KeyValuePair.Create(member.Name, member.Value))).ToJsonString(s_plain);

    private static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
