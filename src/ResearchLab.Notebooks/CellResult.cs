using ResearchLab.Notebooks.Formatting;

namespace ResearchLab.Notebooks;

/// <summary>Why a cell failed and where.</summary>
/// <param name="Cell">Index of the cell that holds the place, from 0: an earlier one when a function declared there threw.</param>
/// <param name="Line">Line in that cell, from 1; 0 when the place is not in any cell.</param>
/// <param name="Column">Column of the first character, from 1; 0 when only the line is known.</param>
/// <param name="Name">Compiler code such as <c>CS1002</c>, or the exception's full type name; <c>Interrupted</c> for a cell that was stopped.</param>
/// <param name="Message">The message alone.</param>
/// <param name="Text">Message, place, source line and caret, ready to print.</param>
/// <param name="Exception">What was thrown; null for compile errors.</param>
public sealed record CellError(int Cell, int Line, int Column, string Name, string Message, string Text, Exception? Exception = null)
{
    /// <summary>Name of the error of a cell that was stopped.</summary>
    public const string InterruptedName = "Interrupted";

    /// <summary>Whether the cell was stopped from outside.</summary>
    public bool IsInterruption => Name == InterruptedName;
}

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
