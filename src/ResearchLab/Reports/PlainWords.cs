using ResearchLab.Columns;
using ResearchLab.Desk;
using ResearchLab.Features;
using ResearchLab.Options;

namespace ResearchLab.Reports;

/// <summary>What structures, decisions and data mean, in words for people.</summary>
public static class PlainWords
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
        _ => throw new ArgumentOutOfRangeException(nameof(group), group, $"There is no group of features {(int)group}."),
    };

    /// <summary>Mark of the data's origin for a headline: <c>DEMO</c>, <c>MODELLED</c> or empty for observed quotes.</summary>
    public static string Badge(ChainOrigin origin) => origin switch
    {
        ChainOrigin.Demo => "DEMO",
        ChainOrigin.Modelled => "MODELLED",
        ChainOrigin.Observed => "",
        _ => throw Unknown(origin),
    };

    /// <summary>What the origin means for the reader; empty for observed quotes.</summary>
    public static string Warning(ChainOrigin origin) => origin switch
    {
        ChainOrigin.Demo => "DEMO DATA: every price comes from the embedded simulated market. Nothing here says anything about a real one.",
        ChainOrigin.Modelled => "MODELLED CHAIN: option quotes were computed from a volatility index, not seen on an exchange. Real quotes, spreads and fills will differ.",
        ChainOrigin.Observed => "",
        _ => throw Unknown(origin),
    };

    /// <summary>The decision in a few words, such as <c>Recommend: iron condor × 2</c>.</summary>
    public static string Of(Recommendation recommendation) => recommendation.Decision switch
    {
        Decision.Recommend => $"Recommend: {Of(recommendation.Structure)} × {recommendation.Contracts}",
        Decision.Hold => $"Hold: {Of(recommendation.Structure)} not opened",
        Decision.NoTrade => "No trade",
        _ => throw new ArgumentOutOfRangeException(nameof(recommendation), recommendation.Decision, $"There is no decision {(int)recommendation.Decision}."),
    };

    /// <summary>What the position does and when it earns, in one or two sentences.</summary>
    public static string Of(StructurePosition position)
    {
        string legs = string.Join(", ", position.Legs.Select(leg =>
            $"{(leg.Quantity > 0 ? "buy" : "sell")} {Math.Abs(leg.Quantity)} {(leg.Contract.Right.Name())} {Display.Money(leg.Contract.Strike)} {leg.Contract.Expiry:yyyy-MM-dd}"));
        string symbol = position.Underlying, date = $"{position.Expiry:yyyy-MM-dd}";
        string low = Breakeven(position, 0), high = Breakeven(position, position.Breakevens.Count - 1);
        string outlook = position.Structure switch
        {
            Structure.LongCall => $"earns when {symbol} is above {low} at expiry {date}; the gain is not limited, the loss is the premium",
            Structure.LongPut => $"earns when {symbol} is below {low} at expiry {date}; the loss is the premium",
            Structure.BullCallSpread => $"earns when {symbol} rises above {low} by {date}; gain and loss are both limited",
            Structure.BearPutSpread => $"earns when {symbol} falls below {low} by {date}; gain and loss are both limited",
            Structure.BullPutSpread => $"earns when {symbol} stays above {low} until {date}; gain and loss are both limited",
            Structure.BearCallSpread => $"earns when {symbol} stays below {low} until {date}; gain and loss are both limited",
            Structure.IronCondor or Structure.IronButterfly => $"earns when {symbol} stays between {low} and {high} until {date}; gain and loss are both limited",
            Structure.LongStraddle or Structure.LongStrangle => $"earns when {symbol} leaves the range from {low} to {high} by {date}, either way; the loss is the premium",
            Structure.PutCalendar => $"earns when {symbol} stays near {Display.Money(position.Legs[0].Contract.Strike)} until {date} and implied volatility holds; the loss is about the debit",
            _ => "has no outlook",
        };
        return $"{char.ToUpperInvariant(legs[0])}{legs[1..]}. It {outlook}.";
    }

    private static ArgumentOutOfRangeException Unknown(ChainOrigin origin) => new(nameof(origin), origin, $"There is no chain origin {(int)origin}.");

    private static string Breakeven(StructurePosition position, int index) =>
        index >= 0 && index < position.Breakevens.Count ? Display.Money(position.Breakevens[index]) : "its breakeven";
}
