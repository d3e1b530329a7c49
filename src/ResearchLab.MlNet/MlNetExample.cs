using Microsoft.ML.Data;
using ResearchLab.Options;

namespace ResearchLab.MlNet;

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
