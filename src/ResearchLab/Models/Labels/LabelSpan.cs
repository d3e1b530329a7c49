namespace ResearchLab.Models;

/// <summary>The sessions one label depends on.</summary>
/// <param name="Session">Signal session.</param>
/// <param name="End">Session at which the outcome is known.</param>
/// <param name="Position">Index of <paramref name="Session"/> in the calendar of the data.</param>
/// <param name="EndPosition">Index of <paramref name="End"/> in it, at least <paramref name="Position"/>.</param>
public readonly record struct LabelSpan(DateOnly Session, DateOnly End, int Position, int EndPosition)
{
    /// <summary>Sessions from the signal to the end.</summary>
    public int Length => EndPosition - Position;
}
