using System.Text.Json.Serialization;

namespace ResearchLab.Daily;

/// <summary>Generated serialiser of desks.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, UseStringEnumConverter = true,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(DeskModel))]
[JsonSerializable(typeof(DeskEvaluation))]
internal sealed partial class DeskJson : JsonSerializerContext;
