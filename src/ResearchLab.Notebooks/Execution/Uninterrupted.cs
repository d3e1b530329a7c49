using System.Runtime.CompilerServices;

namespace ResearchLab.Notebooks.Execution;

/// <summary>
/// Work on a cell's thread that a stop must not break off, above all what takes a lock: an abort between taking a lock and noting that it is taken
/// leaves it locked for ever. The runtime does not abort a finally block; a wait in it can still be woken. The optimiser would take an empty try
/// away and the protection with it, so these methods are not optimised.
/// </summary>
internal static class Uninterrupted
{
    /// <summary>What a method needs that protects itself in the same way.</summary>
    public const MethodImplOptions Kept = MethodImplOptions.NoOptimization | MethodImplOptions.NoInlining;

    [MethodImpl(Kept)]
    public static void Run(Action work)
    {
        try
        {
            // Nothing: the work is in the finally block.
        }
        finally
        {
            work();
        }
    }

    [MethodImpl(Kept)]
    public static T Get<T>(Func<T> work)
    {
        T result = default!;
        try
        {
            // Nothing: the work is in the finally block.
        }
        finally
        {
            result = work();
        }

        return result;
    }
}
