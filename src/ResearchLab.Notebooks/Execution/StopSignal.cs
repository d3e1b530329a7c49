using System.ComponentModel;

namespace ResearchLab.Notebooks.Execution;

/// <summary>Whether a run of a cell is being stopped. The loops of cells ask it, on the cell's thread and in the tasks it started.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class StopSignal
{
    private static readonly AsyncLocal<StopSignal?> s_flow = new();
    private static readonly StopSignal s_none = new();

    private static volatile int s_stopping;

    [ThreadStatic]
    private static StopSignal? t_thread;

    private volatile bool _ending;

    internal StopSignal()
    {
    }

    /// <summary>Line of the statement at the top level of a cell that began last, from 1.</summary>
    public static int TopLevelLine { get; set; }

    /// <summary>Number of that statement among those at the top of its cell, from 1; 0 before the first.</summary>
    public static int TopLevelStatement { get; set; }

    /// <summary>That of the cell whose thread or task this is; elsewhere one that never ends anything.</summary>
    public static StopSignal Here => t_thread ?? s_flow.Value ?? s_none;

    /// <summary>Whether any cell of this process is being stopped: what a function asks first, since it costs next to nothing.</summary>
    public static bool Any => s_stopping != 0;

    /// <summary>Whether the cell shall end by an exception of its own.</summary>
    public bool Ending
    {
        get => _ending;
        internal set => _ending = value;
    }

    /// <summary>What ends it.</summary>
    public static OperationCanceledException Stopped() => new("The cell was stopped.");

    /// <summary>Ends a cell that is being stopped, when called on its thread.</summary>
    /// <exception cref="OperationCanceledException">The cell of this thread is being stopped.</exception>
    internal static void ThrowIfEnding()
    {
        if (t_thread is { Ending: true })
            throw Stopped();
    }

    /// <summary>A cell is being stopped, until <see cref="Over"/> is called.</summary>
    internal static void Begin() => Interlocked.Increment(ref s_stopping);

    internal static void Over() => Interlocked.Decrement(ref s_stopping);

    /// <summary>This thread, and what it starts from now on, belongs to this run.</summary>
    internal void Enter() => s_flow.Value = t_thread = this;

    /// <summary>This thread belongs to no run.</summary>
    internal static void Leave() => s_flow.Value = t_thread = null;
}
