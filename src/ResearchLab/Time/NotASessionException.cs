using ResearchLab.Basics;

namespace ResearchLab.Time;

/// <summary>A date on which the exchange is closed was used where a session is required; the message names the reason.</summary>
public sealed class NotASessionException : UsageException
{
    /// <summary>An exception without a date.</summary>
    public NotASessionException()
    {
    }

    /// <summary>An exception with a message.</summary>
    public NotASessionException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and its cause.</summary>
    public NotASessionException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The exchange is closed on <paramref name="date"/> for <paramref name="reason"/>.</summary>
    public NotASessionException(DateOnly date, string reason)
        : base(Invariant($"{date:yyyy-MM-dd} is not a session: the exchange is closed ({reason}). Use ExchangeCalendar.Previous or Next.")) =>
        (Date, Reason) = (date, reason);

    /// <summary>The date asked for.</summary>
    public DateOnly Date { get; }

    /// <summary>Why the exchange is closed, such as <c>Good Friday</c>.</summary>
    public string Reason { get; } = "";
}
