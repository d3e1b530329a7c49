namespace ResearchLab.Risk;

/// <summary>What a session's close means to an order of the book; dollars per structure unit.</summary>
/// <param name="Event">What became of it by this close.</param>
/// <param name="Profit">Profit after costs since the fill; of an ended trade the final one.</param>
/// <param name="Value">What closing it at mid would pay; what it ties up, or below 0 what it lends.</param>
public readonly record struct BookMark(BookEvent Event, double Profit = 0, double Value = 0)
{
    /// <summary>Not filled yet.</summary>
    public static BookMark Waiting => new(BookEvent.Waiting);

    /// <summary>It found no quotes; its place is free again.</summary>
    public static BookMark Lapsed => new(BookEvent.Lapsed);

    /// <summary>Filled and open.</summary>
    public static BookMark Held(double profit, double value) => new(BookEvent.Held, profit, value);

    /// <summary>Ended at this close.</summary>
    public static BookMark Ended(double profit) => new(BookEvent.Ended, profit);
}
