using ResearchLab.Options;

namespace ResearchLab.Models;

/// <summary>A feature that knows an outcome better than anything known beforehand does.</summary>
/// <param name="Feature">Name.</param>
/// <param name="Structure">Structure whose returns it knows best.</param>
/// <param name="RankCorrelation">Spearman correlation of its value with the return on capital at risk that came later.</param>
/// <param name="EffectiveSamples">Rows behind it, after the overlap of labels is taken out.</param>
/// <param name="Deviations">Its distance from 0 in standard errors, by Fisher's transformation.</param>
public sealed record LeakSuspect(string Feature, Structure Structure, double RankCorrelation, double EffectiveSamples, double Deviations);
