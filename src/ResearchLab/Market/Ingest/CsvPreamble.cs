namespace ResearchLab.Market;

/// <summary>What the lines above the names of the columns say of units: thousands of shares, the money of prices, adjusted or not.</summary>
/// <param name="Shares">What a number of the volume is multiplied with; null when nothing is said.</param>
/// <param name="IsRaw">Whether prices are said to be as traded.</param>
/// <param name="InWords">What is shown.</param>
internal sealed record CsvPreamble(double? Shares, bool IsRaw, IReadOnlyList<string> InWords)
{
    private static readonly string[] s_volume = ["volume", "volumes", "vol"], s_prices = ["price", "prices", "open", "close", "quotes"],
        s_pence = ["gbx", "gbpence", "pence", "cents"];

    /// <summary>Reads them; a unit that stands there and cannot be used is refused and never dropped.</summary>
    /// <param name="file">Name of the file, for messages.</param>
    /// <param name="lines">The lines.</param>
    /// <param name="options">How the file is read.</param>
    /// <exception cref="CsvIngestException">They say a unit of something that cannot be stored, or not of what.</exception>
    public static CsvPreamble Of(string file, IReadOnlyList<string> lines, CsvIngestOptions options)
    {
        double? shares = null;
        bool raw = false;
        List<string> said = [];
        foreach (string clause in lines.SelectMany(line => line.Split([';', ',', '|', '#', '\t'],
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
        {
            string[] words = CsvHeaderUnits.Words(clause);
            bool volume = words.Intersect(s_volume).Any(), prices = words.Intersect(s_prices).Any();
            string? scaled = Array.Find(words, word => CsvHeaderUnits.ScaleOf(word) != 1 && (volume || !char.IsAsciiDigit(word[0])));
            string quoted = $"{file} says '{CsvLayout.Clip(clause)}' above its columns";
            if (volume && Array.Exists(words, word => CsvHeaderUnits.Is(word).Lots))
                throw new CsvIngestException($"{quoted}, and shares are stored. Take the line out and say --map volume=none, or write the volume in shares.");
            if (scaled is not null && !volume)
                throw new CsvIngestException($"{quoted}, {(prices ? "which is no unit of a price" : "and not of what")}. Take the line out, "
                    + $"and write the unit of the volume into its name, such as 'Volume ({scaled})'.");
            if (scaled is not null)
            {
                shares = CsvHeaderUnits.ScaleOf(scaled);
                said.Add(Invariant($"'{CsvLayout.Clip(clause)}': volume stored as shares (times {shares:0})"));
            }

            if (Array.Find(words,
                word => CsvHeaderUnits.Is(word).Money && (prices || Array.IndexOf(s_pence, word) >= 0 || words.Contains("currency"))) is { } money)
                said.Add($"prices in {money.ToUpperInvariant()}, as they stand");
            bool not = words.Contains("not") || words.Contains("without");
            if (Array.Exists(words, word => CsvHeaderUnits.Is(word).Raw) || (not && words.Contains("adjusted")))
                raw = true;
            else if (Array.Exists(words, word => CsvHeaderUnits.Is(word).Adjusted) && options.Adjustment is null
                && (!words.Contains("splits") && !words.Contains("split") || words.Contains("dividends") || words.Contains("dividend")))
                throw new CsvIngestException($"{quoted}. Say --adjusted splits or --adjusted all (for dividends too).");
        }

        if (raw && options.Adjustment is BarAdjustment.Splits or BarAdjustment.All)
            throw new CsvIngestException($"{file} says above its columns that its prices are unadjusted. Leave --adjusted out.");
        return new CsvPreamble(shares, raw, said);
    }
}
