using System.Text.Json;
using ResearchLab.Backtesting;
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
            json.WriteString("knownThrough", $"{model.Card.KnownThrough:yyyy-MM-dd}");
            json.WriteNumber("featureSet", model.Card.FeatureSetVersion);
            json.WriteBoolean("edge", model.Card.Evaluation.HasEdge);
            json.WriteString("verdict", model.Card.Evaluation.Verdict);
            json.WriteString("createdAt", model.CreatedAt);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary>The card as it is stored, with null for what does not exist, such as the win rate of a policy without trades.</summary>
    public static string Card(ModelCard card) => card.ToJson().Replace(": \"NaN\"", ": null", StringComparison.Ordinal);

    public static string Show(RegisteredModel model) => Write(json =>
    {
        json.WriteString("role", model.Role.ToString().ToLowerInvariant());
        json.WriteString("folder", model.Folder);
        json.WriteString("createdAt", model.CreatedAt);
        json.WritePropertyName("card");
        json.WriteRawValue(Card(model.Card));
    });

    public static string Comparison(ModelComparison comparison) => Write(json =>
    {
        json.WriteString("first", comparison.First);
        json.WriteString("second", comparison.Second);
        json.WriteNumber("sessions", comparison.Sessions);
        Number(json, "firstMean", comparison.FirstMean);
        Number(json, "secondMean", comparison.SecondMean);
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
            Number(json, "meanReturn", measure.MeanReturn);
            json.WriteEndObject();
        }

        json.WriteStartArray("suspects");
        foreach (LeakSuspect suspect in leak.Suspects)
        {
            json.WriteStartObject();
            json.WriteString("feature", suspect.Feature);
            json.WriteString("structure", suspect.Structure.Name());
            json.WriteNumber("rankCorrelation", suspect.RankCorrelation);
            json.WriteNumber("effectiveSamples", suspect.EffectiveSamples);
            json.WriteEndObject();
        }

        json.WriteEndArray();

        json.WriteEndObject();
    }

    public static void Variants(Utf8JsonWriter json, IReadOnlyList<OutcomeVariants> variants)
    {
        json.WriteStartArray("variants");
        foreach (OutcomeVariants one in variants.Where(one => one.Trades > 0))
        {
            json.WriteStartObject();
            json.WriteString("structure", one.Structure.Name());
            json.WriteNumber("trades", one.Trades);
            json.WriteNumber("mean", one.Mean);
            json.WriteNumber("beforeCosts", one.BeforeCosts);
            json.WriteNumber("withoutRegimeExits", one.Held);
            json.WriteNumber("late", one.Late);
            json.WriteNumber("atTheTime", one.AtTheTime);
            json.WriteNumber("low", one.Low);
            json.WriteNumber("high", one.High);
            json.WriteStartObject("ends");
            foreach (ExitReason reason in Enum.GetValues<ExitReason>().Where(reason => one.Ends[(int)reason] > 0))
                json.WriteNumber(LabelStore.NameOf(reason), one.Ends[(int)reason]);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void Rival(Utf8JsonWriter json, OutcomeRegressorReport rival)
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
        json.WriteNumber("worstMonth", rival.Rival.WorstMonth);
        json.WriteNumber("expectedShortfall95", rival.Rival.ExpectedShortfall95);
        json.WriteNumber("drawdown", rival.Rival.Drawdown);
        json.WriteNumber("turnover", rival.Rival.Turnover);
        json.WriteString("baseline", rival.Baseline);
        json.WriteNumber("baselineDifference", rival.BaselineDifference);
        json.WriteNumber("baselineLow", rival.BaselineLow);
        json.WriteNumber("baselineHigh", rival.BaselineHigh);
        json.WriteString("split", rival.Rival.Context.SplitId);
        json.WriteNumber("samples", rival.Rival.Context.Samples);
        json.WriteNumber("effectiveSamples", rival.Rival.Context.EffectiveSamples);
        json.WriteEndObject();
    }

    public static void Search(Utf8JsonWriter json, SearchAudit search)
    {
        json.WriteStartObject("search");
        json.WriteNumber("trials", search.Trials);
        json.WriteNumber("independentTrials", search.IndependentTrials);
        json.WriteNumber("sessions", search.Sessions);
        json.WriteString("bestTrial", search.BestTrial);
        Number(json, "bestSharpePerSession", search.Best.PerPeriod);
        Number(json, "expectedMaximum", search.ExpectedMaximum);
        Number(json, "deflatedSharpe", search.DeflatedSharpe);
        Number(json, "probabilityOfOverfitting", search.Overfitting.Probability);
        Number(json, "spaP", search.Ability.PValue);
        json.WriteEndObject();
    }

    public static string Holdout(HoldoutReport holdout) => Write(json =>
    {
        json.WriteString("holdout", holdout.Opening.HoldoutId);
        json.WriteString("from", $"{holdout.From:yyyy-MM-dd}");
        json.WriteString("through", $"{holdout.Through:yyyy-MM-dd}");
        json.WriteString("openedAt", holdout.Opening.OpenedAt);
        json.WriteNumber("timesOpened", holdout.Opening.Times);
        json.WriteString("purpose", holdout.Opening.Purpose);
        json.WriteNumber("researchRows", holdout.ResearchRows);
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
