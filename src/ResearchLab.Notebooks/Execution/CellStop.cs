using System.ComponentModel;

namespace ResearchLab.Notebooks.Execution;

/// <summary>What the loops of cells ask; the compiler of cells writes the questions.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CellStop
{
#pragma warning disable CA2211, SA1401, MA0069 // a field: cells read it in loops, where a call each time would cost more than the work
    /// <summary>How many cells of this process are being stopped.</summary>
    public static volatile int Ending;
#pragma warning restore CA2211, SA1401, MA0069

    /// <summary>Ends the cell of this thread by an exception when it is one of them.</summary>
    /// <exception cref="OperationCanceledException">The cell of this thread is being stopped.</exception>
    public static void End() => CellThread.ThrowIfEnding();

    internal static void Begin() => Interlocked.Increment(ref Ending);

    internal static void Over() => Interlocked.Decrement(ref Ending);
}
