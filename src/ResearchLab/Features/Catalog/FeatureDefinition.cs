namespace ResearchLab.Features;

/// <summary>One feature of the catalogue.</summary>
/// <param name="Number">Place in the feature set, 1 … 84.</param>
/// <param name="Name">Column name, part of the contract with models.</param>
/// <param name="Group">Group of the catalogue.</param>
/// <param name="Description">What it is.</param>
/// <param name="Unit">Unit of the value.</param>
/// <param name="Inputs">What it is computed from.</param>
/// <param name="WarmUpSessions">
/// Sessions that must precede the first value: NaN in rows before this (0-based) row, complete data given. For a recursive
/// feature it is the row from which 500 sessions more of history move the value by less than 10⁻⁴ of itself.
/// </param>
/// <param name="Source">Definition followed.</param>
/// <param name="ScaleFree">Whether multiplying all prices of the bars, or all volumes, by a constant leaves it unchanged, the chain and the market staying as
/// they are.</param>
/// <param name="Recursive">Whether it smooths over all earlier sessions, so that a gap in its inputs costs the whole warm-up again.</param>
public sealed record FeatureDefinition(
    int Number,
    string Name,
    FeatureGroup Group,
    string Description,
    string Unit,
    FeatureInputs Inputs,
    int WarmUpSessions,
    string Source,
    bool ScaleFree = true,
    bool Recursive = false);
