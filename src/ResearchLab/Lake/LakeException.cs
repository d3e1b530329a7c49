namespace ResearchLab.Lake;

/// <summary>The lake cannot be read or written; the message is one line with the cause, the path and the remedy.</summary>
public sealed class LakeException : IOException
{
    /// <summary>An exception without a message.</summary>
    public LakeException()
    {
    }

    /// <summary>An exception with a message.</summary>
    public LakeException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and its cause.</summary>
    public LakeException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>What went wrong while writing under <paramref name="path"/>, with the remedy for the usual causes.</summary>
    internal static LakeException Write(string path, Exception cause)
    {
        string text = FirstLine(cause);
        string remedy = text switch
        {
            _ when Has(text, "no space left") || Has(text, "disk full") || Has(text, "quota") || Has(text, "not enough space") =>
                "Free space there or choose another folder with RESEARCHLAB_DATA; nothing was lost and the command can be repeated.",
            _ when Has(text, "read-only") || Has(text, "denied") || Has(text, "permitted") =>
                "Allow writing there or choose another folder with RESEARCHLAB_DATA.",
            _ => "Choose a writable folder with RESEARCHLAB_DATA.",
        };
        return new LakeException($"Cannot write the lake at '{path}': {text}. {remedy}", cause);
    }

    /// <summary>A file that does not hold what its name says.</summary>
    internal static LakeException Corrupt(string path, string why, Exception? cause = null) => new(
        $"Lake file '{path}' is damaged: {why}. Move it away and ingest its data again; DataLake.Check() lists all damaged files.", cause);

    /// <summary>The first line of a message without its closing full stop.</summary>
    internal static string FirstLine(Exception cause)
    {
        string text = cause.Message;
        int end = text.AsSpan().IndexOfAny('\r', '\n');
        return (end < 0 ? text : text[..end]).TrimEnd('.', '!', ' ');
    }

    private static bool Has(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);
}
