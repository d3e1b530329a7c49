using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ResearchLab.Basics;
using ResearchLab.Lake;

namespace ResearchLab.Market.Sources;

/// <summary>
/// Answers on disk, one file each, named by the hash of their address without its keys. A file is there in full or not at all; one that does
/// not hold what its head says is thrown away. The oldest go when there are too many bytes. Losing it all costs only requests.
/// </summary>
/// <param name="folder">Where.</param>
/// <param name="maxBytes">Bound of all files together.</param>
internal sealed class ResponseCache(string folder, long maxBytes)
{
    private const string Extension = ".answer";

    /// <summary>The answer to an address; null when there is none that is whole.</summary>
    public CachedAnswer? Find(string address)
    {
        string path = PathOf(address);
        try
        {
            if (!File.Exists(path))
                return null;
            byte[] bytes = File.ReadAllBytes(path);
            int end = Array.IndexOf(bytes, (byte)'\n');
            Head? head = end < 0 ? null : JsonSerializer.Deserialize<Head>(bytes.AsSpan(0, end));
            if (head is not null && head.Address == address && head.Sha256 == Hash(bytes.AsSpan(end + 1)))
                return new CachedAnswer(head.ETag, head.LastModified, DateTimeOffset.FromUnixTimeMilliseconds(head.Stored), bytes[(end + 1)..]);
        }
        catch (JsonException)
        {
            // Thrown away below.
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        AtomicFile.Delete(path);
        return null;
    }

    /// <summary>Keeps an answer; one that cannot be kept is only asked for again.</summary>
    public void Keep(string address, CachedAnswer answer)
    {
        if (answer.Body.Length > maxBytes / 4)
            return;
        try
        {
            DurableFolders.CreateFolder(folder);
            byte[] head = JsonSerializer.SerializeToUtf8Bytes(new Head(address, answer.ETag, answer.LastModified, answer.Stored.ToUnixTimeMilliseconds(),
                Hash(answer.Body)));
            AtomicFile.Write(PathOf(address), [.. head, (byte)'\n', .. answer.Body]);
            Trim();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A cache on a full or read-only disk must not stop what it serves.
        }
    }

    private void Trim()
    {
        FileInfo[] files = [.. new DirectoryInfo(folder).EnumerateFiles("*" + Extension).OrderBy(file => file.LastWriteTimeUtc)];
        long total = files.Sum(file => file.Length);
        foreach (FileInfo file in files)
        {
            if (total <= maxBytes)
                return;
            total -= file.Length;
            AtomicFile.Delete(file.FullName);
        }
    }

    private string PathOf(string address) => Path.Combine(folder, Hash(Encoding.UTF8.GetBytes(address))[..40] + Extension);

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private sealed record Head(string Address, string? ETag, string? LastModified, long Stored, string Sha256);
}
