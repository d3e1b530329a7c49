namespace ResearchLab.Notebooks.Magics;

/// <summary>C# that a command wrote or a file held, to be run next.</summary>
/// <param name="Code">The code, commands included.</param>
/// <param name="Label">What errors call it.</param>
/// <param name="File">Full path of the file it comes from, or null.</param>
internal sealed record WrittenCode(string Code, string Label, string? File);
