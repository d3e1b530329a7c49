namespace ResearchLab.Options;

/// <summary>The eleven structures the lab recommends, in the order of the model's classes; class 11 is no trade.</summary>
public enum Structure : byte
{
    /// <summary>Buy a call.</summary>
    LongCall,

    /// <summary>Buy a put.</summary>
    LongPut,

    /// <summary>Buy a call, sell a higher call.</summary>
    BullCallSpread,

    /// <summary>Buy a put, sell a lower put.</summary>
    BearPutSpread,

    /// <summary>Sell a put, buy a lower put, for a credit.</summary>
    BullPutSpread,

    /// <summary>Sell a call, buy a higher call, for a credit.</summary>
    BearCallSpread,

    /// <summary>A bull put spread and a bear call spread, out of the money.</summary>
    IronCondor,

    /// <summary>The same with both short strikes at the money.</summary>
    IronButterfly,

    /// <summary>Buy the at-the-money call and put.</summary>
    LongStraddle,

    /// <summary>Buy an out-of-the-money call and put.</summary>
    LongStrangle,

    /// <summary>Sell the nearer at-the-money put, buy the later one.</summary>
    PutCalendar,

    /// <summary>Stay out.</summary>
    NoTrade,
}
