using System.Globalization;
using System.Security.Cryptography;

namespace ResearchLab.Lake;

/// <summary>
/// One Parquet file of the lake. Its name carries the oldest recorded_at of its rows and the start of the SHA-256 of its bytes, so a
/// reader knows both without opening it.
/// </summary>
/// <param name="Path">Full path.</param>
/// <param name="Dataset">Dataset it belongs to.</param>
/// <param name="Partition">Folder below the dataset.</param>
/// <param name="RecordedFrom">Oldest recorded_at in it.</param>
/// <param name="Checksum">First 16 hexadecimal digits of the SHA-256 of its bytes.</param>
/// <param name="SizeBytes">Size when it was listed.</param>
public sealed record LakeFile(string Path, string Dataset, string Partition, DateTimeOffset RecordedFrom, string Checksum, long SizeBytes)
{
    internal const string Pattern = "part-*.parquet";
    internal const string TempPattern = "*.tmp";
    private const string TimeFormat = "yyyyMMdd'T'HHmmssffffff'Z'";
    private const int ChecksumDigits = 16;

    /// <summary>Path below the lake with forward slashes: the same on every machine.</summary>
    public string RelativePath => $"{Dataset}/{Partition}/{System.IO.Path.GetFileName(Path)}";

    /// <summary>The name of a file with these rows and bytes.</summary>
    internal static string NameOf(DateTimeOffset recordedFrom, string checksum) =>
        $"part-{recordedFrom.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)}-{checksum}.parquet";

    /// <summary>Reads the name of a file; null when the lake did not write it.</summary>
    internal static LakeFile? TryParse(FileInfo file, string dataset)
    {
        string[] parts = System.IO.Path.GetFileNameWithoutExtension(file.Name).Split('-');
        return parts is ["part", var time, { Length: ChecksumDigits } checksum]
            && DateTimeOffset.TryParseExact(
                time, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset recorded)
            ? new LakeFile(file.FullName, dataset, file.Directory!.Name, recorded, checksum, file.Length)
            : null;
    }

    /// <summary>The checksum of the bytes now in a file.</summary>
    internal static string ChecksumOf(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, FileOptions.SequentialScan);
        return Convert.ToHexStringLower(SHA256.HashData(stream))[..ChecksumDigits];
    }
}
