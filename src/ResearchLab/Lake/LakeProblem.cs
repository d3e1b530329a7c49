namespace ResearchLab.Lake;

/// <summary>Something in the lake's folder that should not be there, is not what it says, or is not there.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Kind">What is wrong.</param>
/// <param name="What">The same in words, with values.</param>
public sealed record LakeProblem(string Path, LakeProblemKind Kind, string What)
{
    /// <summary>Whether what is read is affected.</summary>
    public bool Harmful => Kind is LakeProblemKind.Damaged or LakeProblemKind.Missing or LakeProblemKind.Ahead;

    /// <summary>The problem as one line.</summary>
    public override string ToString() => $"{Path}: {What}";
}
