using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ResearchLab.Models;
using ResearchLab.Options;
using ResearchLab.Risk;

namespace ResearchLab.Daily;

/// <summary>
/// The recommendation as one JSON document. Money is in dollars per structure unit of 100 shares a leg, probabilities and
/// volatilities are fractions; an unlimited profit and a number that does not exist are null.
/// </summary>
public static partial class RecommendationJson
{
    private static readonly JsonWriterOptions s_indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Writes the document. Everything but <paramref name="report"/>, <paramref name="runId"/> and
    /// <paramref name="timings"/> depends only on the evidence, byte for byte.
    /// </summary>
    /// <param name="recommendation">What to write.</param>
    /// <param name="report">Path of the HTML report, or null to leave it out.</param>
    /// <param name="runId">Id of the run in the journal, or null to leave it out.</param>
    /// <param name="timings">Milliseconds a step took, in order, or null to leave them out.</param>
    public static string Write(
        Recommendation recommendation, string? report = null, string? runId = null, IReadOnlyList<(string Step, double Milliseconds)>? timings = null)
    {
        string document = Document(recommendation);
        return report is null && runId is null && timings is null ? document : WithRunFacts(document, report, runId, timings);
    }

    /// <summary>A document with the facts of a run at its end; the document itself stays byte for byte.</summary>
    internal static string WithRunFacts(
        string document, string? report, string? runId, IReadOnlyList<(string Step, double Milliseconds)>? timings, IReadOnlyList<StepRun>? steps = null)
    {
        var facts = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(facts, s_indented))
        {
            json.WriteStartObject();
            if (report is not null)
                json.WriteString("report", report);
            if (runId is not null)
                json.WriteString("run", runId);
            if (timings is not null)
            {
                json.WriteStartObject("timings");
                foreach ((string step, double milliseconds) in timings)
                    json.WriteNumber(step, Math.Round(milliseconds, 1));
                json.WriteEndObject();
            }

            if (steps is not null)
                WriteSteps(json, steps);
            json.WriteEndObject();
        }

