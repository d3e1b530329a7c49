using System.Collections.Concurrent;

namespace ResearchLab.Lake;

/// <summary>Notes every view that reads anything from now until it is disposed: the evidence of a notebook or a script. One at a time a process.</summary>
public sealed class LakeReads : IDisposable
{
    private static LakeReads? s_current;

    private readonly ConcurrentDictionary<LakeView, byte> _views = new();

    private LakeReads()
    {
    }

    /// <summary>What was read so far, one entry a pair of times and content, in order of the times.</summary>
    public IReadOnlyList<LakeRead> All =>
    [
        .. _views.Keys.Select(view => (View: view, Files: view.FilesRead)).Where(pair => pair.Files.Count > 0)
            .Select(pair => new LakeRead(
                pair.View.Root, pair.View.Known, pair.View.Recorded, [.. pair.Files.Select(file => file.Dataset).Distinct().Order(StringComparer.Ordinal)],
                pair.View.SnapshotOf(pair.Files)))
            .DistinctBy(read => (read.Root, read.Known, read.SnapshotId)).OrderBy(read => read.Known).ThenBy(read => read.SnapshotId, StringComparer.Ordinal),
    ];

    /// <summary>Begins to note.</summary>
    /// <exception cref="InvalidOperationException">Another one is noting.</exception>
    public static LakeReads Start()
    {
        var reads = new LakeReads();
        return Interlocked.CompareExchange(ref s_current, reads, null) is null
            ? reads
            : throw new InvalidOperationException("Reads of the lake are being noted already. Dispose the first list before starting another.");
    }

    /// <inheritdoc/>
    public void Dispose() => Interlocked.CompareExchange(ref s_current, null, this);

    internal static void Note(LakeView view) => s_current?._views.TryAdd(view, 0);
}
