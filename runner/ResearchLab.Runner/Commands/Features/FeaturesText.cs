using System.Text;
using System.Text.Json;
using ResearchLab.Features;

namespace ResearchLab.Runner.Commands;

/// <summary>The two catalogues as text and as JSON.</summary>
internal static class FeaturesText
{
    public static string List()
    {
        var text = new StringBuilder();
        text.AppendLine($"Features of set version {FeatureCatalog.SetVersion}, in the order of the model's columns:");
        foreach (IGrouping<FeatureGroup, FeatureDefinition> group in FeatureCatalog.All.GroupBy(feature => feature.Group))
        {
            text.AppendLine().AppendLine(Words(group.Key.ToString()));
            foreach (FeatureDefinition feature in group)
                text.AppendLine($"  {feature.Number,2} {feature.Name,-22} {feature.Description} [{feature.Unit}]");
        }

        text.AppendLine().AppendLine("Indicators, with their parameters and defaults (./lab features indicator NAME [PARAMETERS] --csv FILE):");
        foreach (IGrouping<IndicatorGroup, IndicatorDefinition> group in IndicatorCatalog.All.GroupBy(indicator => indicator.Group))
        {
            text.AppendLine().AppendLine(Words(group.Key.ToString()));
            foreach (IndicatorDefinition indicator in group)
                text.AppendLine($"  {indicator.Name,-15} {indicator.Description}{(indicator.Parameters.Count == 0 ? "" : $" ({indicator.Signature})")}");
        }

        return text.ToString();
    }

