using ResearchLab.Columns;

namespace ResearchLab.Market;

/// <summary>Which column of a file is which column of the lake, by the usual names and by hand.</summary>
internal sealed class CsvIngestColumns
{
    private static readonly Dictionary<string, string[]> s_aliases = new(StringComparer.Ordinal)
    {
        ["session"] = ["date", "session", "quote_date", "quotedate", "trade_date", "observation_date", "day", "timestamp", "datetime"],
        ["symbol"] = ["symbol", "ticker"],
        ["open"] = ["open"],
        ["high"] = ["high"],
        ["low"] = ["low"],
        ["close"] = ["close"],
        ["adj_close"] = ["adj_close", "adjclose", "adjusted_close", "close_adj"],
        ["volume"] = ["volume", "vol", "trade_volume"],
        ["underlying"] = ["underlying", "underlying_symbol", "symbol", "ticker"],
        ["spot"] = ["underlying_price", "spot", "underlying_last", "underlying_close"],
        ["root"] = ["root", "option_root"],
        ["snapshot"] = ["snapshot", "snapshot_time"],
        ["expiry"] = ["expiry", "expiration", "expiration_date", "expire_date", "expirydate"],
        ["strike"] = ["strike", "strike_price"],
        ["right"] = ["right", "option_type", "type", "call_put", "put_call", "cp_flag", "optiontype"],
        ["bid"] = ["bid", "bid_price", "bid_1545", "bid_eod"],
        ["ask"] = ["ask", "ask_price", "ask_1545", "ask_eod"],
        ["last"] = ["last", "last_price", "close"],
        ["open_interest"] = ["open_interest", "openinterest", "oi"],
        ["iv"] = ["iv", "implied_volatility", "implied_vol", "impliedvolatility"],
        ["delta"] = ["delta"],
    };

    private static readonly Dictionary<string, string> s_seriesNames = new(StringComparer.Ordinal)
    {
        ["tbill_13w_irx"] = "tbill_13w",
        ["irx"] = "tbill_13w",
        ["dtb3"] = "tbill_13w",
        ["dff"] = "fed_funds",
    };

    private static readonly string[] s_indices = ["vix", "vix9d", "vix3m", "vix6m", "vix1y", "vxv", "vvix", "skew", "vxn", "rvx", "vxd", "ovx", "gvz"];

    private readonly string _path;
    private readonly string[] _header;
    private readonly string[] _normal;
    private readonly CsvIngestOptions _options;
    private readonly List<string> _mapping = [];

    public CsvIngestColumns(string path, string[] header, CsvIngestOptions options)
    {
        (_path, _header, _options) = (Path.GetFileName(path), header, options);
        _normal = Array.ConvertAll(header, Normalise);
        foreach ((string target, string column) in options.Map)
        {
            if (Named(column) < 0)
                throw new CsvIngestException($"--map {target}={column}: {_path} {FrameText.Missing(column, header)}");
        }
    }

    /// <summary>What was matched so far, as <c>close=px_last</c>.</summary>
    public IReadOnlyList<string> Mapping => _mapping;

    /// <summary>The kind the columns speak for.</summary>
    public CsvKind Kind()
    {
        if (Has("expiry") && Has("strike") && Has("right"))
            return CsvKind.Chains;
        int prices = new[] { "open", "high", "low", "close" }.Count(Has);
        // With three of the four it is a bars file that lacks one, and the error says which; four alone may be an index.
        return prices == 3 || (prices == 4 && (Has("volume") || Has("symbol"))) ? CsvKind.Bars : CsvKind.Series;
    }

    /// <summary>Whether a column of the file stands for <paramref name="target"/>.</summary>
    public bool Has(string target) => Find(target) >= 0;

    /// <summary>Position of the column for <paramref name="target"/>, or −1.</summary>
    public int Optional(string target)
    {
        int at = Find(target);
        if (at >= 0)
            _mapping.Add($"{target}={_header[at]}");
        return at;
    }

