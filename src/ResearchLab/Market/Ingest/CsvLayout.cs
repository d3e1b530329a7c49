using System.Globalization;
using System.Text;

namespace ResearchLab.Market;

/// <summary>How the text of a file is a table: where its header stands, what separates its fields, and what stands before and below the header.</summary>
/// <param name="Delimiter">Comma, semicolon, tab or bar.</param>
/// <param name="Header">Names of the columns.</param>
/// <param name="HeaderLine">Number of the line that names the columns.</param>
/// <param name="LastHeaderLine">Number of the last line before the data.</param>
/// <param name="Shift">1 where every row begins with a number or name that the header does not name.</param>
/// <param name="Groups">Symbol of each column where a second header line names it; null where there is none.</param>
internal sealed record CsvLayout(char Delimiter, string[] Header, int HeaderLine, int LastHeaderLine, int Shift, string[]? Groups)
{
    private const int MaxColumns = 1024, SearchedLines = 60;

    /// <summary>The lines before the header, such as a title.</summary>
    public IReadOnlyList<string> Before { get; init; } = [];

    private const int ShiftJis = 932;

    // The columns of Binance's public files, which are without a header.
    private static readonly string[] s_klines = ["open_time", "open", "high", "low", "close", "volume", "close_time", "quote_volume", "count",
        "taker_buy_volume", "taker_buy_quote_volume", "ignore"];
    private static readonly char[] s_delimiters = [',', ';', '\t', '|'];

    /// <summary>Reads it from the first lines of a file.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="lines">Its first lines.</param>
    /// <exception cref="CsvIngestException">They are no table.</exception>
    public static CsvLayout Of(string path, IReadOnlyList<string> lines)
    {
        int first = Enumerable.Range(0, lines.Count).FirstOrDefault(at => !string.IsNullOrWhiteSpace(lines[at]), -1);
        if (first < 0)
            throw new CsvIngestException($"File '{path}' is empty. Give a CSV file with a header line.");
        (int at, char delimiter) = Find(lines, first);
        string[] header = Fields(lines[at], delimiter);
        if (header.Length < 2 && lines[first].Trim().Split("  ", StringSplitOptions.RemoveEmptyEntries).Length > 2)
            throw new CsvIngestException($"File '{path}' has its columns aligned by blanks. Separate them by commas, such as with: "
                + $"tr -s ' ' ',' < '{path}' > '{Path.ChangeExtension(path, "commas.csv")}'");
        if (header.Length < 2)
            throw new CsvIngestException(
                $"File '{path}' is not a CSV file: its first line is '{Clip(lines[first])}'. The first line must name the columns, separated by commas.");
        if (at == first && IsKlines(header))
            return new CsvLayout(delimiter, s_klines, at + 1, at, 0, null);
        if (at == first && header.Count(IsValue) * 2 > header.Length)
            throw new CsvIngestException($"File '{path}' has no header: its first line is '{Clip(lines[first])}'. Put a line before it that names the "
                + "columns, such as date,open,high,low,close,volume.");
        (int last, string[]? groups, string? dateName) = Levels(lines, at, delimiter, header);
        if (dateName is not null)
            header = [dateName, .. header[1..]];
        while (header.Length > 2 && header[^1].Length == 0)
            header = header[..^1];
        int shift = Shifted(lines, last + 1, delimiter, header);
        if (shift == 1)
            (header, groups) = (["", .. header], groups is null ? null : ["", .. groups]);
        return new CsvLayout(delimiter, header, at + 1, last + 1, shift,
            groups)
        { Before = [.. Enumerable.Range(first, at - first).Select(line => lines[line])] };
    }

    /// <summary>The fields of a line, without their quotes.</summary>
    public static string[] Fields(string line, char delimiter)
    {
        Span<Range> ranges = stackalloc Range[MaxColumns];
        int count = Math.Min(CsvIngestText.Split(line, delimiter, ranges), MaxColumns);
        var fields = new string[count];
        for (int i = 0; i < count; i++)
            fields[i] = line[ranges[i]].Trim().Trim('\uFEFF').Trim();
        return fields;
    }

    /// <summary>The line with most names that are known, and its delimiter; the first line when none has two.</summary>
    private static (int Line, char Delimiter) Find(IReadOnlyList<string> lines, int first)
    {
        (int Line, char Delimiter, int Score) best = (first, s_delimiters.MaxBy(candidate => lines[first].Count(c => c == candidate)), 1);
        for (int at = first; at < Math.Min(lines.Count, first + SearchedLines); at++)
        {
            foreach (char delimiter in s_delimiters)
            {
                if (!lines[at].Contains(delimiter, StringComparison.Ordinal))
                    continue;
                string[] keys = [.. Fields(lines[at], delimiter).Select(CsvAliases.Key)];
                // What an index is called stands before its prices: VIX Open, VIX Close.
                int score = keys.Where(key => CsvAliases.IsKnown(key) || key.EndsWith("open", StringComparison.Ordinal)
                    || key.EndsWith("close", StringComparison.Ordinal)).Distinct().Count();
                if (score > best.Score)
                    best = (at, delimiter, score);
            }
        }

        if (best.Score > 1)
            return (best.Line, best.Delimiter);
        // A date and columns of other names, below a title.
        for (int at = first; at + 1 < Math.Min(lines.Count, first + SearchedLines); at++)
        {
            foreach (char delimiter in s_delimiters)
            {
                string[] names = Fields(lines[at], delimiter), below = Fields(lines[at + 1], delimiter);
                if (names.Length > 1 && below.Length >= names.Length && CsvAliases.IsDate(CsvAliases.Key(names[0]))
                    && CsvStampText.TryRead(below[0], default, out _))
                    return (at, delimiter);
            }
        }

        return (best.Line, best.Delimiter);
    }

