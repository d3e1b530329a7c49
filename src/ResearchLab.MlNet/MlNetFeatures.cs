namespace ResearchLab.MlNet;

/// <summary>The features of a row, as a data view holds them.</summary>
internal class MlNetFeatures
{
    /// <summary>Features; NaN where missing.</summary>
    public float[] Features { get; set; } = [];
}