        // Both are indented alike: the end of one object and the start of the other give way to a comma.
        string more = Encoding.UTF8.GetString(facts.WrittenSpan);
        return $"{document.TrimEnd()[..^1].TrimEnd()},{more[1..]}";
    }

    private static void WriteSteps(Utf8JsonWriter json, IReadOnlyList<StepRun> steps)
    {
        json.WriteStartArray("steps");
        foreach (StepRun step in steps)
        {
            json.WriteStartObject();
            json.WriteString("step", step.Name);
            json.WriteString("state", step.StateName);
            json.WriteNumber("milliseconds", Math.Round(step.Milliseconds, 1));
            json.WriteString("firstRun", step.FirstRun);
            json.WritePropertyName("output");
            json.WriteRawValue(step.OutputJson);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Document(Recommendation recommendation)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, s_indented))
        {
            json.WriteStartObject();
            json.WriteString("session", Date(recommendation.Session));
            json.WriteString("symbol", recommendation.Symbol);
            json.WriteString("data", recommendation.Data.Name());
            json.WriteString("learnedFrom", recommendation.LearnedFrom.Name());
            json.WriteString("decision", Name(recommendation.Decision));
            json.WriteBoolean("onPaperOnly", recommendation.OnPaper);
            json.WriteString("structure", recommendation.Structure.Name());
            Number(json, "confidence", recommendation.Confidence);
            Number(json, "breakEven", recommendation.Forecast.BreakEven);
            Number(json, "expectedReturn", recommendation.Forecast.ExpectedReturn);
            Number(json, "effectiveOutcomes", recommendation.Forecast.Effective);
            json.WriteStartObject("probabilities");
            for (int i = 0; i < recommendation.Probabilities.Count; i++)
                Number(json, Structures.Names[i], recommendation.Probabilities[i]);
            json.WriteEndObject();
            WritePosition(json, recommendation);
            WriteChecks(json, "checks", recommendation.Checks);
            WriteCandidates(json, recommendation.Candidates);
            WriteDesk(json, recommendation.Desk);
            WriteOverridden(json, recommendation.Overridden);
            WriteTexts(json, "reasons", recommendation.Reasons);
            WriteSimilar(json, recommendation.Similar);
            if (recommendation.Explanation is { } explanation)
                WriteExplanation(json, explanation);
            if (recommendation.Drift is { } drift)
                WriteDrift(json, drift);
            WriteEvidence(json, recommendation.Evidence);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The name of a decision as files and reports spell it.</summary>
    public static string Name(Decision decision) => decision switch
    {
        Decision.Recommend => "recommend",
        Decision.NotOpened => "not_opened",
        Decision.NoTrade => "no_trade",
        _ => throw new ArgumentOutOfRangeException(nameof(decision), decision, Invariant($"There is no decision {(int)decision}.")),
    };

    private static void WritePosition(Utf8JsonWriter json, Recommendation recommendation)
    {
        StructurePosition? position = recommendation.Position;
        json.WriteStartArray("legs");
        foreach (Leg leg in position?.Legs ?? [])
        {
            json.WriteStartObject();
            json.WriteString("action", leg.Quantity > 0 ? "buy" : "sell");
            json.WriteNumber("quantity", Math.Abs(leg.Quantity));
            json.WriteString("right", leg.Contract.Right.Name());
            Number(json, "strike", leg.Contract.Strike);
            json.WriteString("expiry", Date(leg.Contract.Expiry));
            Number(json, "bid", leg.Bid);
            Number(json, "ask", leg.Ask);
            Number(json, "iv", leg.ImpliedVol);
            Number(json, "delta", leg.Delta);
            Number(json, "openInterest", leg.OpenInterest);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (position is null)
            json.WriteNull("expiry");
        else
            json.WriteString("expiry", Date(position.Expiry));
        json.WriteNumber("contracts", recommendation.Contracts);
        Number(json, "spot", position?.Spot);
        Number(json, "limitPrice", position?.LimitPrice);
        Number(json, "netMid", position?.NetMid);
        Number(json, "maxProfit", position?.MaxProfit);
        Number(json, "maxLoss", position?.MaxLoss);
        Number(json, "capitalAtRisk", position?.CapitalAtRisk);
        json.WriteStartArray("breakevens");
        foreach (double breakeven in position?.Breakevens ?? [])
            Value(json, breakeven);
        json.WriteEndArray();
        Number(json, "winProbability", position?.WinProbability);
        Number(json, "expectedMove", position?.ExpectedMove);
        Number(json, "margin", position?.Margin);
        Number(json, "touchProbability", position?.TouchProbability);
        Number(json, "expectedValue", position?.ExpectedValue);
        Number(json, "expectedValueAfterCosts",
            position is null ? null : recommendation.Candidates.FirstOrDefault(one => one.Structure == recommendation.Structure)?.ExpectedValueAfterCosts);
        WriteTexts(json, "choices", position?.Reasons ?? []);
        if (position is null)
        {
            json.WriteNull("greeks");
            json.WriteNull("exits");
            return;
        }

        json.WriteStartObject("greeks");
        Number(json, "deltaPerDollar", position.Greeks.Delta);
        Number(json, "gammaPerDollar", position.Greeks.Gamma);
        Number(json, "vegaPerVolPoint", position.Greeks.Vega);
        Number(json, "thetaPerDay", position.Greeks.Theta);
        json.WriteEndObject();
        json.WriteStartObject("exits");
        Number(json, "takeProfit", position.Exits.TakeProfit);
        Number(json, "stopLoss", position.Exits.StopLoss);
        json.WriteString("closeOn", Date(position.Exits.CloseOn));
        json.WriteBoolean("onRegimeChange", position.Exits.OnRegimeChange);
        json.WriteEndObject();
    }

    private static void WriteCandidates(Utf8JsonWriter json, IReadOnlyList<Candidate> candidates)
    {
        json.WriteStartArray("candidates");
        foreach (Candidate candidate in candidates)
        {
            json.WriteStartObject();
            json.WriteString("structure", candidate.Structure.Name());
            json.WriteBoolean("eligible", candidate.NotEligible is null);
            if (candidate.NotEligible is { } why)
                json.WriteString("notEligible", why);
            Number(json, "winProbability", candidate.WinProbability);
            Number(json, "capitalAtRisk", candidate.CapitalAtRisk);
            Number(json, "expectedValue", candidate.ExpectedValue);
            Number(json, "expectedValueAfterCosts", candidate.ExpectedValueAfterCosts);
            Number(json, "profitProbability", candidate.Forecast.WinProbability);
            Number(json, "breakEven", candidate.Forecast.BreakEven);
            Number(json, "expectedReturn", candidate.Forecast.ExpectedReturn);
            Number(json, "effectiveOutcomes", candidate.Forecast.Effective);
            WriteChecks(json, "against", candidate.Against);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteDesk(Utf8JsonWriter json, DeskSummary desk)
    {
        json.WriteStartObject("desk");
        json.WriteString("picker", desk.Picker);
        json.WriteBoolean("inForce", desk.InForce);
        json.WriteString("verdict", desk.Verdict);
        json.WriteString("lastYear", desk.LastYear);
        json.WriteBoolean("similarHasSkill", desk.HasSkill);
        Number(json, "similarSkill", desk.Skill);
        json.WriteNumber("similarPredictions", desk.SkillPredictions);
        Number(json, "breakEvenShift", desk.BreakEvenShift);
        json.WriteNumber("sessionsDecided", desk.Decided);
        json.WriteStartObject("stoppedBy");
        foreach ((string limit, int sessions) in desk.MostOften)
            json.WriteNumber(limit, sessions);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteChecks(Utf8JsonWriter json, string name, IReadOnlyList<LimitCheck> checks)
    {
        json.WriteStartArray(name);
        foreach (LimitCheck check in checks)
        {
            json.WriteStartObject();
            json.WriteString("limit", check.Limit);
            Number(json, "value", check.Value);
            Number(json, "bound", check.Bound);
            json.WriteBoolean("passed", check.Passed);
            if (check.NoBook)
                json.WriteBoolean("noBook", true);
            json.WriteString("text", check.Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteOverridden(Utf8JsonWriter json, IReadOnlyList<OverriddenSetting> overridden)
    {
        json.WriteStartArray("overridden");
        foreach (OverriddenSetting setting in overridden)
        {
            json.WriteStartObject();
            json.WriteString("setting", setting.Name);
            Number(json, "value", setting.Value);
            Number(json, "default", setting.Default);
            json.WriteString("from", setting.From);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteSimilar(Utf8JsonWriter json, SimilarStates? similar)
    {
        if (similar is null)
        {
            json.WriteNull("similar");
            return;
        }

        json.WriteStartObject("similar");
        json.WriteString("structure", similar.Structure.Name());
        json.WriteNumber("count", similar.Count);
        Number(json, "effectiveCount", similar.EffectiveCount);
        Number(json, "weightedWinRate", similar.WeightedWinRate);
        Number(json, "lowerBound", similar.LowerBound);
        Number(json, "baseRate", similar.BaseRate);
        WriteTexts(json, "sessions", [.. similar.Sessions.Select(Date)]);
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    /// <summary>The ten strongest contributions one by one, the others in sum: together with the average they are the raw score.</summary>
    private static void WriteExplanation(Utf8JsonWriter json, Explanation explanation)
    {
        json.WriteStartObject("explanation");
        json.WriteString("structure", explanation.Structure.Name());
        json.WriteString("scale", explanation.ScaleInWords);
        Number(json, "average", explanation.Average);
        Number(json, "raw", explanation.Raw);
        json.WriteStartArray("contributions");
        foreach (FeatureReason reason in explanation.Features.Take(10))
        {
            json.WriteStartObject();
            json.WriteString("feature", reason.Feature);
            Number(json, "value", reason.Value);
            json.WriteString("unit", reason.Unit);
            Number(json, "trainingPercentile", reason.Percentile);
            Number(json, "contribution", reason.Contribution);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Number(json, "others", explanation.Features.Skip(10).Sum(reason => reason.Contribution));
        json.WriteEndObject();
    }

    private static void WriteDrift(Utf8JsonWriter json, FeatureDriftReport drift)
    {
        json.WriteStartObject("drift");
        json.WriteBoolean("alert", drift.IsAlert);
        json.WriteNumber("featuresInAlert", drift.Alerts);
        Number(json, "usual", drift.Usual);
        json.WriteNumber("sessions", drift.Recent);
        json.WriteString("verdict", drift.Verdict);
        json.WriteEndObject();
    }

    private static void WriteEvidence(Utf8JsonWriter json, Evidence evidence)
    {
        json.WriteStartObject("evidence");
        json.WriteString("snapshot", evidence.Snapshot);
        json.WriteString("asOf", evidence.AsOf.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        json.WriteNumber("seed", evidence.Seed);
        json.WriteString("code", evidence.Code);
        json.WriteString("model", evidence.Model);
        json.WriteString("config", evidence.Config);
        json.WriteString("featureSet", evidence.FeatureSet);
        json.WriteString("chain", evidence.Chain);
        json.WriteStartArray("carried");
        foreach (CarriedValue carried in evidence.Carried)
        {
            json.WriteStartObject();
            json.WriteString("name", carried.Name);
            Number(json, "value", carried.Value);
            json.WriteString("session", Date(carried.Session));
            json.WriteNumber("sessionsOld", carried.SessionsOld);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Date(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static void Number(Utf8JsonWriter json, string name, double? value)
    {
        json.WritePropertyName(name);
        Value(json, value ?? double.NaN);
    }

    private static void Value(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumberValue(Rounded(value));
        else
            json.WriteNullValue();
    }

    // Ten significant digits say all that quotes and models know, and hide the last bits of floating point.
    private static double Rounded(double value)
    {
        if (Math.Abs(value) < 1e-15)
            return 0;
        double rounded = double.Parse(value.ToString("E9", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return double.IsFinite(rounded) ? rounded : value;
    }
}
