using System.Globalization;
using ResearchLab.Basics;
using ResearchLab.Columns;

namespace ResearchLab.Market;

/// <summary>Which column of a file is which column of the lake, by the usual names and by hand. What the file holds is told from all of them.</summary>
internal sealed class CsvIngestColumns
{
    private const string None = "none";
    private static readonly string[] s_prices = ["open", "high", "low", "close"];
    private static readonly string[] s_snapshots = ["1545", "eod"];
    private static readonly string[] s_settlements = ["settle", "settlement", "settlementprice", "settleprice", "dailysettlement", "setl"];
    private static readonly string[] s_middles = ["mid", "midpoint", "midprice", "mark", "markprice", "spread", "bidaskspread"];

    private static readonly Dictionary<string, string> s_seriesNames = new(StringComparer.Ordinal)
    {
        ["tbill_13w_irx"] = "tbill_13w",
        ["irx"] = "tbill_13w",
        ["dtb3"] = "tbill_13w",
        ["dff"] = "fed_funds",
        ["vixcls"] = "vix",
        ["vxvcls"] = "vix3m",
    };

    private readonly string _path;
    private readonly string[] _header;
    private readonly string[] _normal;
    private readonly string[] _keys;
    private readonly IReadOnlyList<string[]> _sample;
    private readonly Func<int, string?> _firstValue;
    private readonly CsvIngestOptions _options;
    private readonly IReadOnlyDictionary<string, string[]> _aliases;
    private readonly List<string> _mapping = [];
    private readonly List<string> _notes = [];
    private readonly HashSet<int> _used = [];

    /// <param name="path">The file, for messages.</param>
    /// <param name="header">Names of its columns.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="sample">Fields of its first rows.</param>
    /// <param name="firstValue">The first value of a column that has none in the first rows; null when it has none at all.</param>
    public CsvIngestColumns(string path, string[] header, CsvIngestOptions options, IReadOnlyList<string[]> sample, Func<int, string?>? firstValue = null)
    {
        (_path, _header, _options, _sample, _firstValue) = (Path.GetFileName(path), header, options, sample, firstValue ?? (_ => null));
        _normal = Array.ConvertAll(header, Normalise);
        _keys = CsvAliases.Words(Sides(Array.ConvertAll(header, CsvAliases.Key)));
        foreach ((string target, string column) in options.Map)
        {
            if (column != None && Named(column) < 0)
                throw new CsvIngestException($"--map {target}={column}: {_path} {FrameText.Missing(column, header)}");
        }

        // A slip of the hand, which would become the name of a series.
        if (options.Kind is null && options.Map.Keys.FirstOrDefault(target => Slip(target) is not null) is { } slip)
            throw new CsvIngestException($"--map {slip}=…: there is no column '{slip}'. Did you mean '{Slip(slip)}'? A series of that name is asked for with "
                + $"--series {slip}={options.Map[slip]}.");
        Prefix = PrefixOf();
        Kind = options.Kind ?? Told();
        _aliases = Kind switch { CsvKind.Bars => CsvAliases.Bars, CsvKind.Chains => CsvAliases.Chains, _ => CsvAliases.Series };
        if (Kind is CsvKind.Bars or CsvKind.Chains && options.Map.Keys.FirstOrDefault(target => !_aliases.ContainsKey(target)) is { } unknown)
            throw new CsvIngestException(
                $"--map {unknown}=…: {(Kind == CsvKind.Bars ? "bars" : "chains")} have no column '{unknown}'. Name one of {string.Join(", ", _aliases.Keys)}.");
        Snapshot = Kind == CsvKind.Chains ? SnapshotOf() : "";
    }

    /// <summary>What the columns speak for.</summary>
    public CsvKind Kind { get; }

    /// <summary>What stands before open, high, low and close, such as vix in VIX Open; empty when nothing does.</summary>
    public string Prefix { get; }

    /// <summary>End of the names of the snapshot that is taken of several in one row, such as 1545; empty when there is one.</summary>
    public string Snapshot { get; }

    /// <summary>Whether calls and puts stand side by side.</summary>
    public bool IsWide =>
        Kind == CsvKind.Chains && Find("right") < 0 && Wide("bid", true) >= 0 && Wide("ask", true) >= 0 && Wide("bid", false) >= 0 && Wide("ask", false) >= 0;

    /// <summary>What was matched so far, as <c>close=px_last</c>.</summary>
    public IReadOnlyList<string> Mapping => [.. _mapping, .. _notes];