    /// <summary>The lines below a header that still name columns: symbols, and an index called Date.</summary>
    private static (int Last, string[]? Groups, string? DateName) Levels(IReadOnlyList<string> lines, int at, char delimiter, string[] header)
    {
        string[]? symbols = null;
        for (int below = at + 1; below <= at + 2 && below < lines.Count; below++)
        {
            string[] fields = Fields(lines[below], delimiter);
            if (fields.Length != header.Length)
                break;
            bool rest = fields.AsSpan(1).IndexOfAnyExcept("") >= 0;
            string key = CsvAliases.Key(fields[0]);
            if (!rest && CsvAliases.IsDate(key))
            {
                symbols ??= at > 0 && Fields(lines[at - 1], delimiter) is var above && above.Length == header.Length && IsSymbols(above) ? above : null;
                return (below, symbols, fields[0]);
            }

            if (symbols is null && IsSymbols(fields))
            {
                symbols = fields;
                if (CsvAliases.IsDate(CsvAliases.Key(header[0])))
                    return (below, symbols, null);
                continue;
            }

            break;
        }

        return (at, null, null);
    }

    private static bool IsSymbols(string[] fields) =>
        CsvAliases.Key(fields[0]) is "" or "ticker" or "tickers" or "symbol" or "symbols"
            && Array.TrueForAll(fields[1..], name => Symbols.IsValid(name.ToUpperInvariant()) && !IsValue(name));

    private static int Shifted(IReadOnlyList<string> lines, int from, char delimiter, string[] header)
    {
        // An index of dates without a name, or any other where a column is the date.
        bool dated = Array.Exists(header, name => CsvAliases.IsDate(CsvAliases.Key(name)));
        int shifted = 0, read = 0;
        for (int at = from; at < Math.Min(lines.Count, from + 20); at++)
        {
            if (string.IsNullOrWhiteSpace(lines[at]))
                continue;
            read++;
            string[] fields = Fields(lines[at], delimiter);
            shifted += fields.Length == header.Length + 1 && fields[^1].Length > 0 && CsvStampText.TryRead(fields[0], default, out _) != dated ? 1 : 0;
        }

        return read > 0 && shifted * 10 > read * 9 ? 1 : 0;
    }

    private static bool IsKlines(string[] fields) => fields.Length == s_klines.Length && fields[0].Length is 13 or 16 && fields[6].Length == fields[0].Length
        && long.TryParse(fields[0], CultureInfo.InvariantCulture, out long open) && long.TryParse(fields[6], CultureInfo.InvariantCulture, out long close)
        && close > open;

    private static bool IsValue(string text) => text.Length > 0
        && (CsvStampText.TryRead(text, default, out _) || CsvNumberText.TryRead(text, DecimalSign.Point, out double number, out _) && double.IsFinite(number));

    /// <summary>A text short enough for a message.</summary>
    public static string Clip(string text) => text.Length <= 60 ? text : string.Concat(text.AsSpan(0, 59), "…");

    /// <summary>The first lines of a file and the encoding they are in.</summary>
    /// <param name="head">First bytes, uncompressed.</param>
    /// <param name="whole">Whether they are all bytes.</param>
    public static (List<string> Lines, Encoding Encoding) Read(ReadOnlySpan<byte> head, bool whole)
    {
        Encoding encoding = head switch
        {
            [0xFF, 0xFE, ..] => Encoding.Unicode,
            [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode,
            [not 0, 0, not 0, 0, ..] => Encoding.Unicode,
            [0, not 0, 0, not 0, ..] => Encoding.BigEndianUnicode,
            _ => IsUtf8(head) ? Encoding.UTF8 : IsShiftJis(head) ? CodePagesEncodingProvider.Instance.GetEncoding(ShiftJis)! : Encoding.Latin1,
        };
        string text = encoding.GetString(head).TrimStart('\uFEFF');
        List<string> lines = [];
        using (var reader = new StringReader(text))
        {
            while (reader.ReadLine() is { } line)
                lines.Add(line);
        }

        if (!whole && lines.Count > 1)
            lines.RemoveAt(lines.Count - 1);
        return (lines, encoding);
    }

    // Japanese brokers write the names of the columns in it.
    private static bool IsShiftJis(ReadOnlySpan<byte> head)
    {
        string text = CodePagesEncodingProvider.Instance.GetEncoding(ShiftJis)!.GetString(head);
        return text.Contains("始値", StringComparison.Ordinal) || text.Contains("終値", StringComparison.Ordinal);
    }

    // A character may be cut off at the end of the first bytes.
    private static bool IsUtf8(ReadOnlySpan<byte> head)
    {
        for (int cut = 0; cut < 4 && cut <= head.Length; cut++)
        {
            if (System.Text.Unicode.Utf8.IsValid(head[..^cut]))
                return true;
        }

        return false;
    }
}
