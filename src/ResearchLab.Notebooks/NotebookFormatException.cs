namespace ResearchLab.Notebooks;

/// <summary>A notebook, or a parameter given to one, is not what it must be; the message says where, what it is, and what to do.</summary>
public sealed class NotebookFormatException : FormatException
{
    /// <summary>An exception without a message.</summary>
    public NotebookFormatException()
    {
    }

    /// <summary>An exception with a message.</summary>
    public NotebookFormatException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and its cause.</summary>
    public NotebookFormatException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
