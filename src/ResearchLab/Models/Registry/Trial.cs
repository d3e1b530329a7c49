namespace ResearchLab.Models;

/// <summary>One specification that was tried, and what came of it.</summary>
/// <param name="Search">What it competes for, such as <c>structure SPY</c>: trials of one search are counted against each other.</param>
/// <param name="Kind"><c>training</c>, <c>backtest</c>, <c>sweep</c>, <c>evolution</c> or another kind of search.</param>
/// <param name="Specification">Everything that was chosen, name by name: the same specification is one trial however often it runs and on whatever
/// data.</param>
/// <param name="SplitId">Split or period it was measured on.</param>
/// <param name="Sessions">Session of each return, ascending.</param>
/// <param name="Returns">Out-of-sample returns after costs as fractions; what deflation, PBO and SPA are computed from.</param>
public sealed record Trial(
    string Search, string Kind, IReadOnlyDictionary<string, string> Specification, string SplitId, DateOnly[] Sessions, double[] Returns);
