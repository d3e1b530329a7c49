using System.Reflection;

namespace ResearchLab.Notebooks;

/// <summary>What running a whole notebook gave.</summary>
/// <param name="Notebook">The notebook that ran, injected parameters included.</param>
/// <param name="Results">One result a code cell that ran, in order; the last one failed when the run did.</param>
/// <param name="FailedCell">Position in <paramref name="Notebook"/> of the cell that failed; null when all succeeded.</param>
public sealed record NotebookRun(NotebookFile Notebook, IReadOnlyList<CellResult> Results, int? FailedCell)
{
    /// <summary>Whether every code cell ran to its end.</summary>
    public bool Succeeded => FailedCell is null;
}

/// <summary>Runs notebooks without Jupyter.</summary>
public static class NotebookRunner
{
    /// <summary>Runs the code cells in order in a new session and stops at the first that fails.</summary>
    /// <param name="notebook">What to run.</param>
    /// <param name="parameters">Values that replace the defaults of its parameters cell; may be empty.</param>
    /// <param name="time">Clock for the timings.</param>
    /// <param name="references">Further assemblies that cells may use.</param>
    /// <param name="cancellationToken">Stops before the next cell.</param>
    /// <exception cref="ArgumentException">A parameter is unknown; nothing ran.</exception>
    public static async Task<NotebookRun> RunAsync(
        NotebookFile notebook,
        IReadOnlyDictionary<string, object> parameters,
        TimeProvider time,
        IEnumerable<Assembly>? references = null,
        CancellationToken cancellationToken = default)
    {
        NotebookFile injected = NotebookParameters.Inject(notebook, parameters);
        using var session = new NotebookSession(time, references ?? []);
        var results = new List<CellResult>();
        for (int i = 0; i < injected.Cells.Count; i++)
        {
            if (injected.Cells[i].Kind != CellKind.Code)
                continue;
            CellResult result = await session.RunAsync(injected.Cells[i].Source, cancellationToken);
            results.Add(result);
            if (!result.Succeeded)
                return new NotebookRun(injected, results, i);
        }

        return new NotebookRun(injected, results, null);
    }
}