    public static string ListJson() => Json(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("featureSetVersion", FeatureCatalog.SetVersion);
        json.WriteStartArray("features");
        foreach (FeatureDefinition feature in FeatureCatalog.All)
            Write(json, feature);
        json.WriteEndArray();
        json.WriteStartArray("indicators");
        foreach (IndicatorDefinition indicator in IndicatorCatalog.All)
            Write(json, indicator);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    public static string Explain(FeatureDefinition? feature, IndicatorDefinition? indicator)
    {
        var text = new StringBuilder();
        if (feature is not null)
        {
            text.AppendLine($"{feature.Name}: feature {feature.Number} of {FeatureCatalog.All.Count}, {Words(feature.Group.ToString()).ToLowerInvariant()}");
            text.AppendLine($"  {feature.Description}.");
            text.AppendLine($"  unit      {feature.Unit}");
            text.AppendLine($"  inputs    {Words(feature.Inputs.ToString()).ToLowerInvariant()}");
            text.AppendLine(
                $"  warm-up   {feature.WarmUpSessions} sessions{(feature.Recursive ? ", again after a gap: it smooths over all earlier sessions" : "")}");
            text.AppendLine($"  scale     "
                + $"{(feature.ScaleFree ? "unchanged when prices or volumes are scaled" : "moves with the level of prices or volumes while the chain stays")}");
            text.AppendLine($"  source    {feature.Source}");
        }

        if (feature is not null && indicator is not null)
            text.AppendLine();
        if (indicator is null)
            return text.ToString();
        text.AppendLine($"{indicator.Name}: indicator, "
            + $"{Words(indicator.Group.ToString()).ToLowerInvariant()}{(indicator.Aliases.Count > 0 ? $"; also {string.Join(", ", indicator.Aliases)}" : "")}");
        text.AppendLine($"  {indicator.Description}.");
        text.AppendLine($"  source    {indicator.Source}");
        foreach (IndicatorParameter parameter in indicator.Parameters)
            text.AppendLine($"  parameter {parameter.Name}={parameter.Default}: {parameter.Description}; "
                + $"{(parameter.IsWhole ? "whole, " : "")}{parameter.Minimum} to {parameter.Maximum}");
        var defaults = new IndicatorArguments(indicator.Arguments());
        foreach (IndicatorColumn column in indicator.Columns)
        {
            int rows = column.WarmUp(defaults);
            string formula = column.WarmUpFormula == rows.ToString() ? "" : $"{column.WarmUpFormula} = ";
            text.AppendLine($"  column    {column.Name} [{Words(column.Unit.ToString()).ToLowerInvariant()}]: "
                + $"{(column.IsSparse ? "no value before row" : "first value at row")} "
                + $"{formula}{rows}{(column.IsSparse ? ", and not at every row after" : "")}");
        }

        if (indicator.NeedsOther)
            text.AppendLine("  compares with a second asset: --other FILE");
        return text.ToString();
    }

    public static string ExplainJson(FeatureDefinition? feature, IndicatorDefinition? indicator) => Json(json =>
    {
        json.WriteStartObject();
        if (feature is not null)
        {
            json.WritePropertyName("feature");
            Write(json, feature);
        }

        if (indicator is not null)
        {
            json.WritePropertyName("indicator");
            Write(json, indicator);
        }

        json.WriteEndObject();
    });

    public static string Json(Action<Utf8JsonWriter> write, bool indented = true)
    {
        using var stream = new MemoryStream();
        var options = new JsonWriterOptions { Indented = indented, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(stream, options))
            write(json);
        return Encoding.UTF8.GetString(stream.ToArray()) + Environment.NewLine;
    }

    private static void Write(Utf8JsonWriter json, FeatureDefinition feature)
    {
        json.WriteStartObject();
        json.WriteNumber("number", feature.Number);
        json.WriteString("name", feature.Name);
        json.WriteString("group", feature.Group.ToString());
        json.WriteString("description", feature.Description);
        json.WriteString("unit", feature.Unit);
        json.WriteString("inputs", feature.Inputs.ToString());
        json.WriteNumber("warmUpSessions", feature.WarmUpSessions);
        json.WriteBoolean("recursive", feature.Recursive);
        json.WriteBoolean("scaleFree", feature.ScaleFree);
        json.WriteString("source", feature.Source);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, IndicatorDefinition indicator)
    {
        json.WriteStartObject();
        json.WriteString("name", indicator.Name);
        json.WriteString("group", indicator.Group.ToString());
        json.WriteString("description", indicator.Description);
        json.WriteString("source", indicator.Source);
        json.WriteBoolean("needsOther", indicator.NeedsOther);
        json.WriteStartArray("aliases");
        foreach (string alias in indicator.Aliases)
            json.WriteStringValue(alias);
        json.WriteEndArray();
        json.WriteStartArray("parameters");
        foreach (IndicatorParameter parameter in indicator.Parameters)
        {
            json.WriteStartObject();
            json.WriteString("name", parameter.Name);
            json.WriteNumber("default", parameter.Default);
            json.WriteNumber("minimum", parameter.Minimum);
            json.WriteNumber("maximum", parameter.Maximum);
            json.WriteBoolean("whole", parameter.IsWhole);
            json.WriteString("description", parameter.Description);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        var defaults = new IndicatorArguments(indicator.Arguments());
        json.WriteStartArray("columns");
        foreach (IndicatorColumn column in indicator.Columns)
        {
            json.WriteStartObject();
            json.WriteString("name", column.Name);
            json.WriteString("unit", Words(column.Unit.ToString()).ToLowerInvariant());
            json.WriteString("warmUpFormula", column.WarmUpFormula);
            json.WriteNumber("warmUp", column.WarmUp(defaults));
            json.WriteBoolean("sparse", column.IsSparse);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>PriceAndTrend as "Price and trend".</summary>
    private static string Words(string name)
    {
        var text = new StringBuilder();
        foreach (char letter in name)
        {
            bool starts = char.IsUpper(letter) && text.Length > 0 && char.IsLower(text[^1]);
            text.Append(starts ? " " : "").Append(starts ? char.ToLowerInvariant(letter) : letter);
        }

        return text.ToString();
    }
}
