namespace ResearchLab.Models;

/// <summary>What a model is worth on sessions that nobody looked at before.</summary>
/// <param name="Opening">The record of the opening; its id is the split id of the evaluation.</param>
/// <param name="From">First sealed session.</param>
/// <param name="Through">Last sealed session with known outcomes.</param>
/// <param name="ResearchRows">Rows before it that the model was made from.</param>
/// <param name="Evaluation">The evaluation.</param>
public sealed record HoldoutReport(HoldoutOpening Opening, DateOnly From, DateOnly Through, int ResearchRows, ModelEvaluation Evaluation);
