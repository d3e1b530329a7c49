using ResearchLab.Basics;
using ResearchLab.Daily;
using ResearchLab.Features;
using ResearchLab.Options;

namespace ResearchLab.Reports;

/// <summary>What structures, decisions and data mean, in words for people.</summary>
public static class Wording
{
    /// <summary>Name without underscores, such as <c>iron condor</c>.</summary>
    public static string Of(Structure structure) => structure.Name().Replace('_', ' ');

    /// <summary>Heading of a group of features.</summary>
    public static string Of(FeatureGroup group) => group switch
    {
        FeatureGroup.PriceAndTrend => "Price and trend",
        FeatureGroup.Momentum => "Momentum and oscillators",
        FeatureGroup.Volatility => "Realised volatility and shape of returns",
        FeatureGroup.Volume => "Volume and flow",
        FeatureGroup.OptionChain => "Option chain",
        FeatureGroup.Market => "Market context and regime",
        FeatureGroup.Calendar => "Calendar",
        _ => throw new ArgumentOutOfRangeException(nameof(group), group, Invariant($"There is no group of features {(int)group}.")),
    };

    /// <summary>Mark of the data's origin for a headline: <c>DEMO</c>, <c>MODELLED</c> or empty for observed quotes.</summary>
    public static string Badge(ChainOrigin origin) => origin switch
    {
        ChainOrigin.Demo => "DEMO",
        ChainOrigin.Modelled => "MODELLED",
        ChainOrigin.Observed => "",
        _ => throw Unknown(origin),
    };

    /// <summary>The mark of a recommendation's headline: that of its chain, or that what it learned from was never quoted.</summary>
    public static string Badge(Recommendation recommendation) =>
        Badge(recommendation.Data) is { Length: > 0 } own ? own : Badge(recommendation.LearnedFrom) is { Length: > 0 } learned ? $"LEARNED FROM {learned}" : "";

    /// <summary>What the origin means for the reader; empty for observed quotes.</summary>
    public static string Warning(ChainOrigin origin) => origin switch
    {
        ChainOrigin.Demo => "DEMO DATA: every price comes from the embedded simulated market. Nothing here says anything about a real one.",
        ChainOrigin.Modelled =>
            "MODELLED CHAIN: option quotes were computed from a volatility index, not seen on an exchange. Real quotes, spreads and fills will differ.",
        ChainOrigin.Observed => "",
        _ => throw Unknown(origin),
    };

    /// <summary>The decision in a few words, such as <c>Recommend: iron condor × 2</c>.</summary>
    public static string Of(Recommendation recommendation) => recommendation.Decision switch
    {
        Decision.Recommend =>
            Invariant($"Recommend{(recommendation.OnPaper ? ", on paper only" : "")}: {Of(recommendation.Structure)} × {recommendation.Contracts}"),
        Decision.NotOpened => $"Not opened: {Failed(recommendation)}",
        Decision.NoTrade => "No trade",
        _ => throw new ArgumentOutOfRangeException(nameof(recommendation), recommendation.Decision, "There is no such decision."),
    };

    /// <summary>Names of the limits that failed, such as <c>risk per trade and open positions</c>.</summary>
    public static string Failed(Recommendation recommendation)
    {
        string[] failed = [.. recommendation.Checks.Where(check => !check.Passed).Select(check => check.Limit.Replace('_', ' '))];
        return failed.Length == 0 ? "no limit failed" : failed.Length == 1 ? failed[0] : $"{string.Join(", ", failed[..^1])} and {failed[^1]}";
    }

    /// <summary>What was learned from quotes that were never seen, for a headline; empty when all were.</summary>
    public static string Learned(ChainOrigin origin) => origin switch
    {
        ChainOrigin.Observed => "",
        ChainOrigin.Modelled => "LEARNED FROM MODELLED CHAINS: past outcomes and similar sessions were computed with option prices from a volatility index.",
        ChainOrigin.Demo => "LEARNED FROM DEMO DATA: past outcomes come from the embedded simulated market.",
        _ => throw new ArgumentOutOfRangeException(nameof(origin), origin, "There is no such origin."),
    };

    /// <summary>What the position does and when it earns, in one or two sentences.</summary>
    /// <param name="position">The position.</param>
    /// <param name="asOrder">Whether the legs are to be traded; else they are described.</param>
    public static string Of(StructurePosition position, bool asOrder = true)
    {
        string legs = string.Join(", ", position.Legs.Select(leg =>
            Invariant($"{(leg.Quantity > 0 ? asOrder ? "buy" : "long" : asOrder ? "sell" : "short")} {Math.Abs(leg.Quantity)} {leg.Contract.Right.Name()} ")
                + Invariant($"{Display.Money(leg.Contract.Strike)} {leg.Contract.Expiry:yyyy-MM-dd}")));
        string symbol = position.Underlying, date = Invariant($"{position.Expiry:yyyy-MM-dd}");
        string low = Breakeven(position, 0), high = Breakeven(position, position.Breakevens.Count - 1);
        string outlook = position.Structure switch
        {
            Structure.LongCall => $"earns when {symbol} is above {low} at expiry {date}; the gain is not limited, the loss is the premium",
            Structure.LongPut => $"earns when {symbol} is below {low} at expiry {date}; the loss is the premium",
            Structure.BullCallSpread => $"earns when {symbol} rises above {low} by {date}; gain and loss are both limited",
            Structure.BearPutSpread => $"earns when {symbol} falls below {low} by {date}; gain and loss are both limited",
            Structure.BullPutSpread => $"earns when {symbol} stays above {low} until {date}; gain and loss are both limited",
            Structure.BearCallSpread => $"earns when {symbol} stays below {low} until {date}; gain and loss are both limited",
            Structure.IronCondor or Structure.IronButterfly =>
                $"earns when {symbol} stays between {low} and {high} until {date}; gain and loss are both limited",
            Structure.LongStraddle or Structure.LongStrangle =>
                $"earns when {symbol} leaves the range from {low} to {high} by {date}, either way; the loss is the premium",
            Structure.PutCalendar => $"earns when {symbol} stays near {Display.Money(position.Legs[0].Contract.Strike)} until {date} and implied volatility "
                + "holds; the loss is about the debit",
            _ => "has no outlook",
        };
        return $"{char.ToUpperInvariant(legs[0])}{legs[1..]}. It {outlook}.";
    }

    private static ArgumentOutOfRangeException Unknown(ChainOrigin origin) =>
        new(nameof(origin), origin, Invariant($"There is no chain origin {(int)origin}."));

    private static string Breakeven(StructurePosition position, int index) =>
        index >= 0 && index < position.Breakevens.Count ? Display.Money(position.Breakevens[index]) : "its breakeven";
}
