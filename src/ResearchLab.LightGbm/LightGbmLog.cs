using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace ResearchLab.LightGbm;

/// <summary>
/// Where LightGBM's own messages go. The library keeps its callback per thread, so every thread registers it before it enters.
/// Fatal messages, which become a <see cref="LightGbmException"/> too, are the one kind the library also writes to standard error.
/// </summary>
public static unsafe class LightGbmLog
{
    private static volatile Action<string>? s_sink;

    [ThreadStatic]
    private static StringBuilder? t_line;

    /// <summary>Receives one line a message, on the thread that called LightGBM; null (the default) drops them.</summary>
    public static Action<string>? Sink
    {
        get => s_sink;
        set => s_sink = value;
    }

    /// <summary>Registers the callback on this thread once.</summary>
    internal static void Attach()
    {
        if (t_line is not null)
            return;
        LightGbmNative.Check(LightGbmNative.RegisterLogCallback(&OnMessage));
        t_line = new StringBuilder();
    }

    [UnmanagedCallersOnly]
    private static void OnMessage(byte* text)
    {
        try
        {
            Write(Marshal.PtrToStringUTF8((nint)text) ?? "");
        }
#pragma warning disable CA1031 // A sink that throws must not unwind through native frames.
        catch (Exception)
#pragma warning restore CA1031
        {
            t_line?.Clear();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Write(string piece)
    {
        // A message comes in three pieces: prefix, text, line feed.
        StringBuilder line = t_line ??= new StringBuilder();
        if (piece != "\n")
        {
            line.Append(piece.TrimEnd('\n'));
            return;
        }

        string message = line.ToString();
        line.Clear();
        s_sink?.Invoke(message);
    }
}
