using System.Text.Json;
using ResearchLab.Models;

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
            json.WriteString("structure", suspect.Structure.ToString());
            json.WriteNumber("rank_correlation", suspect.RankCorrelation);
            json.WriteNumber("effective_samples", suspect.EffectiveSamples);
            json.WriteEndObject();
        }

        json.WriteEndArray();

        json.WriteEndObject();
    }

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
