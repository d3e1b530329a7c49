namespace ResearchLab.Basics;

/// <summary>A setting of the machine, such as an environment variable, is unusable; the message names it, its value and what it must be.</summary>
public sealed class ConfigurationException : Exception
{
    /// <summary>An exception without a message.</summary>
    public ConfigurationException()
    {
    }

    /// <summary>An exception with a message.</summary>
    public ConfigurationException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and its cause.</summary>
    public ConfigurationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
