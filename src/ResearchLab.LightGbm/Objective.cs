namespace ResearchLab.LightGbm;

/// <summary>What the booster minimises.</summary>
public enum Objective
{
    /// <summary>Logistic loss; labels 0 and 1.</summary>
    Binary,

    /// <summary>Softmax cross-entropy; labels 0 … classes − 1.</summary>
    Multiclass,

    /// <summary>Squared error.</summary>
    Regression,

    /// <summary>Pinball loss of the quantile <see cref="LightGbmParameters.Alpha"/>.</summary>
    /// <remarks>Koenker and Bassett (1978), Econometrica 46, 33–50.</remarks>
    Quantile,

    /// <summary>Ranks the rows of each group; labels are grades 0 to 30, more is better.</summary>
    /// <remarks>Burges (2010), "From RankNet to LambdaRank to LambdaMART", MSR-TR-2010-82.</remarks>
    LambdaRank,

    /// <summary>Gradients come from a <see cref="GradientFunction"/>; predictions are raw scores.</summary>
    Custom,
}
