using System.Runtime.InteropServices;
using System.Text;

namespace ResearchLab.Notebooks.Kernel;

/// <summary>
/// What native code, child processes and streams opened by hand write to the standard output of the process, given to the notebook: the file
/// descriptor itself leads into a pipe as long as this lives. What was opened before, such as the writer of a runner's events, stays as it was. On
/// systems without file descriptors nothing is redirected.
/// </summary>
internal sealed partial class RawOutput : IDisposable
{
    private const int StandardOutput = 1;
    private const string Library = "libc";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    private readonly Action<string> _print;
    private readonly int _before = -1, _read = -1;
    private readonly Lock _lock = new();
    private string? _awaited;
    private long _flushes;
    private ManualResetEventSlim? _seen;

    private RawOutput(Action<string> print)
    {
        _print = print;
        if (OperatingSystem.IsWindows())
            return;
        var ends = new int[2];
        if (Pipe(ends) != 0)
            return;
        _before = Duplicate(StandardOutput);
        _ = DuplicateTo(ends[1], StandardOutput);
        _ = Close(ends[1]);
        _read = ends[0];
        new Thread(Read) { IsBackground = true, Name = "raw output" }.Start();
    }

    /// <summary>Redirects the standard output of the process.</summary>
    /// <param name="print">Takes what was written, as text.</param>
    public static RawOutput Capture(Action<string> print) => new(print);

    /// <summary>Waits until what was written so far has been given on; what C libraries hold back is written first.</summary>
    public void Flush()
    {
        if (_before < 0)
            return;
        _ = FlushStreams(0);
        using var seen = new ManualResetEventSlim();
        string mark = Invariant($"\u001eflush {Environment.ProcessId} {++_flushes}\u001e");
        lock (_lock)
            (_awaited, _seen) = (mark, seen);
        byte[] bytes = Encoding.UTF8.GetBytes(mark);
        _ = Write(StandardOutput, bytes, bytes.Length);
        seen.Wait(s_patience);
        lock (_lock)
            (_awaited, _seen) = (null, null);
    }

    /// <summary>Puts the standard output back.</summary>
    public void Dispose()
    {
        if (_before < 0)
            return;
        Flush();
        _ = DuplicateTo(_before, StandardOutput);
        _ = Close(_before);
    }

    private void Read()
    {
        var buffer = new byte[65_536];
        var characters = new char[buffer.Length + 1];
        Decoder decoder = Encoding.UTF8.GetDecoder();
        string held = "";
        while (true)
        {
            nint count = Read(_read, buffer, buffer.Length);
            if (count <= 0)
                return;
            string text = held + new string(characters, 0, decoder.GetChars(buffer, 0, (int)count, characters, 0));
            held = "";
            lock (_lock)
            {
                int at = _awaited is { } mark ? text.IndexOf(mark, StringComparison.Ordinal) : -1;
                if (at >= 0)
                {
                    if (at > 0)
                        _print(text[..at]);
                    text = text[(at + _awaited!.Length)..];
                    _seen!.Set();
                }
                else if (_awaited is not null && text.LastIndexOf('\u001e') is >= 0 and int begun
                    && _awaited.StartsWith(text[begun..], StringComparison.Ordinal))
                {
                    (held, text) = (text[begun..], text[..begun]); // the mark comes in two parts
                }
            }

            if (text.Length > 0)
                _print(text);
        }
    }

    [LibraryImport(Library, EntryPoint = "pipe")]
    private static partial int Pipe([Out] int[] ends);

    [LibraryImport(Library, EntryPoint = "dup")]
    private static partial int Duplicate(int descriptor);

    [LibraryImport(Library, EntryPoint = "dup2")]
    private static partial int DuplicateTo(int from, int to);

    [LibraryImport(Library, EntryPoint = "close")]
    private static partial int Close(int descriptor);

    [LibraryImport(Library, EntryPoint = "read")]
    private static partial nint Read(int descriptor, byte[] buffer, nint count);

    [LibraryImport(Library, EntryPoint = "write")]
    private static partial nint Write(int descriptor, byte[] buffer, nint count);

    [LibraryImport(Library, EntryPoint = "fflush")]
    private static partial int FlushStreams(nint all);
}
