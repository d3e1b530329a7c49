namespace ResearchLab.Runner.Scheduling;

/// <summary>What the scheduled host runs and where it listens.</summary>
/// <param name="Symbols">Symbols of the desk; the first says which lab it is.</param>
/// <param name="Data">demo, lake, or null to choose as <c>lab run</c> does.</param>
/// <param name="Seed">Seed of the runs.</param>
/// <param name="Port">Port on the loopback address; 0 lets the system choose.</param>
internal sealed record ServeOptions(IReadOnlyList<string> Symbols, string? Data, ulong Seed, int Port)
{
    /// <summary>New York time of the daily run.</summary>
    public static readonly TimeOnly RunTime = new(9, 0);
}
