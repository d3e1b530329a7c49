namespace ResearchLab.Lake;

/// <summary>One column of a dataset.</summary>
/// <param name="Name">Lower-case name.</param>
/// <param name="Type">What it holds.</param>
public sealed record LakeColumn(string Name, LakeType Type);
