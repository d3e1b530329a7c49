namespace ResearchLab.LightGbm;

/// <summary>The labels leave nothing to learn: all rows are of one class. The message says which, and what would do.</summary>
public sealed class NothingToLearnException : ArgumentException
{
    /// <summary>An exception without a message.</summary>
    public NothingToLearnException()
    {
    }

    /// <summary>An exception with a message.</summary>
    public NothingToLearnException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and its cause.</summary>
    public NothingToLearnException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>An exception with a message and the parameter it is about.</summary>
    public NothingToLearnException(string message, string paramName)
        : base(message, paramName)
    {
    }
}
