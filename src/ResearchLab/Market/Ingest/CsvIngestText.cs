using System.Buffers.Binary;
using System.IO.Compression;

namespace ResearchLab.Market;

/// <summary>A CSV file, plain or gzipped, as lines with their numbers.</summary>
internal sealed class CsvIngestText : IDisposable
{
    private const int HeadBytes = 1 << 16;
    private readonly FileStream _file;
    private readonly StreamReader _reader;
    private readonly CountingStream? _inflated;

    private CsvIngestText(FileStream file, StreamReader reader, CountingStream? inflated, CsvLayout layout) =>
        (_file, _reader, _inflated, Layout) = (file, reader, inflated, layout);

    /// <summary>Where the header stands and what separates the fields.</summary>
    public CsvLayout Layout { get; }

    /// <summary>Names of the columns as they stand in the file.</summary>
    public string[] Header => Layout.Header;

    /// <summary>Comma, semicolon, tab or bar.</summary>
    public char Delimiter => Layout.Delimiter;

    /// <summary>Number of the line read last.</summary>
    public long Line { get; private set; }

    /// <summary>How much of the file has been read, from 0 to 1.</summary>
    public double Progress => _file.Length == 0 ? 1 : (double)_file.Position / _file.Length;

    /// <summary>Opens a file and reads its header.</summary>
    /// <exception cref="CsvIngestException">It is missing, empty, not readable or not a CSV.</exception>
    public static CsvIngestText Open(string path)
    {
        if (!File.Exists(path))
            throw new CsvIngestException($"File '{path}' was not found. Give the path of a .csv or .csv.gz file.");
        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
            (byte[] head, bool gzip, bool whole) = Head(file);
            RequireText(path, head);
            (List<string> lines, System.Text.Encoding encoding) = CsvLayout.Read(head, whole);
            CsvLayout layout = CsvLayout.Of(path, lines);
            file.Position = 0;
            CountingStream? inflated = gzip ? new CountingStream(new GZipStream(file, CompressionMode.Decompress)) : null;
            var reader = new StreamReader(inflated is null ? file : inflated, encoding, detectEncodingFromByteOrderMarks: true, bufferSize: 1 << 16);
            var text = new CsvIngestText(file, reader, inflated, layout);
            while (text.Line < layout.LastHeaderLine && reader.ReadLine() is not null)
                text.Line++;
            return text;
        }
        catch (Exception error) when (error is InvalidDataException or UnauthorizedAccessException or (IOException and not CsvIngestException))
        {
            file?.Dispose();
            throw Unreadable(path, error);
        }
        catch
        {
            file?.Dispose();
            throw;
        }
    }

    /// <summary>The first bytes of a file, uncompressed.</summary>
    private static (byte[] Head, bool Gzip, bool Whole) Head(FileStream file)
    {
        bool gzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        var head = new byte[HeadBytes];
        // Disposing the inflater would close the file.
        Stream stream = gzip ? new GZipStream(file, CompressionMode.Decompress, leaveOpen: true) : file;
        int read = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return (head[..read], gzip, read < HeadBytes);
    }

    /// <summary>Names what people take for a CSV and is none.</summary>
    private static void RequireText(string path, byte[] head)
    {
        if (head is [(byte)'P', (byte)'K', 3, 4, ..])
            throw new CsvIngestException($"File '{path}' is a workbook or a ZIP archive. Save the sheet as CSV, or unpack the archive, and give that file.");
        bool wide = head is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [not 0, 0, not 0, 0, ..] or [0, not 0, 0, not 0, ..];
        if (!wide && head.AsSpan().Contains((byte)0))
            throw new CsvIngestException($"File '{path}' is not a CSV file: it holds binary data. Give a .csv or .csv.gz file.");
    }

    /// <summary>
    /// Finds the fields of a line of data, blank ones beyond the last name left out; false when they are not as many as the header names.
    /// </summary>
    public bool Fields(ReadOnlySpan<char> line, Span<Range> ranges, out int count)
    {
        count = Split(line, Delimiter, ranges);
        if (count == Header.Length)
            return true;
        if (count < Header.Length || count > ranges.Length)
            return false;
        for (int i = Header.Length; i < count; i++)
        {
            if (!line[ranges[i]].IsWhiteSpace())
                return false;
        }

        return true;
    }

    /// <summary>The next line that is not blank; null at the end.</summary>
    /// <exception cref="CsvIngestException">The compressed data is damaged.</exception>
    public string? Next()
    {
        try
        {
            while (_reader.ReadLine() is { } line)
            {
                Line++;
                if (!string.IsNullOrWhiteSpace(line))
                    return line;
            }

            RequireWhole();
            return null;
        }
        catch (Exception error) when (error is InvalidDataException or (IOException and not CsvIngestException))
        {
            throw Unreadable(_file.Name, error);
        }
    }

    /// <summary>The text of some lines of a file.</summary>
    public static Dictionary<long, string> Lines(string path, IReadOnlySet<long> wanted)
    {
        var found = new Dictionary<long, string>(wanted.Count);
        using CsvIngestText text = Open(path);
        while (found.Count < wanted.Count && text.Next() is { } line)
        {
            if (wanted.Contains(text.Line))
                found[text.Line] = line;
        }

        return found;
    }

    /// <summary>Finds the fields of a line, without their quotes; returns their number, which may exceed the ranges.</summary>
    public static int Split(ReadOnlySpan<char> line, char delimiter, Span<Range> fields)
    {
        int count = 0;
        for (int at = 0; ; at++)
        {
            int start = at, end;
            int quote = at;
            while (quote < line.Length && line[quote] == ' ' && delimiter != ' ')
                quote++;
            if (quote < line.Length && line[quote] == '"')
            {
                start = quote + 1;
                int close = start;
                while (close < line.Length && (line[close] != '"' || (close + 1 < line.Length && line[close + 1] == '"')))
                    close += line[close] == '"' ? 2 : 1;
                end = Math.Min(close, line.Length);
                int next = line[end..].IndexOf(delimiter);
                at = next < 0 ? line.Length : end + next;
            }
            else
            {
                int next = line[at..].IndexOf(delimiter);
                end = at = next < 0 ? line.Length : at + next;
            }

            if (count < fields.Length)
                fields[count] = start..end;
            count++;
            if (at >= line.Length)
                return count;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    /// <summary>A gzip file ends with the length of its content; without the end the stream just stops.</summary>
    private void RequireWhole()
    {
        if (_inflated is null)
            return;
        Span<byte> length = stackalloc byte[sizeof(uint)];
        RandomAccess.Read(_file.SafeFileHandle, length, Math.Max(0, _file.Length - length.Length));
        if (BinaryPrimitives.ReadUInt32LittleEndian(length) != unchecked((uint)_inflated.Count))
            throw new CsvIngestException(Invariant($"File '{_file.Name}' is cut off or has several compressed parts: ")
                + Invariant($"its end does not fit the {_inflated.Count:#,0} bytes in it. Fetch or compress it again."));
    }

    private static CsvIngestException Unreadable(string path, Exception error) =>
        new($"File '{path}' cannot be read: {Lake.LakeException.FirstLine(error)}. It may be cut off or not compressed as it says; fetch it again.", error);

    /// <summary>A stream that counts what is read from it.</summary>
    private sealed class CountingStream(Stream inner) : Stream
    {
        public long Count { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => Count;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            int read = inner.Read(buffer);
            Count += read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
