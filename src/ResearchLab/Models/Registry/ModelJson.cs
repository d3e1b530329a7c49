using System.Text.Json.Serialization;

namespace ResearchLab.Models;

/// <summary>Generated serialiser of model cards.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ModelFile))]
[JsonSerializable(typeof(ModelCard))]
[JsonSerializable(typeof(PickerSet))]
internal sealed partial class ModelJson : JsonSerializerContext;
