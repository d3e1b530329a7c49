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
