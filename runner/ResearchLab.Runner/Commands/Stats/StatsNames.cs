using System.Globalization;
using System.Text.RegularExpressions;

namespace ResearchLab.Runner.Commands;

/// <summary>What the name of a column says about its numbers.</summary>
internal static partial class StatsNames
{
    private static readonly Dictionary<string, StatsKind> s_kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["%"] = StatsKind.Percent,
        ["pct"] = StatsKind.Percent,
        ["percent"] = StatsKind.Percent,
        ["percentage"] = StatsKind.Percent,
        ["prozent"] = StatsKind.Percent,
        ["bp"] = StatsKind.BasisPoints,
        ["bps"] = StatsKind.BasisPoints,
        ["basispoints"] = StatsKind.BasisPoints,
        ["basis"] = StatsKind.BasisPoints,
        ["log"] = StatsKind.Log,
        ["ln"] = StatsKind.Log,
        ["logret"] = StatsKind.Log,
        ["logreturn"] = StatsKind.Log,
        ["logreturns"] = StatsKind.Log,
        ["cum"] = StatsKind.Cumulative,
        ["cumret"] = StatsKind.Cumulative,
        ["cumreturn"] = StatsKind.Cumulative,
        ["cumulative"] = StatsKind.Cumulative,
        ["itd"] = StatsKind.Cumulative,
        ["ytd"] = StatsKind.YearToDate,
        ["loss"] = StatsKind.Losses,
        ["losses"] = StatsKind.Losses,
        ["verlust"] = StatsKind.Losses,
    };

    private static readonly HashSet<string> s_never = new(StringComparer.OrdinalIgnoreCase) { "drawdown", "drawdowns", "dd", "maxdd", "underwater", "yield",
        "yields", "ytm", "apy", "mtd" };

    /// <summary>The kind that a name says; null when it says none.</summary>
    public static StatsKind? Kind(string name) =>
        Words(name).Select(word => s_kinds.TryGetValue(word, out StatsKind kind) ? kind : (StatsKind?)null).FirstOrDefault(kind => kind is not null);

    /// <summary>The word of a name that says its numbers are no returns and cannot become any; null when there is none.</summary>
    public static string? Never(string name) => Words(name).FirstOrDefault(s_never.Contains);

    /// <summary>Whether a name says that each value is of several days, such as ret5d, fwd_20d or 5-day return.</summary>
    public static bool IsOfSeveral(string name) => Several().IsMatch(name);

    /// <summary>Confidence that the name of a forecast says, such as 0.99 of var99, VaR_97.5% or var_0.99, and 0.95 of var5; null when it says none.</summary>
    public static double? Confidence(string name)
    {
        Match match = Level().Match(name);
        if (!match.Success)
            return null;
        string digits = match.Groups["digits"].Value;
        double number = double.Parse(digits, CultureInfo.InvariantCulture);
        // 975 and 995 are written without their point.
        double share = number switch { < 1 => number, < 100 => number / 100, 975 or 995 or 999 => number / 1000, _ => double.NaN };
        return share is > 0 and <= 0.1 ? Math.Round(1 - share, 6) : share is >= 0.8 and < 1 ? share : null;
    }

    private static IEnumerable<string> Words(string name) => Word().Matches(name).Select(match => match.Value);

    [GeneratedRegex(@"(?<!\d)(?:[2-9]|[1-9]\d{1,2})[ _\-]?(?:d|days?|bars?|w|weeks?|m|months?)(?![a-z])",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Several();

    [GeneratedRegex(@"%|[A-Z]?[a-z]+|[A-Z]+(?![a-z])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();

    [GeneratedRegex(@"(?:var|q|es|p|risk)[ _\-]?(?<digits>0?\.\d+|\d+(?:\.\d+)?)(?!\d|[ _\-]?d)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Level();
}
