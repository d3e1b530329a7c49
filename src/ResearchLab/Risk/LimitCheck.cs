using ResearchLab.Basics;

namespace ResearchLab.Risk;

/// <summary>One hard limit as it was applied: what was measured, the bound, and whether it held.</summary>
/// <param name="Limit">Name of the limit, such as <c>risk_per_trade</c>.</param>
/// <param name="Value">What was measured.</param>
/// <param name="Bound">The bound.</param>
/// <param name="Passed">Whether the value is inside the bound.</param>
/// <param name="Text">One line for people, with units: <c>risk per trade 1.4% ≤ 2%</c>.</param>
public readonly record struct LimitCheck(string Limit, double Value, double Bound, bool Passed, string Text)
{
    /// <summary>Whether it reads the book, and nothing has traded yet: it holds because it could not fail, and proves nothing.</summary>
    public bool NoBook { get; init; }

    /// <summary>Value or bound in the unit of <see cref="Text"/>: a count, or a share in percent; <c>–</c> where there is none.</summary>
    public string InUnit(double number) =>
        !double.IsFinite(number) ? "–"
        : Limit is "open_positions" or "entry_spacing" or "losing_pause" or "similar_states" ? Invariant($"{number:N0}")
        : Display.Percent(number, 2);
}
