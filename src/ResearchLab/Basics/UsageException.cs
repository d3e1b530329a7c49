namespace ResearchLab.Basics;

/// <summary>
/// What a person asked for cannot be: an unknown name, a value out of range, a date that is no session. The message is one line: cause, value, and what to type
/// instead. An <see cref="ArgumentException"/> means that one part of the lab, or a cell, misused another.
/// </summary>
public class UsageException : Exception
{
    /// <summary>An exception without a message.</summary>
    public UsageException()
    {
    }

    /// <summary>An exception with a message.</summary>
    public UsageException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and its cause.</summary>
    public UsageException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Lets a part of the library judge what a person typed: what it refuses was asked for wrongly.</summary>
    /// <param name="typed">Passes values as typed to a pure function, and does nothing else.</param>
    /// <exception cref="UsageException">It refused them, in the words of the part.</exception>
    public static T Of<T>(Func<T> typed)
    {
        ArgumentNullException.ThrowIfNull(typed);
        try
        {
            return typed();
        }
        catch (ArgumentException refused)
        {
            throw new UsageException(WithoutParameter(refused.Message), refused);
        }
    }

    /// <summary>A message without the parameter's name that .NET appends, which means nothing to who typed it.</summary>
    public static string WithoutParameter(string message)
    {
        ArgumentNullException.ThrowIfNull(message);
        int end = message.IndexOf(" (Parameter '", StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }
}
