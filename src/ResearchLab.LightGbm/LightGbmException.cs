namespace ResearchLab.LightGbm;

/// <summary>LightGBM refused a call, or a model text cannot be read; the message is one line.</summary>
public sealed class LightGbmException : Exception
{
    /// <summary>Creates the exception.</summary>
    public LightGbmException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    public LightGbmException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
