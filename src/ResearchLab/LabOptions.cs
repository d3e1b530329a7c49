using System.Globalization;
using ResearchLab.Backtesting;
using ResearchLab.Basics;
using ResearchLab.Market.Sources;
using ResearchLab.Risk;

namespace ResearchLab;

/// <summary>What a lab is opened with. Nothing else is read from the machine.</summary>
public sealed partial record LabOptions
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
}
