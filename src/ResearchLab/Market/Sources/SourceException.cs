namespace ResearchLab.Market.Sources;

/// <summary>Why a source gave nothing usable.</summary>
public enum SourceFailure : byte
{
    /// <summary>The host cannot be reached, is too slow, cuts answers off or keeps failing.</summary>
    Unavailable,

    /// <summary>The key is missing or refused, or the plan does not include the data.</summary>
    Refused,

    /// <summary>The vendor does not know the symbol.</summary>
    UnknownSymbol,

    /// <summary>The answer is not what the vendor documents: another format, another symbol, a page instead of data.</summary>
    BadAnswer,

    /// <summary>The calls of the day are used up, or the vendor asks for a longer wait than allowed.</summary>
    Exhausted,
}

/// <summary>A source gave nothing usable; the message is one line with the source, the cause and the remedy, and never holds a key.</summary>
public sealed class SourceException : IOException
{
    /// <summary>An exception without a message.</summary>
    public SourceException()
    {
    }

    /// <summary>An exception with a message.</summary>
    public SourceException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and its cause.</summary>
    public SourceException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>An exception of a kind.</summary>
    public SourceException(SourceFailure failure, string message, Exception? innerException = null)
        : base(message, innerException) => Failure = failure;

    /// <summary>Why.</summary>
    public SourceFailure Failure { get; }
}
