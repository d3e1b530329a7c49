using ResearchLab.Time;

namespace ResearchLab.Options;

/// <summary>The expiries a rule may use, in the order it prefers them.</summary>
internal static class ExpiryChoice
{
    /// <summary>Expiries within the range, nearest to the target first; monthlies before others equally near, then the earlier.</summary>
    public static List<ExpirySlice> InRange(List<ExpirySlice> slices, DayRange days)
    {
        var found = new List<ExpirySlice>(8);
        foreach (ExpirySlice slice in slices)
        {
            if (slice.Days < days.Min || slice.Days > days.Max)
                continue;
            int place = found.Count;
            while (place > 0 && IsPreferred(slice, found[place - 1], days.Target))
                place--;
            found.Insert(place, slice);
        }

        return found;
    }

    /// <summary>The later expiries to try with <paramref name="near"/>; one null for a rule without any.</summary>
    public static IEnumerable<ExpirySlice?> FarOf(ExpirySlice near, List<ExpirySlice> slices, StructureRule rule)
    {
        if (rule.FarDays is not { } days)
        {
            yield return null;
            yield break;
        }

        foreach (ExpirySlice far in InRange(slices, days))
        {
            if (far.Days > near.Days)
                yield return far;
        }
    }

    /// <summary>The choice in words, such as <c>expiry 2019-06-21 (monthly), 51 days: target 45, range 30–60</c>.</summary>
    public static string Explain(ExpirySlice slice, DayRange days) =>
        Invariant($"expiry {slice.Expiry:yyyy-MM-dd}{(OptionExpiries.IsMonthly(slice.Expiry) ? " (monthly)" : "")}, {slice.Days} days: ")
            + Invariant($"target {days.Target}, range {days.Min}–{days.Max}");

    private static bool IsPreferred(ExpirySlice slice, ExpirySlice other, int target)
    {
        int gap = Math.Abs(slice.Days - target), otherGap = Math.Abs(other.Days - target);
        return gap < otherGap || (gap == otherGap && OptionExpiries.IsMonthly(slice.Expiry) && !OptionExpiries.IsMonthly(other.Expiry));
    }
}
