using System.Text.Json;
using ResearchLab.Models;
using ResearchLab.Options;

namespace ResearchLab.Runner.Commands;

/// <summary>Models as JSON.</summary>
internal static class ModelsJson
{
    public static string List(IReadOnlyList<RegisteredModel> models) => Write(json =>
    {
        json.WriteStartArray("models");
        foreach (RegisteredModel model in models)
        {
            json.WriteStartObject();
            json.WriteString("id", model.Card.Id);
            json.WriteString("symbol", model.Card.Symbol);
            json.WriteString("role", model.Role.ToString().ToLowerInvariant());
            json.WriteString("known_through", $"{model.Card.KnownThrough:yyyy-MM-dd}");
            json.WriteNumber("feature_set", model.Card.FeatureSetVersion);
            json.WriteBoolean("edge", model.Card.Evaluation.HasEdge);
            json.WriteString("verdict", model.Card.Evaluation.Verdict);
            json.WriteString("created_at", model.CreatedAt);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    public static string Show(RegisteredModel model) => Write(json =>
    {
        json.WriteString("role", model.Role.ToString().ToLowerInvariant());
        json.WriteString("folder", model.Folder);
        json.WriteString("created_at", model.CreatedAt);
        json.WritePropertyName("card");
        json.WriteRawValue(model.Card.ToJson());
    });

    public static string Comparison(ModelComparison comparison) => Write(json =>
    {
        json.WriteString("first", comparison.First);
        json.WriteString("second", comparison.Second);
        json.WriteNumber("sessions", comparison.Sessions);
        Number(json, "first_mean", comparison.FirstMean);
        Number(json, "second_mean", comparison.SecondMean);
        Number(json, "low", comparison.Low);
        Number(json, "high", comparison.High);
        json.WriteStartObject("differences");
        foreach (ModelDifference difference in comparison.Differences)
        {
            json.WriteStartArray(difference.Name);
            json.WriteStringValue(difference.First);
            json.WriteStringValue(difference.Second);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    });

    public static string Change(string symbol, string model, ModelComparison? comparison) => Write(json =>
    {
        json.WriteString("symbol", symbol);
        json.WriteString("champion", model.Length > 0 ? model : null);
        if (comparison is not null)
            json.WriteString("advantage", comparison.InWords);
    });

    public static void Parts(Utf8JsonWriter json, string name, IReadOnlyList<PartResult> parts)
    {
        json.WriteStartArray(name);
        foreach (PartResult part in parts)
        {
            json.WriteStartObject();
            json.WriteString("name", part.Name);
            json.WriteNumber("sessions", part.Sessions);
            json.WriteNumber("model", part.ModelMean);
            json.WriteNumber("baseline", part.BaselineMean);
            Number(json, "low", part.Low);
            Number(json, "high", part.High);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void Leaks(Utf8JsonWriter json, LeakReport leak)
    {
        json.WriteStartObject("leaks");
        json.WriteString("verdict", leak.Verdict);
        foreach (LeakMeasure measure in (LeakMeasure[])[leak.Shuffled, leak.Unpurged, leak.Purged])
        {
            json.WriteStartObject(measure.Split);
            json.WriteNumber("samples", measure.Samples);
            json.WriteNumber("accuracy", measure.Accuracy);
            json.WriteNumber("low", measure.Low);
            json.WriteNumber("high", measure.High);
            json.WriteNumber("mean_return", measure.MeanReturn);
            json.WriteEndObject();
        }

        json.WriteStartArray("suspects");
        foreach (LeakSuspect suspect in leak.Suspects)
        {
            json.WriteStartObject();
            json.WriteString("feature", suspect.Feature);
            json.WriteString("structure", suspect.Structure.Name());
            json.WriteNumber("rank_correlation", suspect.RankCorrelation);
            json.WriteNumber("effective_samples", suspect.EffectiveSamples);
            json.WriteEndObject();
        }

        json.WriteEndArray();

        json.WriteEndObject();
    }

    public static void Rival(Utf8JsonWriter json, RivalReport rival)
    {
        json.WriteStartObject("rival");
        json.WriteString("verdict", rival.Verdict);
        json.WriteString("design", rival.Rival.Policy);
        json.WriteNumber("picker", rival.Picker.MeanReturn);
        json.WriteNumber("regressors", rival.Rival.MeanReturn);
        json.WriteNumber("difference", rival.Rival.DifferenceToModel);
        json.WriteNumber("low", rival.Rival.DifferenceLow);
        json.WriteNumber("high", rival.Rival.DifferenceHigh);
        json.WriteNumber("trades", rival.Rival.Trades);
        json.WriteNumber("regret", rival.Rival.Regret);
        json.WriteNumber("worst_month", rival.Rival.WorstMonth);
        json.WriteNumber("expected_shortfall95", rival.Rival.ExpectedShortfall95);
        json.WriteNumber("drawdown", rival.Rival.Drawdown);
        json.WriteNumber("turnover", rival.Rival.Turnover);
        json.WriteString("baseline", rival.Baseline);
        json.WriteNumber("baseline_difference", rival.BaselineDifference);
        json.WriteNumber("baseline_low", rival.BaselineLow);
        json.WriteNumber("baseline_high", rival.BaselineHigh);
        json.WriteString("split", rival.Rival.Context.SplitId);
        json.WriteNumber("samples", rival.Rival.Context.Samples);
        json.WriteNumber("effective_samples", rival.Rival.Context.EffectiveSamples);
        json.WriteEndObject();
    }

    public static void Search(Utf8JsonWriter json, SearchAudit search)
    {
        json.WriteStartObject("search");
        json.WriteNumber("trials", search.Trials);
        json.WriteNumber("independent_trials", search.IndependentTrials);
        json.WriteNumber("sessions", search.Sessions);
        json.WriteString("best_trial", search.BestTrial);
        Number(json, "best_sharpe_per_session", search.Best.PerPeriod);
        Number(json, "expected_maximum", search.ExpectedMaximum);
        Number(json, "deflated_sharpe", search.DeflatedSharpe);
        Number(json, "probability_of_overfitting", search.Overfitting.Probability);
        Number(json, "spa_p", search.Ability.PValue);
        json.WriteEndObject();
    }

    public static string Holdout(HoldoutReport holdout) => Write(json =>
    {
        json.WriteString("holdout", holdout.Opening.HoldoutId);
        json.WriteString("from", $"{holdout.From:yyyy-MM-dd}");
        json.WriteString("through", $"{holdout.Through:yyyy-MM-dd}");
        json.WriteString("opened_at", holdout.Opening.OpenedAt);
        json.WriteNumber("times_opened", holdout.Opening.Times);
        json.WriteString("purpose", holdout.Opening.Purpose);
        json.WriteNumber("research_rows", holdout.ResearchRows);
        json.WriteBoolean("edge", holdout.Evaluation.HasEdge);
        json.WriteString("verdict", holdout.Evaluation.Verdict);
        json.WriteStartArray("policies");
        foreach (PolicyResult policy in holdout.Evaluation.Policies)
        {
            json.WriteStartObject();
            json.WriteString("policy", policy.Policy);
            json.WriteNumber("mean", policy.MeanReturn);
            json.WriteNumber("difference", policy.DifferenceToModel);
            json.WriteNumber("low", policy.DifferenceLow);
            json.WriteNumber("high", policy.DifferenceHigh);
            json.WriteNumber("trades", policy.Trades);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    public static void Number(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumber(name, value);
        else
            json.WriteNull(name);
    }

    public static string Write(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }
}
