namespace ResearchLab.Charts;

/// <summary>HTML that is meant as such and not escaped again.</summary>
internal readonly record struct Markup(string Html);