    /// <summary>What was told from the file beside its columns.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Columns that no one asked for.</summary>
    public IReadOnlyList<string> NotUsed =>
        [.. Enumerable.Range(0, _header.Length).Where(at => !_used.Contains(at) && _header[at].Length > 0).Select(at => _header[at])];

    /// <summary>Names of all columns.</summary>
    public string[] Header => _header;

    /// <summary>The column that became the series or target of a name; null when none did.</summary>
    public string? Source(string name) => _mapping.Find(pair => pair.StartsWith(name + "=", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..];

    /// <summary>Whether a column of the file stands for <paramref name="target"/>.</summary>
    public bool Has(string target) => Find(target) >= 0;

    /// <summary>Position of the column for <paramref name="target"/>, or −1.</summary>
    public int Optional(string target) => Use(target, Find(target));

    /// <summary>Position of the column for <paramref name="target"/>.</summary>
    /// <exception cref="CsvIngestException">There is none; the message says how to name it.</exception>
    public int Required(string target)
    {
        int at = Optional(target);
        return at >= 0 ? at : throw Missing(target);
    }

    /// <summary>Position of the column of a call or put where they stand side by side, or −1.</summary>
    public int Side(string target, bool call) => Use((call ? "call " : "put ") + target, Wide(target, call));

    /// <summary>What to say where a column is not there: what was found, and a remedy that fits the values of the column it names.</summary>
    public CsvIngestException Missing(string target)
    {
        string shown = string.Join(", ", _header.Take(15)) + (_header.Length > 15 ? ", …" : "");
        string remedy = Guess(target) is { } guess ? $"Name it, for example with {Typed(target, guess)}." : $"Name it with --map {target}=COLUMN.";
        remedy = (Kind, target) switch
        {
            (CsvKind.Chains, "session") => $"Say it for all quotes with --session YYYY-MM-DD, or {Lower(remedy)}",
            (CsvKind.Chains, "bid" or "ask") when Array.Find(_keys, key => Array.IndexOf(s_middles, key) >= 0) is { } middle =>
                $"Column '{_header[Array.IndexOf(_keys, middle)]}' tells neither what is bid nor what is asked: add columns bid and ask to the file.",
            (CsvKind.Chains, "bid" or "ask") when Array.Find(s_settlements, key => Array.IndexOf(_keys, key) >= 0) is { } settled =>
                $"To take what options settled at for both, say {Typed("bid", _header[Array.IndexOf(_keys, settled)])} "
                    + $"{Typed("ask", _header[Array.IndexOf(_keys, settled)])}.",
            (CsvKind.Chains, "spot") => $"Say the price of the underlying with --spot PRICE, or {Lower(remedy)}",
            _ => remedy,
        };
        return new CsvIngestException($"{_path} has no column for '{target}' (found: {shown}). {remedy}");
    }

    /// <summary>The value columns of a series file with the names of their series.</summary>
    public List<(string Name, int Column)> Values(int dateColumn, int timeColumn)
    {
        List<(string Name, int Column)> values;
        string[] byHand = [.. _options.Map.Keys.Where(target => !_aliases.ContainsKey(target) && _options.Map[target] != None)];
        if (byHand.Length > 0)
        {
            values = [.. byHand.Select(name => (name, Named(_options.Map[name])))];
        }
        else if (Array.TrueForAll(s_prices, Has))
        {
            string? name = _options.Name is { Length: > 0 } given ? given.TrimStart('^') : Prefix.Length > 0 ? Prefix : IndexName.OfFile(_path);
            if (name is null)
                throw new CsvIngestException($"{_path} does not say which series it holds. Name it, for example with --symbol vix.");
            if (_options.Name is not { Length: > 0 })
                Note(Prefix.Length > 0
                    ? $"series {name} (named after its columns; change it with --symbol)"
                    : $"series {name} (named after the file; change it with --symbol)");
            values = [(name, Find("close"))];
        }
        else
        {
            values = [.. Enumerable.Range(0, _header.Length).Where(at => at != dateColumn && at != timeColumn && _header[at].Length > 0 && IsNumeric(at))
                .Select(at => (SeriesName(at), at))];
            if (values.Count > 1 && _options.Name is { Length: > 0 } one)
                throw new CsvIngestException($"{_path} has {values.Count} columns of numbers "
                    + $"({string.Join(", ", values.Take(5).Select(value => _header[value.Column]))}{(values.Count > 5 ? ", …" : "")}), "
                    + $"and --symbol names one. Name it with --series {one.ToLowerInvariant()}=COLUMN, or leave --symbol out to keep each as a series.");
            if (values.Count == 1 && _options.Name is { Length: > 0 } only)
            {
                values = [(only.TrimStart('^'), values[0].Column)];
            }
            else if (values.Count == 1 && _keys[values[0].Column] is "close" or "price" or "last" or "adjclose" or "value")
            {
                // A price says nothing of what it is the price of.
                string? index = IndexName.OfFile(_path);
                if (index is null && _keys[values[0].Column] != "value")
                    throw new CsvIngestException($"{_path} has one column of numbers, '{_header[values[0].Column]}', and does not say what it is of. "
                        + "Name the series with --symbol NAME, or give open, high, low and close for bars.");
                if (index is not null)
                    Note($"series {index} (named after the file; change it with --symbol)");
                values = [(index ?? values[0].Name, values[0].Column)];
            }
        }

        if (values.Count == 0)
            throw new CsvIngestException(
                $"{_path} has no column of numbers beside '{_header[dateColumn]}' (found: {string.Join(", ", _header)}). Name one with --map NAME=COLUMN.");
        _mapping.AddRange(values.Select(value => $"{value.Name}={_header[value.Column]}"));
        values.ForEach(value => _used.Add(value.Column));
        return [.. values.Select(value => (value.Name.ToLowerInvariant(), value.Column))];
    }

    /// <summary>Whether the file has a column of that very name.</summary>
    public bool HasColumn(string name) => Column(name) >= 0;

    /// <summary>Position of a column by its very name.</summary>
    public int Column(string name)
    {
        int at = Array.IndexOf(_normal, name);
        return at;
    }

    /// <summary>Adds something that was inferred to what is shown.</summary>
    public void Note(string text) => _notes.Add(text);

    /// <summary>Takes a column for what it is used for.</summary>
    public int Use(string target, int at)
    {
        // A column may be taken for two things, such as a settlement for bid and ask.
        if (at >= 0 && (_used.Add(at) || _options.Map.ContainsKey(target)) && !_mapping.Contains($"{target}={_header[at]}"))
            _mapping.Add($"{target}={_header[at]}");
        return at;
    }

    /// <summary>Whether the values of a column in the first rows are all good, and there is one.</summary>
    public bool SampleIs(int at, Func<string, bool> good)
    {
        bool any = false;
        foreach (string[] row in _sample)
        {
            if (at >= row.Length || row[at].Length == 0 || CsvIngestField.IsMissing(row[at]))
                continue;
            any = true;
            if (!good(row[at]))
                return false;
        }

        return any;
    }

    /// <summary>The one column of numbers of a table whose rows each name their series; −1 when there are several or none.</summary>
    public int OneValue(params ReadOnlySpan<int> others)
    {
        int found = -1;
        for (int at = 0; at < _header.Length; at++)
        {
            if (others.Contains(at) || _header[at].Length == 0 || !IsNumeric(at))
                continue;
            if (found >= 0)
                return -1;
            found = at;
        }

        return found;
    }

    /// <summary>Columns that no one asked for and that may say of what each row is: words that are no dates, days or answers of yes and no.</summary>
    public int[] OtherNames() =>
        [.. Enumerable.Range(0, _header.Length).Where(at => !_used.Contains(at) && _header[at].Length > 0 && !CsvAliases.Remarks.Contains(_keys[at])
            && SampleIs(at, value => !IsNumber(value) && !IsStamp(value) && !CsvAliases.Wording.Contains(CsvAliases.Key(value))))];

    /// <summary>An option as it is typed, quoted where a shell would read the name of a column otherwise.</summary>
    public static string Typed(string target, string column) => $"--map {ShellText.Word($"{target}={column}")}";

    /// <summary>A column of words that no one asked for, such as names; null when there is none.</summary>
    public string? TextColumn() =>
        Enumerable.Range(0, _header.Length).Where(at => !_used.Contains(at) && _header[at].Length > 0 && !CsvAliases.IsOfAnotherMeaning(_keys[at])
            && SampleIs(at, value => !IsNumber(value) && !IsStamp(value)))
        .Select(at => _header[at]).FirstOrDefault();

    /// <summary>Position of the column for a target, or −1.</summary>
    public int Find(string target) => Find(target, _aliases);

    /// <summary>Position of a column by one of its usual names, in whatever kind of file.</summary>
    public int ByKey(string key) => Array.IndexOf(_keys, key);

    private int Find(string target, IReadOnlyDictionary<string, string[]> aliases)
    {
        if (_options.Map.TryGetValue(target, out string? byHand))
            return byHand == None ? -1 : Named(byHand);
        if (!aliases.TryGetValue(target, out string[]? names))
            return -1;
        foreach (string alias in names)
        {
            int at = Array.IndexOf(_keys, alias);
            if (at < 0 || (CsvAliases.WeakSymbols.Contains(alias) && target == "symbol"
                && !SampleIs(at, value => Symbols.IsValid(value.ToUpperInvariant()) && !CsvNumberText.TryRead(value, default, out _, out _))))
                continue;
            bool isContract = ReferenceEquals(aliases, CsvAliases.Chains) && target is "contract" or "underlying" or "root" && SampleIs(at, OccSymbol.IsOne);
            if ((target == "contract" && alias is "symbol" or "optionroot" or "option" && !isContract) || (target is "underlying" && isContract))
                continue;
            // A column called underlying has its name, or its price.
            if (ReferenceEquals(aliases, CsvAliases.Chains) && alias == "underlying" && SampleIs(at, IsNumber) != (target == "spot"))
                continue;
            if (Array.LastIndexOf(_keys, alias) is var again && again != at && CsvAliases.IsKnown(alias))
                throw new CsvIngestException(
                    Invariant($"{_path} names '{_header[at]}' twice, as columns {at + 1} and {again + 1}. Say which it is with --map {target}=#{at + 1}."));
            return at;
        }

        // The index of a table of pandas has no name.
        if (target == "session" && _header[0].Length == 0 && !SampleIs(0, IsNumber) && SampleIs(0, IsStamp))
            return 0;
        if (aliases.ContainsKey("close") && Array.IndexOf(s_prices, target) >= 0 && Prefix.Length > 0)
            return Prefixed(Prefix, target);
        // Whatever it is called, a column of option symbols names contracts.
        if (target == "contract")
            return Array.FindIndex(_header, name => name.Length > 0 && SampleIs(Array.IndexOf(_header, name), OccSymbol.IsOne));
        if (target == "volume" && ReferenceEquals(aliases, CsvAliases.Bars))
            return Array.FindIndex(_keys, key => key.StartsWith("volume", StringComparison.Ordinal));
        if (ReferenceEquals(aliases, CsvAliases.Chains) && Snapshot is { Length: > 0 } && target is "bid" or "ask" or "iv" or "delta" or "spot")
            return Array.FindIndex(_keys, key => key.EndsWith(Snapshot, StringComparison.Ordinal) && Of(key[..^Snapshot.Length], target, names));
        return -1;

        static bool Of(string stem, string target, string[] names) =>
            Array.IndexOf(names, stem) >= 0 || (target == "spot" && stem is "activeunderlyingprice" or "impliedunderlyingprice");
    }

    /// <summary>The kind the columns speak for.</summary>
    private CsvKind Told()
    {
        if (Find("strike", CsvAliases.Chains) >= 0 || (Find("contract", CsvAliases.Chains) is >= 0 and var contract && SampleIs(contract, OccSymbol.IsOne)))
            return CsvKind.Chains;
        if (HasColumn("price_factor") && HasColumn("split_factor"))
            return CsvKind.Series;
        if (_options.Map.Keys.Any(target => !CsvAliases.Bars.ContainsKey(target) && !CsvAliases.Chains.ContainsKey(target)))
            return CsvKind.Series;
        int prices = s_prices.Select(target => Find(target, CsvAliases.Bars)).Where(at => at >= 0).Distinct().Count();
        bool index = _options.Name is { } given ? IndexName.Is(given) : Find("symbol", CsvAliases.Bars) < 0
            && (Prefix.Length > 0 ? IndexName.Is(Prefix) : IndexName.OfFile(_path) is not null);
        // With three of the four it is a bars file that lacks one, and the error says which.
        return prices == 3 || (prices == 4 && !index) ? CsvKind.Bars : CsvKind.Series;
    }

    private string PrefixOf()
    {
        string[] prefixes = [.. _keys.Where(key => key.Length > 4 && key.EndsWith("open", StringComparison.Ordinal)).Select(key => key[..^4])
            .Where(prefix => Array.TrueForAll(s_prices, price => Prefixed(prefix, price) >= 0)).Distinct()];
        return prefixes.Length == 1 && Array.IndexOf(_keys, "open") < 0 ? prefixes[0] : "";
    }

    // Bloomberg calls the close PX_LAST.
    private int Prefixed(string prefix, string price) =>
        Array.IndexOf(_keys, prefix + price) is >= 0 and var at ? at : price == "close" ? Array.IndexOf(_keys, prefix + "last") : -1;

    private string SnapshotOf()
    {
        string? byHand = _options.Map.GetValueOrDefault("bid");
        string bid = byHand is not null && Named(byHand) is >= 0 and var at ? _keys[at] : "";
        return Array.Find(s_snapshots, end =>
            byHand is null ? Array.IndexOf(_keys, "bid" + end) >= 0 && Array.IndexOf(_keys, "bid") < 0 : bid.EndsWith(end, StringComparison.Ordinal)) ?? "";
    }

    private int Wide(string target, bool call)
    {
        foreach (string name in CsvAliases.Wide(target, call))
        {
            if (Array.IndexOf(_keys, name) is >= 0 and var at)
                return at;
        }

        return -1;
    }

    /// <summary>Names of the columns of a listing of calls, strike, puts that repeats them: those of a side get its letter.</summary>
    private static string[] Sides(string[] keys)
    {
        int calls = Array.IndexOf(keys, "calls"), strike = Array.IndexOf(keys, "strike"), puts = Array.IndexOf(keys, "puts");
        return calls < 0 || strike < calls || puts < strike
            ? keys
            : [.. keys.Select((key, at) => at > calls && at < strike ? "c" + key : at > puts ? "p" + key : key)];
    }

    private string? Guess(string target)
    {
        var taken = _aliases.Keys.Select(Find).ToHashSet();
        // What was before a row is not of it.
        int[] free = [.. Enumerable.Range(0, _header.Length).Where(
            at => !taken.Contains(at) && _header[at].Length > 0 && !CsvAliases.IsOfAnotherMeaning(_keys[at]) && Array.IndexOf(s_middles, _keys[at]) < 0)];
        bool dates = target is "session" or "expiry";
        bool names = target is "symbol" or "underlying" or "right";
        int[] fitting = [.. free.Where(at => dates ? SampleIs(at, IsStamp) : names
            ? SampleIs(at, value => !IsNumber(value))
            : _sample.Count == 0 || SampleIs(at, value => IsNumber(value) && !IsStamp(value)))];
        if (dates && fitting.Length == 1)
            return _header[fitting[0]];
        int best = fitting.Where(at => _keys[at].Contains(target.Replace("_", "", StringComparison.Ordinal), StringComparison.Ordinal)
            || EditDistance.Of(target, _normal[at]) <= 2 || (target == "close" && _keys[at] is "settle" or "pxlast" or "lasttrade"))
            .DefaultIfEmpty(-1).MinBy(at => at < 0 ? 0 : EditDistance.Of(target, _normal[at]));
        return best < 0 ? null : _header[best];
    }

    private static string? Slip(string target) => CsvAliases.Bars.ContainsKey(target) || CsvAliases.Chains.ContainsKey(target) || IndexName.Is(target) ? null
        : CsvAliases.Bars.Keys.Concat(CsvAliases.Chains.Keys).FirstOrDefault(known => known.Length > 3 && EditDistance.Of(target, known) == 1);

    private bool IsNumeric(int at) => SampleIs(at, IsNumber) || (!SampleIs(at, _ => true) && _firstValue(at) is { } late && IsNumber(late));

    private static bool IsNumber(string value) =>
        CsvNumberText.TryRead(value, DecimalSign.Point, out _, out _) || CsvNumberText.TryRead(value, DecimalSign.Comma, out _, out _);

    private static bool IsStamp(string value) => CsvStampText.TryRead(value, default, out _);

    private string SeriesName(int at) => s_seriesNames.GetValueOrDefault(_normal[at], _normal[at]);

    private int Named(string column)
    {
        if (column.Length > 1 && column[0] == '#' && int.TryParse(column.AsSpan(1), CultureInfo.InvariantCulture, out int number))
            return number >= 1 && number <= _header.Length ? number - 1 : -1;
        int at = Array.IndexOf(_header, column);
        at = at >= 0 ? at : Array.IndexOf(_normal, Normalise(column));
        return at >= 0 ? at : CsvAliases.Key(column) is { Length: > 0 } key ? Array.IndexOf(_keys, key) : -1;
    }

    private static string Lower(string text) => string.Concat(text[..1].ToLowerInvariant(), text.AsSpan(1));

    private static string Normalise(string name) => name.Trim().Trim('"').ToLowerInvariant().Replace(' ', '_').Replace('.', '_').Replace('-', '_');
}
