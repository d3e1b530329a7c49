using ResearchLab.Lake;

namespace ResearchLab.Market;

/// <summary>
/// What the names of the columns of bars say beside what they are: thousands and millions of shares, the money of prices, adjusted or not. What they
/// say of one column and not of the others is refused.
/// </summary>
/// <param name="Shares">What a number of the volume is multiplied with.</param>
/// <param name="IsRaw">Whether all prices are said to be as traded.</param>
/// <param name="InWords">What is shown.</param>
internal sealed record CsvHeaderUnits(double Shares, bool IsRaw, IReadOnlyList<string> InWords)
{
    private const double MostVolatility = 300;
    private const int FewestNegative = 3;

    private static readonly Dictionary<string, double> s_scales = new(StringComparer.Ordinal)
    {
        ["hundred"] = 1e2,
        ["hundreds"] = 1e2,
        ["100"] = 1e2,
        ["100s"] = 1e2,
        ["x100"] = 1e2,
        ["1000"] = 1e3,
        ["1000s"] = 1e3,
        ["x1000"] = 1e3,
        ["1000000"] = 1e6,
        ["x1000000"] = 1e6,
        ["000"] = 1e3,
        ["000s"] = 1e3,
        ["k"] = 1e3,
        ["thousand"] = 1e3,
        ["thousands"] = 1e3,
        ["tsd"] = 1e3,
        ["m"] = 1e6,
        ["mm"] = 1e6,
        ["mn"] = 1e6,
        ["mio"] = 1e6,
        ["mln"] = 1e6,
        ["mil"] = 1e6,
        ["million"] = 1e6,
        ["millions"] = 1e6,
        ["b"] = 1e9,
        ["bn"] = 1e9,
        ["mrd"] = 1e9,
        ["billion"] = 1e9,
        ["billions"] = 1e9,
    };

    private static readonly string[] s_money = ["usd", "eur", "gbp", "gbx", "gbpence", "chf", "jpy", "cad", "aud", "hkd", "usdt", "pence", "cents", "dollars",
        "euros", "turnover", "value", "notional"];
    private static readonly string[] s_prices = ["open", "high", "low", "close"];
    private static readonly string[] s_lots = ["lot", "lots", "blocks"];
    private static readonly string[] s_raw = ["unadj", "unadjusted", "raw", "nonadjusted"], s_adjusted = ["adj", "adjusted"];

    /// <summary>Reads it.</summary>
    /// <param name="file">Name of the file, for messages.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="prices">Positions of open, high, low and close.</param>
    /// <param name="volume">Position of the volume, or −1.</param>
    /// <param name="options">How it is read.</param>
    /// <param name="before">The lines above the names, which may say the same.</param>
    /// <exception cref="CsvIngestException">The names contradict each other, or say a unit that cannot be stored.</exception>
    public static CsvHeaderUnits Of(string file, CsvIngestColumns columns, int[] prices, int volume, CsvIngestOptions options, IReadOnlyList<string> before)
    {
        if (!options.Map.ContainsKey("close") && CsvAliases.Key(columns.Header[prices[3]]) is "last" or "lastprice" or "latest"
            && Array.Find(columns.Header, name => CsvAliases.Key(name) is "settle" or "settlement" or "settlementprice" or "settleprice") is { } settled)
            throw new CsvIngestException($"{file} has '{columns.Header[prices[3]]}' and '{settled}', and either may be its close. "
                + $"Say {CsvIngestColumns.Typed("close", settled)} or {CsvIngestColumns.Typed("close", columns.Header[prices[3]])}.");
        string[] names = Array.ConvertAll(prices, at => columns.Header[at]);
        string[][] words = Array.ConvertAll(names, Words);
        string[] first = Array.ConvertAll(words, of => Array.Find(of, word => Array.IndexOf(s_money, word) >= 0) ?? "");
        if (Array.FindIndex(first, money => money != first[0]) is > 0 and var other)
            throw new CsvIngestException($"{file} has its prices in several units: '{names[0]}', '{names[other]}'. Write all four in one.");
        if (Array.FindIndex(words, of => Array.Exists(of, s_scales.ContainsKey)) is >= 0 and var scaled)
            throw new CsvIngestException(
                $"{file} has prices in '{names[scaled]}', which is no unit of a price. Write the prices out and leave the unit out of the name.");
        int?[] basis = Array.ConvertAll(words, of =>
            Array.Exists(of, word => Array.IndexOf(s_raw, word) >= 0) ? 0 : Array.Exists(of, word => Array.IndexOf(s_adjusted, word) >= 0) ? 1 : (int?)null);
        // Columns named by hand are what they are said to be.
        bool byHand = Array.Exists(s_prices, options.Map.ContainsKey);
        if (!byHand && Array.FindIndex(basis, one => one != basis[0]) is > 0 and var mixed)
            throw new CsvIngestException($"{file} has prices on several bases: '{names[0]}', '{names[mixed]}'. Name four of one basis with --map.");
        if (!byHand && basis[0] == 1 && options.Adjustment is null)
            throw new CsvIngestException(
                $"{file} has adjusted prices ('{names[0]}') and does not say for what. Say --adjusted splits or --adjusted all (for dividends too).");
        if (!byHand && basis[0] == 0 && options.Adjustment is BarAdjustment.Splits or BarAdjustment.All)
            throw new CsvIngestException($"{file} has unadjusted prices ('{names[0]}'). Leave --adjusted out.");
        List<string> said = first[0].Length > 0 ? [$"prices in {first[0].ToUpperInvariant()}, as they stand"] : [];
        double shares = 1;
        if (volume >= 0)
        {
            string name = columns.Header[volume];
            string[] of = Words(name);
            if (!options.Map.ContainsKey("volume") && (Array.Exists(of, word => Array.IndexOf(s_money, word) >= 0)
                || Array.Exists(of, word => Array.IndexOf(s_lots, word) >= 0)))
                throw new CsvIngestException($"{file} has a volume of {(Array.Exists(of, word => Array.IndexOf(s_lots, word) >= 0) ? "lots" : "money")} "
                    + $"('{name}'), and shares are stored. Say --map volume=none to leave it out, or {CsvIngestColumns.Typed("volume", name)} to keep it as "
                    + "it stands.");
            shares = options.Map.ContainsKey("volume") ? 1 : of.Select(word => s_scales.GetValueOrDefault(word, 1)).DefaultIfEmpty(1).Max();
            if (shares != 1)
                said.Add(Invariant($"'{name}' stored as shares (times {shares:0})"));
        }

        CsvPreamble above = CsvPreamble.Of(file, before, options);
        if (above.Shares is { } scale && volume >= 0 && !options.Map.ContainsKey("volume"))
        {
            if (shares != 1 && shares != scale)
                throw new CsvIngestException(Invariant($"{file} says two units of its volume: '{columns.Header[volume]}' and, above it, times {scale:0}. ")
                    + "Take one of them out, or say --map volume=none.");
            shares = scale;
        }

        return new CsvHeaderUnits(shares, Array.TrueForAll(basis, one => one == 0) || above.IsRaw, [.. said, .. above.InWords]);
    }

