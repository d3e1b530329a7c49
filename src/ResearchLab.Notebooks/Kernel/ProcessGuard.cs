using System.Runtime.ExceptionServices;

namespace ResearchLab.Notebooks.Kernel;

/// <summary>
/// Keeps what cells leave behind from ending the process, and tells when they do end it: an exception on a thread that a cell started is
/// reported instead of being fatal, and <c>Environment.Exit</c> is announced before it happens.
/// </summary>
internal sealed class ProcessGuard : IDisposable
{
    private static Action<Exception>? s_thrown;
    private static int s_installed;

    private readonly EventHandler _exit;

    /// <param name="thrown">Called with an exception that nothing caught, on the thread that threw it.</param>
    /// <param name="exiting">Called when the process is about to end.</param>
    public ProcessGuard(Action<Exception> thrown, Action exiting)
    {
        s_thrown = thrown;
        // The runtime takes one handler for the life of the process.
        if (Interlocked.Exchange(ref s_installed, 1) == 0)
            ExceptionHandling.SetUnhandledExceptionHandler(Handle);
        _exit = (_, _) => exiting();
        AppDomain.CurrentDomain.ProcessExit += _exit;
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= _exit;
        s_thrown = null;
    }

    private static bool Handle(Exception exception)
    {
        if (s_thrown is not { } thrown)
            return false;
        thrown(exception);
        return true;
    }
}
