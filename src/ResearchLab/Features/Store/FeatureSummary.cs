using System.Globalization;
using System.Text;
using ResearchLab.Basics;
using ResearchLab.Columns;
using ResearchLab.Lake;
using ResearchLab.Statistics;

namespace ResearchLab.Features;

/// <summary>Tables of the stored features: shares of missing values, ranges, and whole exports.</summary>
public static class FeatureSummary
{
    // All values of all symbols do not fit a small machine's memory at once.
    private const int FeaturesAtOnce = 14;
    private static readonly double[] s_levels = [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1];

    /// <summary>The distribution of each of the 84 features over stored rows, in catalogue order.</summary>
    /// <param name="view">As of when.</param>
    /// <param name="symbols">Upper-case tickers; none for all.</param>
    /// <param name="from">First session wanted.</param>
    /// <param name="to">Last session wanted.</param>
    /// <exception cref="LakeException">A file is damaged.</exception>
    public static FeatureRange[] Of(LakeView view, IReadOnlyList<string> symbols, DateOnly? from = null, DateOnly? to = null)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(symbols);
        var ranges = new List<FeatureRange>(FeatureCatalog.All.Count);
        foreach (FeatureDefinition[] part in FeatureCatalog.All.Chunk(symbols.Count == 0 ? FeaturesAtOnce : FeatureCatalog.All.Count))
        {
            string[] names = Array.ConvertAll(part, feature => feature.Name);
            LakeFilter[] rows = [LakeFilter.Equal("set_version", (long)FeatureCatalog.SetVersion), LakeFilter.AtLeast("session", from ?? DateOnly.MinValue),
                LakeFilter.AtMost("session", to ?? DateOnly.MaxValue)];
            Frame[] frames = symbols.Count == 0
                ? [view.ReadAll(Datasets.Features, names, rows)]
                : [.. symbols.Select(symbol => view.Read(Datasets.Features, names, [LakeFilter.Equal("symbol", symbol), .. rows]))];
            ranges.AddRange(part.AsParallel().AsOrdered()
                .Select(feature => Range(feature, [.. frames.SelectMany(frame => frame.ToArray<double>(feature.Name))])));
        }

        return [.. ranges];
    }

    private static FeatureRange Range(FeatureDefinition feature, double[] values)
    {
        double[] present = Array.FindAll(values, value => !double.IsNaN(value));
        Array.Sort(present);
        double missing = values.Length == 0 ? double.NaN : (double)(values.Length - present.Length) / values.Length;
        return new FeatureRange(feature, values.Length, missing, Array.ConvertAll(s_levels, level => Quantile.OfSorted(present, level)));
    }

    /// <summary>The ranges as a table: feature, share of missing values, then the quantiles.</summary>
    public static Frame ToFrame(IReadOnlyList<FeatureRange> ranges)
    {
        ArgumentNullException.ThrowIfNull(ranges);
        Column<double> Level(string name, int index) => new(name, [.. ranges.Select(range => range.Quantiles[index])]);
        return new Frame(
            new Column<string>("feature", [.. ranges.Select(range => range.Feature.Name)]),
            new Column<string>("unit", [.. ranges.Select(range => range.Feature.Unit)]),
            new Column<double>("nan_share", [.. ranges.Select(range => range.MissingShare)]), Level("min", 0), Level("p5", 1), Level("p25", 2),
            Level("median", 3), Level("p75", 4), Level("p95", 5), Level("max", 6));
    }

    /// <summary>The ranges as a Markdown table.</summary>
    public static string ToMarkdown(IReadOnlyList<FeatureRange> ranges)
    {
        ArgumentNullException.ThrowIfNull(ranges);
        var text = new StringBuilder("| # | feature | unit | missing | min | 5% | median | 95% | max |\n|---:|---|---|---:|---:|---:|---:|---:|---:|\n");
        foreach (FeatureRange range in ranges)
        {
            string missing = double.IsNaN(range.MissingShare) ? "" : (100 * range.MissingShare).ToString("0.0", CultureInfo.InvariantCulture) + "%";
            string values = string.Join(" | ", new[] { 0, 1, 3, 5, 6 }.Select(i => Number(range.Quantiles[i])));
            text.Append(CultureInfo.InvariantCulture, $"| {range.Feature.Number} | {range.Feature.Name} | {range.Feature.Unit} | {missing} | {values} |\n");
        }

        return text.ToString();
    }

    /// <summary>A number to four significant digits; empty when it is missing.</summary>
    public static string Number(double value)
    {
        if (double.IsNaN(value))
            return "";
        double size = Math.Abs(value);
        if (size is not 0 and (< 1e-4 or >= 1e6))
            return value.ToString("0.##e+0", CultureInfo.InvariantCulture);
        int decimals = size is 0 ? 0 : Math.Clamp(3 - (int)Math.Floor(Math.Log10(size)), 0, 6);
        return value.ToString("0." + new string('#', decimals), CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// Writes the stored rows to a file, by its ending as CSV (also .csv.gz) or Parquet: symbol, session, origin, snapshot, then one column a feature; a
    /// missing value is empty.
    /// </summary>
    /// <param name="view">As of when.</param>
    /// <param name="symbols">Upper-case tickers; none for all.</param>
    /// <param name="from">First session wanted.</param>
    /// <param name="to">Last session wanted.</param>
    /// <param name="path">The file; one that exists is replaced when the new one is complete.</param>
    /// <returns>Rows written.</returns>
    /// <exception cref="UsageException">The name does not end in .csv, .csv.gz or .parquet.</exception>
    /// <exception cref="LakeException">A file of the lake is damaged, or the new one cannot be written.</exception>
    public static long Export(LakeView view, IReadOnlyList<string> symbols, DateOnly? from, DateOnly? to, string path)
    {
        ArgumentNullException.ThrowIfNull(view);
        string format = Format(path);
        string names = string.Join(", ", FeatureCatalog.All.Select(feature => feature.Name));
        string condition = Condition(symbols, from, to);
        AtomicFile.Write(path, temporary => view.Execute(
            $"COPY (SELECT symbol, session, origin, snapshot, {names} FROM features WHERE {condition} ORDER BY symbol, "
                + $"session) TO {LakeSql.Literal(temporary)} ({format})"));
        return view.Sql($"SELECT count(*) AS n FROM features WHERE {condition}").Get<long>("n")[0];
    }

    /// <summary>Throws unless <see cref="Export"/> can write to a file of this name.</summary>
    /// <exception cref="UsageException">The name does not end in .csv, .csv.gz or .parquet.</exception>
    public static void RequireExportable(string path) => _ = Format(path);

    private static string Format(string path) =>
        path.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase) ? "FORMAT parquet, COMPRESSION zstd"
        : path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? "FORMAT csv, HEADER"
        : path.EndsWith(".csv.gz", StringComparison.OrdinalIgnoreCase) ? "FORMAT csv, HEADER, COMPRESSION gzip"
        : throw new UsageException($"'{path}' is neither CSV nor Parquet; end the name in .csv, .csv.gz or .parquet.");

    private static string Condition(IReadOnlyList<string> symbols, DateOnly? from, DateOnly? to)
    {
        string version = $"set_version = {FeatureCatalog.SetVersion}";
        string some = symbols.Count == 0 ? "" : $" AND symbol IN ({string.Join(", ", symbols.Select(LakeSql.Literal))})";
        return $"{version}{some} AND session BETWEEN {LakeSql.Literal(from ?? DateOnly.MinValue)} AND {LakeSql.Literal(to ?? DateOnly.MaxValue)}";
    }
}
