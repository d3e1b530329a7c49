namespace ResearchLab.Journal;

/// <summary>The journal cannot be used; the message is one line with the cause and the remedy.</summary>
public sealed class JournalException : IOException
{
    /// <summary>An exception without a message.</summary>
    public JournalException()
    {
    }

    /// <summary>An exception with a message.</summary>
    public JournalException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and its cause.</summary>
    public JournalException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
