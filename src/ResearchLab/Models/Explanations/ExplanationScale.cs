namespace ResearchLab.Models;

/// <summary>What the contributions of an explanation are measured in.</summary>
public enum ExplanationScale : byte
{
    /// <summary>
    /// Log-odds of a class: the margin that softmax sees before calibration. Raising it by x multiplies the odds of the class against any class whose score
    /// stays by eˣ.
    /// </summary>
    ClassLogOdds,

    /// <summary>Return on capital at risk that a regressor expects of the structure, a fraction.</summary>
    Outcome,

    /// <summary>Log-odds of a profit of the structure.</summary>
    ProfitLogOdds,
}
