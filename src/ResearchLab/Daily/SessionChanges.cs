using ResearchLab.Basics;
using ResearchLab.Models;
using ResearchLab.Options;

namespace ResearchLab.Daily;

/// <summary>What changed since the session before, in words.</summary>
internal static class SessionChanges
{
    /// <summary>Move of the underlying and of the volatility index, and structures that became eligible or ceased to be.</summary>
    public static IEnumerable<string> Of(DailyRunRequest request, SessionData data, TrainedModel model, DeskModel desk, SessionCandidates today)
    {
        int row = data.Bars.Count - 1;
        if (row < 1)
            yield break;
        var before = new SessionCandidates(request, data, model, desk, data.Bars.Sessions[row - 1]);
        double move = (data.Bars.Close[row] / data.Bars.Close[row - 1]) - 1, vix = data.Feature("vix", row), was = data.Feature("vix", row - 1);
        string index = double.IsNaN(vix - was) || data.Carried.Any(one => one.Names(data.Context.Vix))
            ? ""
            : Invariant($", volatility index {was:0.0} to {vix:0.0}");
        yield return Invariant($"since {data.Bars.Sessions[row - 1]:yyyy-MM-dd}: {request.Symbol} {Display.Percent(move, 2)}{index}");
        for (int s = 0; s < Structures.Count; s++)
        {
            StructureChoice now = today.ChoiceOf((Structure)s), then = before.ChoiceOf((Structure)s);
            string? why = Eligibility.WhyNot(now, request.Limits.MinWinProbability), whyThen = Eligibility.WhyNot(then, request.Limits.MinWinProbability);
            if ((why is null) != (whyThen is null))
                yield return Invariant($"since {data.Bars.Sessions[row - 1]:yyyy-MM-dd}: {((Structure)s).Name().Replace('_', ' ')} ")
                    + Invariant($"{(why is null ? "became eligible" : $"is no longer eligible: {why}")}");
        }
    }
}
