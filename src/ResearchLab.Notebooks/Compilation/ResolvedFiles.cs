namespace ResearchLab.Notebooks.Compilation;

/// <summary>Files that references brought.</summary>
/// <param name="Assemblies">Managed assemblies.</param>
/// <param name="Native">Native libraries.</param>
internal sealed record ResolvedFiles(IReadOnlyList<string> Assemblies, IReadOnlyList<string> Native);
