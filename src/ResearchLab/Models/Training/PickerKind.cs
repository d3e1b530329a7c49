namespace ResearchLab.Models;

/// <summary>A way to choose among the eligible structures of a session.</summary>
public enum PickerKind : byte
{
    /// <summary>Proposes nothing.</summary>
    NoTrade,

    /// <summary>The likeliest best structure of the multiclass model.</summary>
    Softmax,

    /// <summary>The highest predicted outcome of one regressor a structure.</summary>
    Outcome,

    /// <summary>The highest P(profit) × mean win − P(loss) × mean loss, with one classifier a structure.</summary>
    Payoff,

    /// <summary>As <see cref="Outcome"/>, with regressors that learn from all symbols of the watchlist.</summary>
    Pooled,

    /// <summary>The rule of introductions to options: implied-volatility rank × trend (<see cref="Policies.Textbook"/>).</summary>
    Textbook,
}
