namespace ResearchLab.Runner.Scheduling;

/// <summary>What the scheduled host runs and where it listens.</summary>
/// <param name="Symbol">Symbol of the daily run.</param>
/// <param name="Data">demo, lake, or null to choose as <c>lab run</c> does.</param>
/// <param name="Seed">Seed of the runs.</param>
/// <param name="Port">Port on the loopback address; 0 lets the system choose.</param>
internal sealed record ServeOptions(string Symbol, string? Data, ulong Seed, int Port)
{
    /// <summary>New York time of the daily run.</summary>
    public static readonly TimeOnly RunTime = new(9, 0);

    /// <summary>Most missed sessions caught up at a start.</summary>
    public const int MaxCatchUp = 5;
}