    /// <summary>Position of the column for <paramref name="target"/>.</summary>
    /// <exception cref="CsvIngestException">There is none; the message says how to name it.</exception>
    public int Required(string target)
    {
        int at = Optional(target);
        if (at >= 0)
            return at;
        string shown = string.Join(", ", _header.Take(15)) + (_header.Length > 15 ? ", …" : "");
        string guess = _header.MinBy(name => EditDistance.Of(target, Normalise(name)) - (Normalise(name).Contains(target) ? 100 : 0))!;
        throw new CsvIngestException($"{_path} has no column for '{target}' (found: {shown}). Name it, for example with --map {target}={guess}.");
    }

    /// <summary>The value columns of a series file with the names of their series.</summary>
    public List<(string Name, int Column)> Values(int dateColumn, Func<int, bool> isNumeric)
    {
        List<(string Name, int Column)> values;
        string[] byHand = [.. _options.Map.Keys.Where(target => !s_aliases.ContainsKey(target))];
        if (byHand.Length > 0)
        {
            values = [.. byHand.Select(name => (name, Named(_options.Map[name])))];
        }
        else if (Has("open") && Has("high") && Has("low") && Has("close"))
        {
            string? name = _options.Name is { Length: > 0 } given ? given : NameOfFile();
            if (name is null)
                throw new CsvIngestException($"{_path} does not say which series it holds. Name it, for example with --symbol vix.");
            if (_options.Name is not { Length: > 0 })
                Note($"series {name} (named after the file; change it with --symbol)");
            values = [(name, Find("close"))];
        }
        else
        {
            values = [.. Enumerable.Range(0, _header.Length).Where(at => at != dateColumn && isNumeric(at)).Select(at => (SeriesName(at), at))];
            if (values.Count == 1 && _options.Name is { Length: > 0 } only)
                values = [(only, values[0].Column)];
        }

        if (values.Count == 0)
            throw new CsvIngestException($"{_path} has no column of numbers beside '{_header[dateColumn]}' (found: {string.Join(", ", _header)}). Name one with --map NAME=COLUMN.");
        _mapping.AddRange(values.Select(value => $"{value.Name}={_header[value.Column]}"));
        return [.. values.Select(value => (value.Name.ToLowerInvariant(), value.Column))];
    }

    private string SeriesName(int at) => s_seriesNames.GetValueOrDefault(_normal[at], _normal[at]);

    /// <summary>Whether the file has a column of that very name.</summary>
    public bool HasColumn(string name) => Array.IndexOf(_normal, name) >= 0;

    /// <summary>Position of a column by its very name.</summary>
    public int Column(string name) => Array.IndexOf(_normal, name);

    /// <summary>Adds something that was inferred to what is shown.</summary>
    public void Note(string text) => _mapping.Add(text);

    /// <summary>The volatility index a file is named after; null when it is not.</summary>
    private string? NameOfFile()
    {
        string name = _path.Split('.')[0].ToLowerInvariant();
        name = name.StartsWith("vol_", StringComparison.Ordinal) ? name["vol_".Length..] : name;
        return s_indices.Contains(name) ? name : null;
    }

    /// <summary>Position of the column for a target, or −1.</summary>
    public int Find(string target)
    {
        if (_options.Map.TryGetValue(target, out string? byHand))
            return Named(byHand);
        foreach (string alias in s_aliases[target])
        {
            int at = Array.IndexOf(_normal, alias);
            if (at >= 0)
                return at;
        }

        return -1;
    }

    private int Named(string column)
    {
        int at = Array.IndexOf(_header, column);
        return at >= 0 ? at : Array.IndexOf(_normal, Normalise(column));
    }

    private static string Normalise(string name) => name.Trim().Trim('"').ToLowerInvariant().Replace(' ', '_').Replace('.', '_').Replace('-', '_');
}
