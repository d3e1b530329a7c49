namespace ResearchLab.Models;

/// <summary>What a model is used for.</summary>
public enum ModelRole
{
    /// <summary>Trained, never promoted.</summary>
    Challenger,

    /// <summary>Decides: the last one promoted and not rolled back.</summary>
    Champion,

    /// <summary>Was champion.</summary>
    Retired,
}
