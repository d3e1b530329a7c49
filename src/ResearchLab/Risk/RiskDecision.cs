namespace ResearchLab.Risk;

/// <summary>The outcome of the risk check: every limit as applied, and the size they leave.</summary>
/// <param name="Checks">All limits, in order.</param>
/// <param name="Contracts">Structure units allowed; 0 when any limit failed.</param>
/// <param name="SizeReasons">Why the size is what it is, in words.</param>
public sealed record RiskDecision(IReadOnlyList<LimitCheck> Checks, int Contracts, IReadOnlyList<string> SizeReasons)
{
    /// <summary>Structure units that account and budget give, whatever else failed: what a study trades that lets one limit not act.</summary>
    public int Sized { get; init; }

    /// <summary>Whether every limit held.</summary>
    public bool Passed => Checks.All(check => check.Passed);

    /// <summary>How many limits hold and how many failed, in words; those that read a book nothing has traded in are counted apart.</summary>
    public static string InWords(IReadOnlyList<LimitCheck> checks)
    {
        int failed = checks.Count(check => !check.Passed), idle = checks.Count(check => check.NoBook), told = checks.Count - idle;
        string book = idle == 0 ? "" : Invariant($" {idle} more read the book, in which nothing has traded yet.");
        return failed == 0 ? Invariant($"All {told} limits hold.{book}") : Invariant($"{failed} of {told} limits failed.{book}");
    }
}
