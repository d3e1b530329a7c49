namespace ResearchLab.Market;

/// <summary>A file cannot be ingested at all; the message is one line with the cause, what was found and the remedy.</summary>
public sealed class CsvIngestException : IOException
{
    /// <summary>An exception without a message.</summary>
    public CsvIngestException()
    {
    }

    /// <summary>An exception with a message.</summary>
    public CsvIngestException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and its cause.</summary>
    public CsvIngestException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
