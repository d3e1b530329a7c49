namespace ResearchLab.Market.Sources;

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
