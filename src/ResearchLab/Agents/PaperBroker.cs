using ResearchLab.Journal;

namespace ResearchLab.Agents;

/// <summary>The broker of a desk on paper: it takes every order at once, and fills it at the closes that <see cref="SessionClose"/> reads.</summary>
internal static class PaperBroker
{
    /// <summary>Sends an order, unless it was sent before, and acknowledges it.</summary>
    public static void Accept(JournalStore journal, string orderId)
    {
        OrderState state = journal.FindOrder(orderId)!.State;
        if (state == OrderState.Intended)
            journal.MoveOrder(orderId, OrderState.Submitted, "sent to the paper broker");
        if (state is OrderState.Intended or OrderState.Submitted)
            journal.MoveOrder(orderId, OrderState.Acknowledged, "taken by the paper broker", $"paper-{orderId[..8]}");
    }
}
