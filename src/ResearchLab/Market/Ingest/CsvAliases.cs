namespace ResearchLab.Market;

/// <summary>
/// The names vendors give to columns, by what a file holds: a name means one thing among bars and another among option quotes. Names are compared
/// by their letters and digits alone, so <c>Adj Close</c>, <c>adj_close</c> and <c>[ADJ.CLOSE]</c> are one.
/// </summary>
internal static class CsvAliases
{
    private static readonly string[] s_session =
    [
        "date", "session", "quotedate", "datadate", "tradedate", "tradingdate", "observationdate", "day", "datetime", "timestamp", "opentime", "quotereadtime",
        "asofdate", "time",
        "datum", "fecha", "data", "日付", "日時", "caldt", "unix", "unixtime", "quoteunixtime", "localtime", "gmttime", "timeutc", "dateutc", "datetimeutc",
        "timestamputc", "windowstart",
    ];

    /// <summary>Names that are a symbol only where their values are tickers.</summary>
    public static readonly IReadOnlyList<string> WeakSymbols = ["name", "code", "tic", "ric", "instrument"];

    /// <summary>Names of a column of bars.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Bars = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["session"] = s_session,
        ["time"] = ["time", "timeofday", "tradetime", "starttime", "hour", "tijd", "uhrzeit", "heure"],
        ["symbol"] = ["symbol", "ticker", "tickersymbol", "actsymbol", "underlyingsymbol", .. WeakSymbols],
        ["open"] = ["open", "openprice", "opening", "openingprice", "1open", "eröffnung", "eroeffnung", "erster", "ouverture", "ouv", "apertura", "abertura",
            "openen", "始値", "openprc"],
        ["high"] = ["high", "highprice", "2high", "hoch", "plushaut", "haut", "hoog", "máximo", "maximo", "massimo", "高値", "askhi"],
        ["low"] = ["low", "lowprice", "3low", "tief", "plusbas", "bas", "laag", "mínimo", "minimo", "安値", "bidlo"],
        ["close"] = ["close", "closelast", "closeprice", "closing", "closingprice", "4close", "schluss", "schlusskurs", "letzter", "last", "lastprice", "price",
            "cierre", "dernier", "clôture", "cloture", "latest", "sluiten", "slot", "slotkoers", "chiusura", "fechamento", "終値", "prc"],
        ["adj_close"] = ["adjclose", "adjustedclose", "closeadj", "adjcloseprice", "closeadjusted", "5adjustedclose"],
        ["volume"] = ["volume", "vol", "tradevolume", "totalvolume", "5volume", "6volume", "stücke", "stuecke", "volumen", "tickvol", "出来高", "adjvolume"],
        ["split"] = ["splitcoefficient", "stocksplits", "splitfactor", "splitratio", "split", "splits"],
        ["dividend"] = ["dividendamount", "dividends", "dividend", "divcash"],
    };

    /// <summary>Names of a column of option quotes, one a row.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Chains = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["session"] = ["quotedate", "datadate", "tradedate", "date", "session", "quotereadtime", "observationdate", "day", "timestamp", "datetime", "asofdate"],
        ["underlying"] = ["underlying", "underlyingsymbol", "actsymbol", "symbol", "ticker"],
        ["spot"] = ["underlyingprice", "spot", "spotprice", "underlyinglast", "underlyingclose", "underlyinglastprice", "stockprice", "stkpx", "undprice",
            "underlyingpx", "underlying"],
        ["root"] = ["root", "optionroot", "rootsymbol"],
        ["snapshot"] = ["snapshot", "snapshottime"],
        ["expiry"] = ["expiry", "expiration", "expirationdate", "expiredate", "expirydate", "expirdate", "exdate", "maturity"],
        ["strike"] = ["strike", "strikeprice"],
        ["right"] = ["right", "optiontype", "callput", "putcall", "cpflag", "type", "cp", "pc", "optionright", "callputflag", "putcallflag", "callorput",
            "putorcall", "iscall", "isput"],
        ["bid"] = ["bid", "bidprice", "bestbid", "bidpx"],
        ["ask"] = ["ask", "askprice", "bestask", "bestoffer", "offer", "askpx"],
        ["last"] = ["last", "lastprice", "lasttradeprice", "lastsale", "close"],
        ["volume"] = ["volume", "tradevolume", "totalvolume"],
        ["open_interest"] = ["openinterest", "openint", "oi"],
        ["iv"] = ["iv", "impliedvolatility", "impliedvol", "impvol", "implvolatility", "mididv", "midiv", "ivmid"],
        ["delta"] = ["delta"],
        ["contract"] = ["contractsymbol", "optionsymbol", "occsymbol", "osisymbol", "contractid", "option", "optionroot", "symbol"],
    };

    /// <summary>Words of a column that says something about each row and names nothing: days, months, yes and no.</summary>
    public static readonly HashSet<string> Wording = new(
        [
            .. System.Globalization.CultureInfo.InvariantCulture.DateTimeFormat.DayNames.SelectMany(day => new[] { Key(day), Key(day[..3]) }),
            .. System.Globalization.CultureInfo.InvariantCulture.DateTimeFormat.MonthNames.Where(month => month.Length > 0)
                .SelectMany(month => new[] { Key(month), Key(month[..3]) }),
            "y", "n", "yes", "no", "true", "false", "up", "down", "buy", "sell", "hold", "open", "closed", "early",
        ],
        StringComparer.Ordinal);

    /// <summary>Words in the name of a column of dates, prices or names that is of something else: no remedy proposes it.</summary>
    private static readonly string[] s_otherMeaning =
    [
        "settlementdate", "settledate", "valuedate", "expir", "matur", "exdate", "recorddate", "paydate", "paymentdate", "listing", "ipo", "update", "modified",
        "created", "download", "retrieved", "published",
        "premarket", "afterhours", "aftermarket", "postmarket", "prev", "prior", "target", "forecast", "estimate", "currency", "status", "sector",
        "industry", "country",
    ];

    /// <summary>Whether a column is of something else than what its name ends in, such as a settlement date or a pre-market close.</summary>
    public static bool IsOfAnotherMeaning(string key) => Array.Exists(s_otherMeaning, word => key.Contains(word, StringComparison.Ordinal));

    /// <summary>Columns that say where a row is from or remark on it, and not what it is of.</summary>
    public static readonly HashSet<string> Remarks = new(
        ["source", "provider", "vendor", "feed", "exchange", "venue", "origin", "note", "notes", "comment", "comments", "remark", "remarks", "event", "events",
            "session", "day", "weekday", "month", "signal", "trend", "direction"],
        StringComparer.Ordinal);

    /// <summary>Names of a column of a series.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Series = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["session"] = s_session,
        ["symbol"] = ["symbol", "ticker"],
        ["open"] = Bars["open"],
        ["high"] = Bars["high"],
        ["low"] = Bars["low"],
        ["close"] = Bars["close"],
        ["time"] = Bars["time"],
    };

    // What a call's or a put's side of a wide layout calls its columns.
    private static readonly Dictionary<string, string[]> s_wide = new(StringComparer.Ordinal)
    {
        ["bid"] = ["bid", "bidprice", "bidpx"],
        ["ask"] = ["ask", "askprice", "askpx"],
        ["last"] = ["last", "lastprice", "lastsale"],
        ["volume"] = ["volume", "volu"],
        ["open_interest"] = ["openinterest", "oi"],
        ["iv"] = ["iv", "midiv", "impliedvolatility", "impliedvol"],
        ["delta"] = ["delta"],
    };

    private static readonly HashSet<string> s_known = [.. Bars.Concat(Chains).SelectMany(pair => pair.Value), "strike", "cbid", "pbid", "cask", "pask"];

    /// <summary>Whether a column of that name is one this lab knows.</summary>
    public static bool IsKnown(string key) => s_known.Contains(key);

    /// <summary>Whether a column of that name tells when.</summary>
    public static bool IsDate(string key) => Array.IndexOf(s_session, key) >= 0;

    /// <summary>Names of a column of one side where calls and puts stand side by side.</summary>
    public static IEnumerable<string> Wide(string target, bool call) => s_wide.TryGetValue(target, out string[]? stems)
        ? stems.SelectMany(stem => (call ? (string[])["c", "call", "calls"] : ["p", "put", "puts"]).SelectMany(side => (string[])[side + stem, stem + side]))
        : [];

    // Data services write one letter a field.
    private static readonly Dictionary<string, string> s_letters =
        new(StringComparer.Ordinal) { ["t"] = "timestamp", ["o"] = "open", ["h"] = "high", ["l"] = "low", ["c"] = "close", ["v"] = "volume" };

    /// <summary>Names of columns of one letter as the words they stand for, where all of a bar are there.</summary>
    public static string[] Words(string[] keys) =>
        Array.TrueForAll((string[])["t", "o", "h", "l", "c"], letter => Array.IndexOf(keys, letter) >= 0)
            ? Array.ConvertAll(keys, key => s_letters.GetValueOrDefault(key, key))
            : keys;

    /// <summary>The letters and digits of a name, lower-cased; a unit in parentheses is left out.</summary>
    public static string Key(string name)
    {
        int unit = name.IndexOf('(', StringComparison.Ordinal);
        ReadOnlySpan<char> text = unit > 0 ? name.AsSpan(0, unit) : name;
        Span<char> key = text.Length <= 128 ? stackalloc char[text.Length] : new char[text.Length];
        int length = 0;
        foreach (char c in text)
        {
            if (char.IsLetterOrDigit(c))
                key[length++] = char.ToLowerInvariant(c);
        }

        return VendorFields.Common(new string(key[..length]));
    }
}
