namespace ResearchLab.Models;

/// <summary>What is stored with a trained model; the booster's text lies beside it.</summary>
/// <param name="Id">Such as <c>SPY-2023-12-29-3f2a91c0</c>: symbol, last session of knowledge, hash of all that made it.</param>
/// <param name="Symbol">Symbol it was trained for.</param>
/// <param name="KnownThrough">Session as of which it was trained: no label of its training rows ends later.</param>
/// <param name="FeatureSetVersion">Feature set it reads.</param>
/// <param name="Snapshot">Snapshot id of the data.</param>
/// <param name="CodeVersion">Code that trained it.</param>
/// <param name="Seed">Seed.</param>
/// <param name="Parameters">LightGBM parameters as given to it.</param>
/// <param name="TrainingRows">Rows the final model was fitted on.</param>
/// <param name="Temperature">Calibration: probabilities are softmax(raw / temperature), with one training row of unknown class added.</param>
/// <param name="Evaluation">Walk-forward evaluation.</param>
/// <param name="Calibration">Method of calibration: <c>temperature</c> or <c>isotonic</c>.</param>
/// <param name="ClassBalance">How much rare classes were lifted in the fit, in [0, 1]; probabilities are corrected for it.</param>
/// <param name="Tuning">How its parameters were searched for; null when they were given.</param>
public sealed record ModelCard(
    string Id, string Symbol, DateOnly KnownThrough, int FeatureSetVersion, string Snapshot, string CodeVersion, ulong Seed,
    string Parameters, int TrainingRows, double Temperature, ModelEvaluation Evaluation, string Calibration = "temperature", double ClassBalance = 0,
    TuningSummary? Tuning = null)
{
    /// <summary>The card as JSON, as it stands in <c>card.json</c>.</summary>
    public string ToJson() => System.Text.Json.JsonSerializer.Serialize(this, ModelJson.Default.ModelCard);
}
