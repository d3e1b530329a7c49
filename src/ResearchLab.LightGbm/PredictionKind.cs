namespace ResearchLab.LightGbm;

/// <summary>What a prediction gives for each row.</summary>
public enum PredictionKind
{
    /// <summary>Probability of each class, or the value of a regression.</summary>
    Probability = 0,

    /// <summary>Sum of the leaves before the link function, for each class.</summary>
    RawScore = 1,

    /// <summary>Leaf index in each tree.</summary>
    LeafIndex = 2,

    /// <summary>SHAP contributions for each class: one a feature, then the expected value; they sum to the raw score.</summary>
    /// <remarks>Lundberg et al. (2020), Nature Machine Intelligence 2, 56–67 (TreeSHAP).</remarks>
    Contributions = 3,
}
