namespace ResearchLab.Journal;

/// <summary>
/// The one table of how an order can go on. A fill may come after a cancellation or an expiry, since the broker can have filled before it read the
/// message; it cannot come after a refusal. An order in <see cref="OrderState.Unknown"/> may turn out to be anything but unsent.
/// </summary>
public static class OrderTransitions
{
    private static readonly OrderState[][] s_next =
    [
        /* Intended     */ [OrderState.Submitted, OrderState.Cancelled, OrderState.Rejected, OrderState.Expired, OrderState.Unknown],
        /* Submitted    */ [OrderState.Acknowledged, OrderState.PartlyFilled, OrderState.Filled, OrderState.Cancelled, OrderState.Rejected, OrderState.Expired,
            OrderState.Unknown],
        /* Acknowledged */ [OrderState.PartlyFilled, OrderState.Filled, OrderState.Cancelled, OrderState.Rejected, OrderState.Expired, OrderState.Unknown],
        /* PartlyFilled */ [OrderState.Filled, OrderState.Cancelled, OrderState.Expired, OrderState.Unknown],
        /* Filled       */ [],
        /* Cancelled    */ [OrderState.PartlyFilled, OrderState.Filled],
        /* Rejected     */ [],
        /* Expired      */ [OrderState.PartlyFilled, OrderState.Filled],
        /* Unknown      */ [OrderState.Submitted, OrderState.Acknowledged, OrderState.PartlyFilled, OrderState.Filled, OrderState.Cancelled,
            OrderState.Rejected, OrderState.Expired],
    ];

    /// <summary>The states an order can go to from <paramref name="state"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is no state.</exception>
    public static IReadOnlyList<OrderState> From(OrderState state) => Enum.IsDefined(state)
        ? s_next[(int)state]
        : throw new ArgumentOutOfRangeException(nameof(state), state, "There is no such state of an order. Use one of OrderState.");

    /// <summary>Whether an order can go from one state to another; staying where it is is no transition.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="from"/> is no state.</exception>
    public static bool IsLegal(OrderState from, OrderState to) => From(from).Contains(to);
}
