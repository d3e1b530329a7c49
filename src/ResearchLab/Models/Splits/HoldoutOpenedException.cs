namespace ResearchLab.Models;

/// <summary>A holdout was opened before; the message says when and what for.</summary>
public sealed class HoldoutOpenedException : InvalidOperationException
{
    /// <summary>An exception without a message.</summary>
    public HoldoutOpenedException()
    {
    }

    /// <summary>An exception with a message.</summary>
    public HoldoutOpenedException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and its cause.</summary>
    public HoldoutOpenedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
