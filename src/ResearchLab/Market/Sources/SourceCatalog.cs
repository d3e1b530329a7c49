using ResearchLab.Basics;

namespace ResearchLab.Market.Sources;

/// <summary>All vendors, ready to be asked.</summary>
public static class SourceCatalog
{
    /// <summary>The vendors the lab comes with. A new one is a line here.</summary>
    public static IReadOnlyList<SourceDescription> All { get; } =
    [
        YahooSource.Description,
        MassiveSource.Description,
        FmpSource.Description,
        BinanceSource.Description,
        FredSource.Description,
        CoinGeckoSource.Description,
    ];

    /// <summary>A vendor by name: of those the lab comes with, or of those the settings add.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="settings">Settings.</param>
    /// <exception cref="UsageException">There is none of that name; the message names the nearest.</exception>
    public static SourceDescription Find(string name, SourceSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.Sources.FirstOrDefault(source => source.Name == name) ?? throw new UsageException(Unknown(name, settings.Names));
    }

    /// <summary>Opens a vendor.</summary>
    /// <param name="source">Which.</param>
    /// <param name="settings">Addresses, keys and limits.</param>
    /// <param name="http">Sends the requests.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ConfigurationException">A variable of its own is unusable.</exception>
    public static IDataSource Open(SourceDescription source, SourceSettings settings, SourceHttp http, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(settings);
        return source.Open(new SourceAccess(http, settings.EndpointOf(source), settings.Folder, time) { Variables = settings.Variables });
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

    /// <summary>One line with the remedy when a source needs a key that is not set; null when it can be asked.</summary>
    /// <param name="source">The source.</param>
    /// <param name="settings">Addresses, keys and limits.</param>
    public static string? MissingKey(SourceDescription source, SourceSettings settings)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(settings);
        return source.KeyVariables.Count > 0 && !source.KeyIsOptional && settings.EndpointOf(source).Key is null
            ? $"{source.Name}: no key is set. Set {source.KeyVariables[0]} to your key; docs/guide/data-sources.md says how to get one."
            : null;
    }
}