    /// <summary>Refuses a column of volatility taken as volume, and volumes of which only some say that they are thousands or millions.</summary>
    public static void RequireShares(string file, CsvIngestColumns columns, CsvNumbers volume, CsvIngestOptions options)
    {
        if (volume.Column < 0 || options.Map.ContainsKey("volume"))
            return;
        string name = columns.Header[volume.Column];
        if (volume.Suffixed > 0 && volume.Fractions > 0)
            throw new CsvIngestException(Invariant($"{file} writes {volume.Suffixed} numbers of '{name}' with K, M or B and {volume.Fractions} fractions ")
                + "without. Write all of them alike, or say --map volume=none.");
        if (volume.Values.Count(value => value < 0) is >= FewestNegative and var negative)
            throw new CsvIngestException(Invariant($"{file} has {negative} negative volumes in '{name}', which are no shares traded. ")
                + "Say --map volume=none to leave them out, or name the right column with --map volume=COLUMN.");
        if (CsvAliases.Key(name) == "vol" && volume.Suffixed == 0 && volume.Values.Exists(double.IsFinite)
            && volume.Values.TrueForAll(value => !(value > MostVolatility)))
            throw new CsvIngestException($"{file} has small numbers in '{name}', which may be a volatility. Say --map volume=none to leave it out, "
                + $"or {CsvIngestColumns.Typed("volume", name)} when it is what was traded.");
    }

    /// <summary>What a word of a unit multiplies with; 1 where it is none.</summary>
    internal static double ScaleOf(string word) => s_scales.GetValueOrDefault(word, 1);

    /// <summary>Whether a word is of money, of prices as traded, or of adjusted ones.</summary>
    internal static (bool Money, bool Raw, bool Adjusted, bool Lots) Is(string word) =>
        (Array.IndexOf(s_money, word) >= 0, Array.IndexOf(s_raw, word) >= 0, Array.IndexOf(s_adjusted, word) >= 0, Array.IndexOf(s_lots, word) >= 0);

    /// <summary>What negative prices of CRSP are.</summary>
    public static IEnumerable<string> Averages(CsvIngestColumns columns, double[] close, QualityReason[] reasons)
    {
        if (columns.Find("close") is not (>= 0 and var at) || CsvAliases.Key(columns.Header[at]) != "prc")
            return [];
        int negative = Enumerable.Range(0, close.Length).Count(row => reasons[row] == QualityReason.None && close[row] < 0);
        return negative == 0 ? [] : [Invariant($"{negative} negative {(negative == 1 ? "price is an average" : "prices are averages")} of bid and ask where ")
            + "nothing was traded, as CRSP marks them; left out."];
    }

    /// <summary>The words of a name, lower-cased; of one letter only those in parentheses, where they are a unit.</summary>
    internal static string[] Words(string name)
    {
        string text = name.ToLowerInvariant().Replace("$", " usd ", StringComparison.Ordinal).Replace("€", " eur ", StringComparison.Ordinal)
            .Replace("£", " gbp ", StringComparison.Ordinal);
        int unit = text.IndexOfAny(['(', '[']);
        List<string> words = [];
        for (int from = 0; from < text.Length; from++)
        {
            int to = from;
            while (to < text.Length && char.IsLetterOrDigit(text[to]))
                to++;
            if (to - from > 1 || (to > from && unit >= 0 && from > unit))
                words.Add(text[from..to] is "p" && unit >= 0 ? "pence" : text[from..to] is "c" ? "cents" : text[from..to]);
            from = to;
        }

        if (text.StartsWith("adj", StringComparison.Ordinal))
            words.Add("adj");
        return [.. words];
    }
}
