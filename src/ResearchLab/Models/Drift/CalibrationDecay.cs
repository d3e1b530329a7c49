namespace ResearchLab.Models;

/// <summary>Whether probabilities are as good on outcomes that came after training as they were in the evaluation.</summary>
/// <param name="Metric"><c>log_loss</c> or <c>ece</c>; lower is better.</param>
/// <param name="Recent">Its value on matured outcomes of sessions after training.</param>
/// <param name="Evaluation">Its value in the walk-forward evaluation.</param>
/// <param name="Low">Lower end of the 95% interval of recent − evaluation.</param>
/// <param name="High">Upper end.</param>
public sealed record CalibrationDecay(string Metric, double Recent, double Evaluation, double Low, double High)
{
    /// <summary>Recent − evaluation.</summary>
    public double Difference => Recent - Evaluation;

    /// <summary>Whether it has become worse beyond doubt.</summary>
    public bool HasDecayed => Low > 0;
}
