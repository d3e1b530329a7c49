using System.Security.Cryptography;
using System.Text;
using ResearchLab.Backtesting;
using ResearchLab.Risk;

namespace ResearchLab.Desk;

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

    /// <summary>What a trade costs.</summary>
    public required CostModel Costs { get; init; }

    /// <summary>Names of the market's series.</summary>
    public required MarketNames Names { get; init; }

    /// <summary>Commit and dirty flag of the code; not part of the hash: new code does not make a second recommendation.</summary>
    public required string CodeVersion { get; init; }

    /// <summary>Threads for labels and training; not part of the hash: no result depends on it.</summary>
    public required int Threads { get; init; }

    /// <summary>16 hexadecimal digits over everything that shapes the result except session and code.</summary>
    public string ConfigHash
    {
        get
        {
            string text = $"{Symbol}|{(Demo ? "demo" : "lake")}|{Seed}|{AccountValue:R}|{Limits}|{Costs}|{Names}";
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
        }
    }
}
