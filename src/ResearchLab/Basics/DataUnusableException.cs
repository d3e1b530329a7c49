namespace ResearchLab.Basics;

/// <summary>The lake does not hold what a run needs, or what it holds is too old; the message says what and what to type.</summary>
public class DataUnusableException : Exception
{
    /// <summary>An exception without a message.</summary>
    public DataUnusableException()
    {
    }

    /// <summary>An exception with a message.</summary>
    public DataUnusableException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and its cause.</summary>
    public DataUnusableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
