namespace ResearchLab.Lake;

/// <summary>What the reasons mean for a row.</summary>
public static class QualityReasons
{
    /// <summary>The snake-case name, such as <c>high_below_low</c>.</summary>
    public static string Name(this QualityReason reason) => reason switch
    {
        QualityReason.None => "none",
        QualityReason.Unparsable => "unparsable",
        QualityReason.NotFinite => "not_finite",
        QualityReason.NonPositivePrice => "non_positive_price",
        QualityReason.HighBelowLow => "high_below_low",
        QualityReason.OutsideRange => "outside_range",
        QualityReason.DuplicateKey => "duplicate_key",
        QualityReason.NotASession => "not_a_session",
        QualityReason.Jump => "jump",
        QualityReason.Stale => "stale",
        QualityReason.OtherBasis => "other_basis",
        QualityReason.Crossed => "crossed",
        QualityReason.NoQuote => "no_quote",
        QualityReason.Expired => "expired",
        QualityReason.Future => "future",
        QualityReason.Implausible => "implausible",
        QualityReason.BadSymbol => "bad_symbol",
        QualityReason.ZeroBid => "zero_bid",
        QualityReason.OtherRoot => "other_root",
        QualityReason.OtherSnapshot => "other_snapshot",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "Unknown reason."),
    };

    /// <summary>Whether the row goes to quarantine.</summary>
    public static bool IsBad(this QualityReason reason) =>
        reason is not (QualityReason.None or QualityReason.ZeroBid or QualityReason.OtherRoot or QualityReason.OtherSnapshot);

    /// <summary>Whether the row enters the lake.</summary>
    public static bool IsKept(this QualityReason reason) => reason is QualityReason.None or QualityReason.ZeroBid;
}
