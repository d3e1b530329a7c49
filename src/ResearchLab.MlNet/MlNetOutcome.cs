namespace ResearchLab.MlNet;

/// <summary>A row to learn the return of one structure from.</summary>
internal sealed class MlNetOutcome : MlNetFeatures
{
    /// <summary>Return on capital at risk after costs.</summary>
    public float Label { get; set; }

    /// <summary>Weight of the row.</summary>
    public float Weight { get; set; }
}
