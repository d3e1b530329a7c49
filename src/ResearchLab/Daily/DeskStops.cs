namespace ResearchLab.Daily;

/// <summary>What stood against a trade, by name.</summary>
internal static class DeskStops
{
    /// <summary>Names of the limits that failed, or of what kept a candidate from being proposed; empty for a recommendation.</summary>
    /// <param name="verdict">What was decided; null where no picker is in force.</param>
    /// <param name="anyEligible">Whether any structure was eligible.</param>
    public static IEnumerable<string> Of(DeskVerdict? verdict, bool anyEligible)
    {
        if (!anyEligible)
            return ["nothing_eligible"];
        if (verdict is not { } decided)
            return ["no_picker_in_force"];
        if (decided.Decision == Decision.Recommend)
            return [];
        return decided.Risk is { } risk ? risk.Checks.Where(check => !check.Passed).Select(check => check.Limit) : ["no_proposal"];
    }
}
