using ResearchLab.Notebooks.Formatting;

namespace ResearchLab.Notebooks;

/// <summary>What running one cell gave.</summary>
/// <param name="Index">Index of the cell in the session, from 0.</param>
/// <param name="Value">Value of the trailing expression; null when there is none.</param>
/// <param name="Displays">What the cell passed to <c>display</c>, in order; empty when the session's host showed it.</param>
/// <param name="Error">Null when the cell succeeded.</param>
/// <param name="Elapsed">Compile and run time.</param>
public sealed record CellResult(int Index, object? Value, IReadOnlyList<object?> Displays, CellError? Error, TimeSpan Elapsed)
{
    /// <summary>Whether the cell ran to its end.</summary>
    public bool Succeeded => Error is null;

    /// <summary><see cref="Value"/> as it is shown; null when there is none or the session's host shows nothing.</summary>
    public MimeBundle? Shown { get; init; }
}
