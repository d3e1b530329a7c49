using ResearchLab.Models;
using ResearchLab.Risk;

namespace ResearchLab.Daily;

/// <summary>
/// The decision of one session, from what was known at its close: structure, parameters, limits, size and reasons. Pure: the same
/// data, model and request give the same recommendation to the bit.
/// </summary>
public static class DailyRun
{
    /// <summary>Decides.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="data">What was known at the session's close; its last bar is the session's.</param>
    /// <param name="model">A model trained on nothing later.</param>
    /// <param name="desk">The desk made with it.</param>
    /// <param name="outcomes">Reads the outcomes of past sessions as known when the model was trained; asked for where similar sessions are.</param>
    /// <param name="portfolio">The book a new trade joins.</param>
    /// <param name="snapshot">Id of the data read.</param>
    public static Recommendation Decide(
        DailyRunRequest request, SessionData data, TrainedModel model, DeskModel desk, Func<OutcomeMatrix> outcomes, PortfolioState portfolio, string snapshot)
    {
        return new DailyDecision(request, data, model, desk, outcomes, portfolio).Recommend(snapshot);
    }
}
