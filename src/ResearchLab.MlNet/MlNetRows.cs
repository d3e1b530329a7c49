using Microsoft.ML.Data;
using ResearchLab.Options;

namespace ResearchLab.MlNet;

/// <summary>The features of a row, as a data view holds them.</summary>
internal class MlNetFeatures
{
    /// <summary>Features; NaN where missing.</summary>
    public float[] Features { get; set; } = [];
}

/// <summary>A session and its features.</summary>
internal sealed class MlNetSession : MlNetFeatures
{
    /// <summary>Session, at midnight.</summary>
    public DateTime Session { get; set; }
}

/// <summary>A row to learn the best structure from.</summary>
internal sealed class MlNetExample : MlNetFeatures
{
    /// <summary>Session, at midnight.</summary>
    public DateTime Session { get; set; }

    /// <summary>Best structure.</summary>
    [KeyType(Structures.ClassCount)]
    public uint Label { get; set; }

    /// <summary>Weight of the row.</summary>
    public float Weight { get; set; }

    /// <summary>Return of each structure; NaN where it was not eligible or not traded.</summary>
    [VectorType(Structures.Count)]
    public float[] Returns { get; set; } = [];
}

/// <summary>A row to learn the return of one structure from.</summary>
internal sealed class MlNetOutcome : MlNetFeatures
{
    /// <summary>Return on capital at risk after costs.</summary>
    public float Label { get; set; }

    /// <summary>Weight of the row.</summary>
    public float Weight { get; set; }
}
