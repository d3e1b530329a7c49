using System.Globalization;
using System.Text;

namespace ResearchLab.Notebooks.Kernel;

/// <summary>
/// A small file beside the connection file that says which cell is running. An orderly end deletes it; found at the start, it tells that the
/// process before died, and in which cell: a crash in native code leaves no other word.
/// </summary>
internal sealed class CrashTrace : IDisposable
{
    private readonly FileStream? _file;
    private readonly string _path = "";

    /// <param name="path">The file; null for no trace.</param>
    public CrashTrace(string? path)
    {
        if (path is null)
            return;
        try
        {
            if (File.Exists(path))
                Before = Describe(File.ReadAllText(path));
            _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            _path = path;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Without the file only the message is missing.
        }
    }

    /// <summary>How the process before ended, to be told to the person; null when it ended in order or there was none.</summary>
    public string? Before { get; private set; }

    /// <summary>Says it once.</summary>
    public string? TakeBefore()
    {
        string? text = Before;
        Before = null;
        return text;
    }

    /// <summary>Notes which cell runs; 0 for none.</summary>
    public void Running(int cell)
    {
        if (_file is null)
            return;
        _file.Position = 0;
        _file.Write(Encoding.ASCII.GetBytes(cell.ToString("0000000000", CultureInfo.InvariantCulture)));
    }

    public void Dispose()
    {
        _file?.Dispose();
        if (_file is not null)
            File.Delete(_path);
    }

    private static string Describe(string text) =>
        (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int cell) && cell > 0
            ? Invariant($"The kernel's process ended while cell [{cell}] ran")
            : "The kernel's process ended unexpectedly")
        + " (a crash in native code, memory used up, or killed from outside) and was started anew: the variables of before are gone.\n";
}
