using System.Globalization;
using System.Text.Json.Serialization;

namespace ResearchLab.Options;

/// <summary>
/// Where a run departs from the rules of the lab: for studies, each of which is a trial. The default departs nowhere.
/// </summary>
/// <remarks>Every departure is named by <see cref="Spec"/>, which is part of the spec of labels.</remarks>
public sealed record RuleOptions
{
    /// <summary>The rules as they are.</summary>
    public static RuleOptions Default { get; } = new();

    /// <summary>Distance of protective wings as a multiple of the rule's, 1 to 3.</summary>
    public double WingWidth { get; init; } = 1;

    /// <summary>Whether a position is left at its stop.</summary>
    public bool Stops { get; init; } = true;

    /// <summary>Whether a position is left when the regime it was entered in has ended.</summary>
    public bool RegimeExits { get; init; } = true;

    /// <summary>Whether time alone ends a position: neither take-profit nor stop nor change of regime.</summary>
    public bool TimeOnly { get; init; }

    /// <summary>Share of each leg's spread paid on each side by every order, in [0, 1]; null for the shares of the cost model.</summary>
    public double? SpreadShare { get; init; }

    /// <summary>Whether every exit that is decided at a close fills one session later. What settles at expiry settles on its day all the same.</summary>
    public bool LateExits { get; init; }

    /// <summary>Whether nothing departs from the rules.</summary>
    [JsonIgnore]
    public bool IsDefault => this == Default;

    /// <summary>What departs, such as <c>wings ×2, no stops</c>; <c>the rules</c> when nothing does.</summary>
    [JsonIgnore]
    public string Spec
    {
        get
        {
            var parts = new List<string>();
            if (WingWidth != 1)
                parts.Add($"wings ×{WingWidth.ToString("R", CultureInfo.InvariantCulture)}");
            if (TimeOnly)
                parts.Add("time-only exits");
            else if (!Stops)
                parts.Add("no stops");
            if (!TimeOnly && !RegimeExits)
                parts.Add("no regime exits");
            if (SpreadShare is { } share)
                parts.Add($"spread share {share.ToString("R", CultureInfo.InvariantCulture)}");
            if (LateExits)
                parts.Add("exits a session late");
            return parts.Count == 0 ? "the rules" : string.Join(", ", parts);
        }
    }

    /// <summary>Options that can be; null is the rules.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public static RuleOptions Checked(RuleOptions? options)
    {
        if (options is null)
            return Default;
        if (!(options.WingWidth is >= 1 and <= 3))
            throw new ArgumentOutOfRangeException(nameof(options), options.WingWidth, Invariant($"WingWidth is {options.WingWidth}; it must be 1 to 3."));
        if (options.SpreadShare is { } share && !(share is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(options), share, Invariant($"SpreadShare is {share}; it must be 0 to 1."));
        return options;
    }
}
