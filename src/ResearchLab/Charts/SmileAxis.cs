namespace ResearchLab.Charts;

/// <summary>What the x axis of a smile is.</summary>
public enum SmileAxis
{
    /// <summary>Strike in the currency of the underlying.</summary>
    Strike,

    /// <summary>Delta of the call at that strike: puts at 1 + their own delta.</summary>
    CallDelta,
}
