using System.Data;
using System.Data.Common;
using DuckDB.NET.Data;
using ResearchLab.Columns;

namespace ResearchLab.Notebooks.Execution;

/// <summary>Breaks off queries: those of the lab, and those of the connections and commands that cells hold in variables.</summary>
internal static class QueryStop
{
    /// <summary>Interrupts what runs now; each query then throws in its own thread.</summary>
    /// <param name="variables">Values among which there may be connections and commands.</param>
    public static void All(IEnumerable<object> variables)
    {
        RunningQuery.InterruptAll();
        foreach (object value in variables)
        {
            try
            {
                Stop(value);
            }
            catch (Exception error) when (error is InvalidOperationException or DbException or NotSupportedException)
            {
                // It was closed, or never opened: nothing of it runs.
            }
        }
    }

    private static void Stop(object value)
    {
        switch (value)
        {
            case DbCommand command:
                command.Cancel();
                break;
            case DuckDBConnection { State: ConnectionState.Open } connection:
                using (DuckDBCommand command = connection.CreateCommand())
                    command.Cancel();
                break;
        }
    }
}
