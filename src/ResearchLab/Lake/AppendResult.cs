namespace ResearchLab.Lake;

/// <summary>What an append did.</summary>
/// <param name="New">Rows of keys the lake did not have.</param>
/// <param name="Same">Rows it had already; nothing was written for them.</param>
/// <param name="Revised">Rows whose values changed; both versions stay.</param>
public readonly record struct AppendResult(int New, int Same, int Revised)
{
    /// <summary>Both together.</summary>
    public static AppendResult operator +(AppendResult left, AppendResult right) => Add(left, right);

    /// <summary>Both together.</summary>
    public static AppendResult Add(AppendResult left, AppendResult right) =>
        new(left.New + right.New, left.Same + right.Same, left.Revised + right.Revised);
}
