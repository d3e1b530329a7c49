namespace ResearchLab.Basics;

/// <summary>The data is there and too old to decide on; the message says how old, and what to type.</summary>
public sealed class DataStaleException : DataUnusableException
{
    /// <summary>An exception without a message.</summary>
    public DataStaleException()
    {
    }

    /// <summary>An exception with a message.</summary>
    public DataStaleException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and its cause.</summary>
    public DataStaleException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
