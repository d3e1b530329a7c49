using ResearchLab.Basics;
using ResearchLab.Market.Sources;
using ResearchLab.Risk;

namespace ResearchLab;

/// <content>What this machine says: environment variables, and where the checkout lies.</content>
public sealed partial record LabOptions
{
#pragma warning disable RS0030 // One of the two places that read the machine: see BannedSymbols.txt.
    /// <summary>
    /// The options of this machine: environment variables, then the checkout the program or the working folder lies in.
    /// </summary>
    /// <exception cref="ConfigurationException">A variable is set to something unusable; the message names it.</exception>
    public static LabOptions FromEnvironment()
    {
        string home = Text("RESEARCHLAB_HOME") ?? FindHome();
        var read = new Dictionary<string, double>(StringComparer.Ordinal);
        double Number(string name, double otherwise) => Text(name) is { } text ? read[name] = NumberText.Setting(name, text) : otherwise;
        int Count(string name, int otherwise) => Text(name) is { } text ? (int)(read[name] = NumberText.Count(name, text)) : otherwise;
        var limits = new RiskLimits();
        limits = limits with
        {
            RiskPerTrade = Number("RISK_PER_TRADE", limits.RiskPerTrade),
            MaxPositionSize = Number("MAX_POSITION_SIZE", limits.MaxPositionSize),
            ConfidenceHalvesSize = Number("CONFIDENCE_THRESHOLD", limits.ConfidenceHalvesSize),
            MinSimilarStates = Count("MIN_SIMILAR_TRADES", limits.MinSimilarStates),
            MinWeightedWinRate = Number("MIN_WEIGHTED_WIN_RATE", limits.MinWeightedWinRate),
        };
        double account = Number("ACCOUNT_VALUE", DefaultAccountValue);
        if (Text("TRADING_MODE") is { } mode && mode is not "paper")
            throw new ConfigurationException($"TRADING_MODE is '{mode}'; only 'paper' exists: this lab recommends and places no orders.");
        string data = Text("RESEARCHLAB_DATA") ?? Path.Combine(home, "data");
        SourceSettings sources = SourcesFromEnvironment(Path.Combine(data, "sources"));
        return new LabOptions
        {
            Home = home,
            DataFolder = data,
            Sources = sources,
            DailySources = Text("DAILY_SOURCES") is { } daily ? ChosenOf(daily, sources) : [],
            JournalConnection = Text("RESEARCHLAB_JOURNAL"),
            CodeVersion = Text("RESEARCHLAB_CODE") ?? "unversioned",
            LightGbmPath = Text("RESEARCHLAB_LIGHTGBM"),
            SelfContainedPages = Text("RESEARCHLAB_SELF_CONTAINED") switch
            {
                null or "0" or "false" => false,
                "1" or "true" => true,
                var other => throw new ConfigurationException($"RESEARCHLAB_SELF_CONTAINED is '{other}'; write 1 for pages that stand alone, or 0."),
            },
            AccountValue = account,
            Limits = limits,
            FromVariables = read,
            Watchlist = Text("WATCHLIST") is { } symbols ? SymbolsOf(symbols) : [],
        }.Validated();
    }

    /// <summary>Upper-case tickers in order, each once.</summary>
    /// <exception cref="ConfigurationException">One of them can be no ticker.</exception>
    internal static IReadOnlyList<string> SymbolsOf(string list)
    {
        string[] symbols = [.. list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(symbol => symbol.ToUpperInvariant()).Distinct().Order(StringComparer.Ordinal)];
        return Array.Find(symbols,
            symbol => symbol.Length > 12 || !symbol.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '^' or '=')) is not { } wrong
            ? symbols
            : throw new ConfigurationException($"WATCHLIST holds '{wrong}', which is no ticker; write tickers separated by commas, such as SPY,QQQ,IWM.");
    }

    private static IReadOnlyList<SourceChoice> ChosenOf(string list, SourceSettings sources)
    {
        try
        {
            return SourceChoice.Parse(list, sources);
        }
        catch (FormatException wrong)
        {
            throw new ConfigurationException($"DAILY_SOURCES: {wrong.Message}", wrong);
        }
    }

    private static SourceSettings SourcesFromEnvironment(string folder) => new()
    {
        Folder = folder,
        Endpoints = SourceCatalog.All.ToDictionary(source => source.Name, Endpoint, StringComparer.Ordinal),
        Variables = SourceCatalog.All.SelectMany(source => source.Variables).Where(name => Text(name) is not null)
            .ToDictionary(name => name, name => Text(name)!, StringComparer.Ordinal),
    };

    private static SourceEndpoint Endpoint(SourceDescription source)
    {
        string vendor = source.Name.ToUpperInvariant(), address = $"RESEARCHLAB_{vendor}_URL";
        string? key = source.KeyVariables.Select(Text).FirstOrDefault(text => text is not null);
        Uri url = Text(address) is not { } text ? source.Url
            : Uri.TryCreate(text, UriKind.Absolute, out Uri? parsed) && parsed.Scheme is "http" or "https" ? parsed
            : throw new ConfigurationException($"{address} is '{text}'; it must be an address such as {source.Url}.");
        return new SourceEndpoint(url, Positive($"{vendor}_REQUESTS_PER_MINUTE", source.RequestsPerMinute))
        {
            Key = key is null ? null : new Secret(key.Trim()),
            KeyVariable = source.KeyVariables.FirstOrDefault(),
        };
    }

    private static double Positive(string name, double otherwise) =>
        Text(name) is not { } text ? otherwise
        : NumberText.Setting(name, text) is > 0 and var value ? value
        : throw new ConfigurationException($"{name} is '{text}'; it must be above 0.");

    private static TimeProvider SystemTime => TimeProvider.System;

    private static string FindHome()
    {
        foreach (string start in new[] { AppContext.BaseDirectory, Directory.GetCurrentDirectory() })
        {
            for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "ResearchLab.sln")))
                    return folder.FullName;
            }
        }

        return Directory.GetCurrentDirectory();
    }

    private static string? Text(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
