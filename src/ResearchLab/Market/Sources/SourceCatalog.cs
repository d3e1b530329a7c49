using ResearchLab.Columns;
using ResearchLab.Time;

namespace ResearchLab.Market.Sources;

/// <summary>All vendors, ready to be asked.</summary>
public static class SourceCatalog
{
    /// <summary>Names of the vendors.</summary>
    public static IReadOnlyList<string> Names { get; } = ["yahoo", "massive", "fmp", "binance", "fred"];

    /// <summary>A vendor by name.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="settings">Addresses, keys and limits.</param>
    /// <param name="http">Sends the requests.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ArgumentException">There is none of that name; the message names the nearest.</exception>
    public static IDataSource Open(string name, SourceSettings settings, SourceHttp http, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return name switch
        {
            "yahoo" => new YahooSource(http, settings.Yahoo),
            "massive" => new MassiveSource(http, settings.Massive),
            "fmp" => new FmpSource(http, settings.Fmp, FmpQuota(settings, time)),
            "binance" => new BinanceSource(http, settings.Binance),
            "fred" => new FredSource(http, settings.Fred),
            _ => throw new ArgumentException(Unknown(name, Names), nameof(name)),
        };
    }

    /// <summary>One line that names the sources near a name.</summary>
    /// <param name="name">What was asked for.</param>
    /// <param name="names">What there is.</param>
    public static string Unknown(string name, IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        string nearest = names.MinBy(candidate => EditDistance.Of(name, candidate))!;
        string guess = EditDistance.Of(name, nearest) <= 2 ? $"Did you mean '{nearest}'? " : "";
        return $"No source is named '{name}'. {guess}Sources: {string.Join(", ", names)}.";
    }

    /// <summary>The count of FMP's calls.</summary>
    public static DailyQuota FmpQuota(SourceSettings settings, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new DailyQuota(
            Path.Combine(settings.Folder, "fmp-calls.json"), settings.FmpCallsPerDay, TimeZones.Find(settings.FmpResetZone), settings.FmpResetHour, time);
    }
}
