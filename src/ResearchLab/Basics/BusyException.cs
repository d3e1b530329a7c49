namespace ResearchLab.Basics;

/// <summary>
/// Another process holds what is needed, and held it longer than was waited; the same again later may succeed. The message says what, and how long was waited.
/// </summary>
public sealed class BusyException : IOException
{
    /// <summary>An exception without a message.</summary>
    public BusyException()
    {
    }

    /// <summary>An exception with a message.</summary>
    public BusyException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and its cause.</summary>
    public BusyException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
