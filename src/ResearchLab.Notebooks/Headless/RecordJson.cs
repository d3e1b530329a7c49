using System.Text.Json.Serialization;

namespace ResearchLab.Notebooks.Headless;

/// <summary>JSON of the records that pass between runs and processes, without reflection.</summary>
[JsonSourceGenerationOptions(
    UseStringEnumConverter = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(RunRecord))]
[JsonSerializable(typeof(HeadlessJob))]
[JsonSerializable(typeof(HeadlessEvent))]
[JsonSerializable(typeof(ReportMetric[]))]
internal sealed partial class RecordJson : JsonSerializerContext;
