using ResearchLab.Models;

namespace ResearchLab.Daily;

/// <summary>What a desk is made from.</summary>
/// <param name="Model">The trained model with its pickers.</param>
/// <param name="Data">What was known at the session of knowledge.</param>
/// <param name="Outcomes">Outcomes the model was trained on.</param>
/// <param name="Request">Account, limits, costs, seed and threads.</param>
/// <param name="Contenders">Scores of models of others, walked as arms; none of them decides.</param>
internal sealed record DeskInputs(TrainedModel Model, SessionData Data, OutcomeMatrix Outcomes, DailyRunRequest Request,
    IReadOnlyList<ContenderScores> Contenders);
