using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace ResearchLab.Runner.Notebooks;

/// <summary>
/// What the cells of a run started and left running. Each process of a run carries its mark in its environment, which children inherit wherever they
/// are moved to when their parent ends.
/// </summary>
internal static class RunLeftovers
{
    /// <summary>Name of the variable that carries the mark.</summary>
    public const string Variable = "RESEARCHLAB_RUN_MARK";

    private const int Rounds = 5;

    /// <summary>A mark of its own for a run.</summary>
    public static string NewMark() => Guid.NewGuid().ToString("N");

    /// <summary>Ends every process that carries the mark; those of other users and systems without /proc are left alone.</summary>
    /// <returns>Names and ids of those ended.</returns>
    public static IReadOnlyList<string> End(string mark)
    {
        var ended = new List<string>();
        // Again while there are some: one may start another meanwhile.
        for (int round = 0; round < Rounds; round++)
        {
            int[] found = [.. Marked(mark)];
            if (found.Length == 0)
                break;
            foreach (int id in found)
            {
                try
                {
                    using Process process = Process.GetProcessById(id);
                    string name = $"{process.ProcessName} ({id})";
                    process.Kill();
                    process.WaitForExit(TimeSpan.FromSeconds(1));
                    if (!ended.Contains(name))
                        ended.Add(name);
                }
                catch (Exception error) when (error is ArgumentException or InvalidOperationException or Win32Exception)
                {
                    // It ended by itself, or belongs to somebody else.
                }
            }
        }

        return ended;
    }

    private static IEnumerable<int> Marked(string mark)
    {
        if (!Directory.Exists("/proc/self"))
            yield break;
        byte[] sought = Encoding.ASCII.GetBytes($"{Variable}={mark}");
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int id) && id != Environment.ProcessId
                && Carries(folder, sought))
                yield return id;
        }
    }

    private static bool Carries(string folder, byte[] sought)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(folder, "environ")).AsSpan().IndexOf(sought) >= 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
