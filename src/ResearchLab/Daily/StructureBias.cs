using ResearchLab.Options;

namespace ResearchLab.Daily;

/// <summary>How much dearer modelled chains make the structures that rules chose on observed ones.</summary>
/// <param name="Period">Underlying and calendar quarter.</param>
/// <param name="Structure">Which structure.</param>
/// <param name="Sessions">Sessions on which the rules found it tradable.</param>
/// <param name="Bias">Mean of modelled less real mid of the same legs, share of the capital at risk.</param>
/// <param name="MeanAbsolute">Mean absolute difference, share of the capital at risk.</param>
public sealed record StructureBias(string Period, Structure Structure, int Sessions, double Bias, double MeanAbsolute);
