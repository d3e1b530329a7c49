using System.Globalization;
using ResearchLab.Backtesting;
using ResearchLab.Basics;
using ResearchLab.Market.Sources;
using ResearchLab.Risk;

namespace ResearchLab;

/// <summary>What a lab is opened with. Nothing else is read from the machine.</summary>
public sealed record LabOptions
{
    private const double DefaultAccountValue = 100_000, LeastAccountValue = 100, MostAccountValue = 1e12;

    /// <summary>Folder of the checkout: where native parts are looked for.</summary>
    public required string Home { get; init; }

    /// <summary>Folder of lake, journal, models and reports; <c>data</c> in <see cref="Home"/> by default. Configuration: RESEARCHLAB_DATA.</summary>
    public required string DataFolder { get; init; }

    /// <summary>PostgreSQL connection string of the journal, or null for the embedded one. Configuration: RESEARCHLAB_JOURNAL.</summary>
    public string? JournalConnection { get; init; }

    /// <summary>Commit and dirty flag of the code, as stored with every result. Configuration: RESEARCHLAB_CODE.</summary>
    public string CodeVersion { get; init; } = "unversioned";

    /// <summary>Account the size is computed for, in dollars, 100 to a trillion. Configuration: ACCOUNT_VALUE.</summary>
    public double AccountValue { get; init; } = DefaultAccountValue;

    /// <summary>Addresses, keys and limits of data vendors; null for the vendors' own without keys. Configuration: docs/guide/data-sources.md.</summary>
    public SourceSettings? Sources { get; init; }

    /// <summary>What a daily run brings up to date before it decides. Configuration: DAILY_SOURCES, such as <c>yahoo/SPY, yahoo/series/^VIX</c>.</summary>
    public IReadOnlyList<SourceChoice> DailySources { get; init; } = [];

    /// <summary>Hard limits.</summary>
    public RiskLimits Limits { get; init; } = new();

    /// <summary>Whether the daily run turns a trade that is on paper only, since the desk has shown no edge, into no trade.</summary>
    public bool RequireEdge { get; init; }

    /// <summary>
    /// Symbols that are looked after together: what one model learns from all of them competes with what it learns from its own. Order and repetition
    /// do not matter. Configuration: WATCHLIST.
    /// </summary>
    public IReadOnlyList<string> Watchlist { get; init; } = [];

    /// <summary>What a trade costs.</summary>
    public CostModel Costs { get; init; } = new();

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = SystemTime;

    /// <summary>Seed of everything random.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>
    /// Whether each page in the reports' folder embeds plotly.js, 4.6 MB, instead of sharing one file beside it. Configuration: RESEARCHLAB_SELF_CONTAINED=1.
    /// </summary>
    public bool SelfContainedPages { get; init; }

    /// <summary>A lib_lightgbm to use instead of the installed one. Configuration: RESEARCHLAB_LIGHTGBM.</summary>
    public string? LightGbmPath { get; init; }

    /// <summary>Threads for labels and training; no result depends on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Account and limits that differ from their defaults, and who set them: reports say so.</summary>
    public IReadOnlyList<OverriddenSetting> Overridden
    {
        get
        {
            var usual = new RiskLimits();
            (string Name, double Value, double Default)[] settings =
                [("ACCOUNT_VALUE", AccountValue, DefaultAccountValue),
                    .. RiskLimit.All.Select(limit => (limit.Setting, limit.Value(Limits), limit.Value(usual)))];
            return [.. settings.Where(setting => setting.Value != setting.Default).Select(setting => new OverriddenSetting(
                setting.Name, setting.Value, setting.Default,
                FromVariables.TryGetValue(setting.Name, out double read) && read == setting.Value ? "environment" : "code"))];
        }
    }

    /// <summary>Numbers that were read from environment variables, by variable.</summary>
    internal IReadOnlyDictionary<string, double> FromVariables { get; init; } = new Dictionary<string, double>();

    /// <summary>Returns these options, the watchlist in order, when account, limits, costs and symbols can be; every lab is opened with such.</summary>
    /// <exception cref="ConfigurationException">One of them cannot; the message names it, its value and its range.</exception>
    public LabOptions Validated()
    {
        if (!(AccountValue is >= LeastAccountValue and <= MostAccountValue))
            throw new ConfigurationException(string.Create(
                CultureInfo.InvariantCulture, $"ACCOUNT_VALUE is {AccountValue:R}; it must be {LeastAccountValue} to {MostAccountValue:0} dollars: "
                    + $"write the whole account, such as {DefaultAccountValue}."));
        try
        {
            Limits.Validated();
            Costs.Validated();
        }
        catch (ArgumentOutOfRangeException range)
        {
            throw new ConfigurationException(range.Message.Split([" (Parameter '", "\n"], StringSplitOptions.None)[0].TrimEnd(), range);
        }

        return this with { Watchlist = SymbolsOf(string.Join(',', Watchlist)) };
    }

    /// <summary>These options with settings changed as a person writes them, such as <c>RISK_PER_TRADE=0.01,ACCOUNT_VALUE=10000</c>.</summary>
    /// <param name="changes">Names of environment variables with values, separated by commas.</param>
    /// <exception cref="ConfigurationException">A name is none of the account and the limits, or a value cannot be; the message names it.</exception>
    public LabOptions With(string changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        LabOptions changed = this;
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (string change in changes.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            (string name, string text) = change.IndexOf('=') is > 0 and var at ? (change[..at].TrimEnd(), change[(at + 1)..].TrimStart()) : (change, "");
            if (text.Length == 0)
                throw new ConfigurationException(
                    $"'{change}' changes nothing: write NAME=VALUE, such as RISK_PER_TRADE=0.01, numbers with a point for decimals and no separators.");
            if (!named.Add(name))
                throw new ConfigurationException($"'{name}' is given twice; give each setting once.");
            changed = name switch
            {
                "ACCOUNT_VALUE" => changed with { AccountValue = NumberText.Setting(name, text) },
                "RISK_PER_TRADE" => changed with { Limits = changed.Limits with { RiskPerTrade = NumberText.Setting(name, text) } },
                "MAX_POSITION_SIZE" => changed with { Limits = changed.Limits with { MaxPositionSize = NumberText.Setting(name, text) } },
                "CONFIDENCE_THRESHOLD" => changed with { Limits = changed.Limits with { ConfidenceHalvesSize = NumberText.Setting(name, text) } },
                "MIN_SIMILAR_TRADES" => changed with { Limits = changed.Limits with { MinSimilarStates = NumberText.Count(name, text) } },
                "MIN_WEIGHTED_WIN_RATE" => changed with { Limits = changed.Limits with { MinWeightedWinRate = NumberText.Setting(name, text) } },
                _ => throw new ConfigurationException($"There is no setting '{name}'; they are ACCOUNT_VALUE, RISK_PER_TRADE, MAX_POSITION_SIZE, "
                    + "CONFIDENCE_THRESHOLD, MIN_SIMILAR_TRADES and MIN_WEIGHTED_WIN_RATE."),
            };
        }

        return named.Count > 0
            ? changed.Validated()
            : throw new ConfigurationException("Nothing is changed: write NAME=VALUE, such as RISK_PER_TRADE=0.01,ACCOUNT_VALUE=10000.");
    }

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
