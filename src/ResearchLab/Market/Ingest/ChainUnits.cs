using ResearchLab.Lake;

namespace ResearchLab.Market;

/// <summary>Units of option quotes, told from whole columns, and what their numbers can be.</summary>
internal static class ChainUnits
{
    /// <summary>Highest implied vol of a quote, a fraction a year: deep in the money on the last day a vendor's solution may be that high.</summary>
    public const double HighestVol = 20;

    // A median above is in per cent, one below a fraction; between the two it cannot be told.
    private const double SurelyPercent = 4, SurelyFraction = 2;

    // Vendors round a delta of 1 up.
    private const double MostDelta = 1.01;

    // How far a spot may lie beyond all strikes of its session.
    private const double FarSpot = 4;

    /// <summary>Implied vols as fractions a year; those a vendor could not solve, or that cannot be, are missing and counted.</summary>
    /// <param name="file">Name of the file.</param>
    /// <param name="iv">The column as it stands.</param>
    /// <param name="quoted">What the quotes beside them imply.</param>
    /// <param name="percents">How many carry a sign of per cent.</param>
    /// <param name="unit">Their unit, when it was said.</param>
    /// <param name="units">Told what they were taken for.</param>
    /// <exception cref="CsvIngestException">They are below 0, are not what the quotes imply, or it cannot be told whether they are in per cent.</exception>
    public static double[] ImpliedVol(string file, double[] iv, ChainVols.Told quoted, int percents, SeriesUnit? unit, List<string> units)
    {
        double[] sorted = [.. iv.Where(vol => vol > 0).Order()];
        int negative = iv.Count(vol => vol < 0);
        if (negative > sorted.Length)
            throw new CsvIngestException(Invariant($"{file} has {negative} implied vols below 0, such as {iv.First(vol => vol < 0):0.####}. ")
                + "Leave the column out with --map iv=none; they are solved when they are needed.");
        if (negative > 0)
            units.Add(Invariant($"{negative} implied vols below 0 left out"));
        if (sorted.Length == 0)
            return Array.ConvertAll(iv, vol => vol < 0 ? double.NaN : vol);
        if (quoted.Mixed is { } mixed)
            throw new CsvIngestException($"{file} has implied vols in two units: {mixed}. Write them in one, or leave the column out with --map iv=none; "
                + "they are solved when they are needed.");
        double median = sorted[sorted.Length / 2], ratio = quoted.Ratio;
        bool? told = ChainVols.IsPercent(ratio);
        bool percent = percents > 0 || unit == SeriesUnit.Percent || (unit is null && (told ?? median > SurelyPercent));
        if (double.IsFinite(ratio) && told != percent)
        {
            throw new CsvIngestException(
                Invariant($"{file} has implied vols around {median:0.####}, where its quotes imply around {median / ratio:0.####} as a fraction. ") +
                (told is { } other ? $"Say --unit {(other ? "percent" : "as-is")}, or leave" : "Leave")
                + " the column out with --map iv=none; they are solved when they are needed.");
        }

        if (told is null && !percent && unit is null && median > SurelyFraction)
            throw new CsvIngestException(
                Invariant($"{file} has implied vols around {median:0.##}, which may be per cent or fractions. Say --unit percent or --unit as-is."));
        units.Add(percent ? "iv in percent, stored as fractions" : "iv as fractions");
        var vols = new double[iv.Length];
        int left = 0;
        for (int row = 0; row < iv.Length; row++)
        {
            vols[row] = iv[row] > 0 ? percent ? iv[row] / 100 : iv[row] : iv[row] < 0 ? double.NaN : iv[row];
            if (!(vols[row] > HighestVol))
                continue;
            vols[row] = double.NaN;
            left++;
        }

        if (left > 0)
            units.Add(Invariant($"{left} implied vols above {HighestVol * 100:0}% left out"));
        return vols;
    }

    /// <summary>Deltas from −1 to 1; a column of them in hundredths is divided, and what cannot be is missing and counted.</summary>
    public static double[] Delta(double[] delta, List<string> units)
    {
        double[] sizes = [.. delta.Where(value => double.IsFinite(value) && value != 0).Select(Math.Abs).Order()];
        bool percent = sizes.Length > 0 && sizes[sizes.Length / 2] > MostDelta;
        if (percent)
            units.Add("delta in percent, stored as fractions");
        var fractions = new double[delta.Length];
        int left = 0;
        for (int row = 0; row < delta.Length; row++)
        {
            fractions[row] = percent ? delta[row] / 100 : delta[row];
            if (!(Math.Abs(fractions[row]) > MostDelta))
                continue;
            fractions[row] = double.NaN;
            left++;
        }

        if (left > 0)
            units.Add(Invariant($"{left} deltas beyond 1 left out"));
        return fractions;
    }

    /// <summary>Marks quotes whose spot lies far from all strikes of its session; returns a remark for each underlying.</summary>
    public static IEnumerable<string> CheckSpot(QualityGates.QuoteColumns quotes, QualityReason[] reasons)
    {
        var strikes = new Dictionary<(string, DateOnly), (double Low, double High)>();
        for (int row = 0; row < reasons.Length; row++)
        {
            double strike = quotes.Strike[row];
            if (reasons[row] != QualityReason.None || !(strike > 0))
                continue;
            (double low, double high) = strikes.GetValueOrDefault((quotes.Underlying[row], quotes.Session[row]), (double.MaxValue, 0));
            strikes[(quotes.Underlying[row], quotes.Session[row])] = (Math.Min(low, strike), Math.Max(high, strike));
        }

        var said = new HashSet<string>(StringComparer.Ordinal);
        for (int row = 0; row < reasons.Length; row++)
        {
            double spot = quotes.Spot[row];
            if (reasons[row] != QualityReason.None || !(spot > 0)
                || !strikes.TryGetValue((quotes.Underlying[row], quotes.Session[row]), out (double Low, double High) range)
                || (spot * FarSpot >= range.Low && spot <= range.High * FarSpot))
                continue;
            reasons[row] = QualityReason.Implausible;
            if (said.Add(quotes.Underlying[row]))
                yield return Invariant($"{quotes.Underlying[row]} {quotes.Session[row]:yyyy-MM-dd}: the price of the underlying is {spot:0.####}, ")
                    + Invariant($"far from all strikes ({range.Low:0.##} to {range.High:0.##}). Name its column with --map spot=COLUMN, ")
                    + "or say it with --spot PRICE.";
        }
    }
}
