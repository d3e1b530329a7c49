using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ResearchLab.Backtesting;
using ResearchLab.Risk;

namespace ResearchLab.Daily;

/// <summary>What a daily run is asked for. Two requests with the same <see cref="ConfigHash"/> and session are the same run.</summary>
public sealed record DailyRunRequest
{
    /// <summary>Upper-case ticker.</summary>
    public required string Symbol { get; init; }

    /// <summary>Session at whose close to decide.</summary>
    public required DateOnly Session { get; init; }

    /// <summary>Whether the market is simulated.</summary>
    public required bool Demo { get; init; }

    /// <summary>Seed of everything random.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Account size in dollars.</summary>
    public required double AccountValue { get; init; }

    /// <summary>Hard limits.</summary>
    public required RiskLimits Limits { get; init; }

    /// <summary>Whether a trade that is on paper only, since the desk has shown no edge, becomes no trade.</summary>
    public bool RequireEdge { get; init; }

    /// <summary>Symbols, ascending, whose history the pooled picker learns from beside that of <see cref="Symbol"/>.</summary>
    public IReadOnlyList<string> Watchlist { get; init; } = [];

    /// <summary>What a trade costs.</summary>
    public required CostModel Costs { get; init; }

    /// <summary>Names of the market's series.</summary>
    public required MarketNames Names { get; init; }

    /// <summary>Commit and dirty flag of the code; not part of the hash: new code does not make a second recommendation.</summary>
    public required string CodeVersion { get; init; }

    /// <summary>Threads for labels and training; not part of the hash: no result depends on it.</summary>
    public required int Threads { get; init; }

    /// <summary>Settings that are not the defaults, for the report; not part of the hash: the settings themselves are.</summary>
    public IReadOnlyList<OverriddenSetting> Overridden { get; init; } = [];

    /// <summary>
    /// Everything that shapes the result except session and code: one line a field with its name, numbers with all their digits in the invariant
    /// culture. The first line is the version of this text; a change of the text needs another.
    /// </summary>
    public string ConfigText
    {
        get
        {
            var text = new StringBuilder("researchlab daily run config 2\n");
            void Line(string name, object value) => text.Append(CultureInfo.InvariantCulture, $"{name}={OneLine(value)}\n");
            Line("symbol", Symbol);
            Line("market", Demo ? "demo" : "lake");
            Line("seed", Seed);
            Line("account_value", AccountValue);
            Line("require_edge", RequireEdge);
            Line("watchlist", string.Join(',', Watchlist));
            foreach (RiskLimit limit in RiskLimit.All)
                Line($"limits.{limit.Name}", limit.Value(Limits));
            Line("costs.CommissionPerContract", Costs.CommissionPerContract);
            Line("costs.FeePerContract", Costs.FeePerContract);
            Line("costs.ShareOneLeg", Costs.ShareOneLeg);
            Line("costs.ShareTwoLegs", Costs.ShareTwoLegs);
            Line("costs.ShareThreeLegs", Costs.ShareThreeLegs);
            Line("costs.ShareFourLegs", Costs.ShareFourLegs);
            Line("costs.AssignmentFee", Costs.AssignmentFee);
            Line("costs.StockCostPerShare", Costs.StockCostPerShare);
            Line("names.Market", Names.Market);
            Line("names.Vix", Names.Vix);
            Line("names.Vix3M", Names.Vix3M);
            Line("names.TBill13W", Names.TBill13W);
            Line("names.FedFunds", Names.FedFunds);
            Line("names.Skew", Names.Skew);
            Line("names.Index", Names.Index);
            return text.ToString();
        }
    }

    /// <summary>The first 16 hexadecimal digits of the SHA-256 of <see cref="ConfigText"/>.</summary>
    public string ConfigHash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ConfigText)))[..16];

    private static string OneLine(object value) => value is double number
        ? number.ToString("R", CultureInfo.InvariantCulture)
        : Convert.ToString(value, CultureInfo.InvariantCulture)!.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
