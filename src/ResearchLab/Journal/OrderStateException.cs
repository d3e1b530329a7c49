namespace ResearchLab.Journal;

/// <summary>An order was told to go where it cannot, or to hold more than was ordered; nothing was written. The message says what contradicts what.</summary>
public sealed class OrderStateException : InvalidOperationException
{
    /// <summary>An exception without a message.</summary>
    public OrderStateException()
    {
    }

    /// <summary>An exception with a message.</summary>
    public OrderStateException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and its cause.</summary>
    public OrderStateException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
