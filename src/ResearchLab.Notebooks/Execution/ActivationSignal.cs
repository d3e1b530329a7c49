using System.Runtime.InteropServices;

namespace ResearchLab.Notebooks.Execution;

/// <summary>
/// On Linux the runtime reaches a computing thread by a signal. A thread that was aborted inside that signal's handler never returns from it,
/// so the signal stays blocked there and in every thread it starts: no later collection or abort could stop them. This opens it again.
/// </summary>
internal static unsafe partial class ActivationSignal
{
    private const int Unblock = 1; // SIG_UNBLOCK
    private const int Number = 34; // SIGRTMIN, INJECT_ACTIVATION_SIGNAL of the runtime

    public static void Reopen()
    {
        if (!OperatingSystem.IsLinux())
            return;
        Span<ulong> set = stackalloc ulong[16]; // sigset_t: 1024 bits
        set.Clear();
        set[(Number - 1) / 64] = 1UL << ((Number - 1) % 64);
        fixed (ulong* signals = set)
            _ = SetMask(Unblock, signals, null);
    }

    [LibraryImport("libc", EntryPoint = "pthread_sigmask")]
    private static partial int SetMask(int how, ulong* signals, ulong* before);
}
