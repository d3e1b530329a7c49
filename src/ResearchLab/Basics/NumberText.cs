using System.Globalization;
using System.Text.RegularExpressions;

namespace ResearchLab.Basics;

/// <summary>Numbers as people type them into settings and commands: a point for decimals and nothing that could be read in two ways.</summary>
public static partial class NumberText
{
    /// <summary>How to write one, to end an error message with.</summary>
    public const string Hint = "write digits with a point for decimals and nothing between thousands, such as 0.02 or 50000";

    /// <summary>Reads a number; commas, blanks inside, percent signs, <c>NaN</c> and infinities are none.</summary>
    /// <param name="text">Such as <c>0.02</c>, <c>50000</c> or <c>1e5</c>.</param>
    /// <param name="value">The number; undefined when there is none.</param>
    /// <returns>Whether the text is one, whatever the language of the machine.</returns>
    public static bool TryParse(string text, out double value)
    {
        const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent | NumberStyles.AllowLeadingWhite
            | NumberStyles.AllowTrailingWhite;
        return double.TryParse(text, Plain, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
    }

    /// <summary>Reads the number of a setting.</summary>
    /// <param name="name">Name of the setting.</param>
    /// <param name="text">Its text.</param>
    /// <exception cref="ConfigurationException">It is none, or may mean a thousand times as much to someone else; the message names the setting, its text and
    /// what to write.</exception>
    public static double Setting(string name, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!TryParse(text, out double value))
            throw new ConfigurationException($"{name} is '{text}'; {Hint}.");
        if (Thousands().IsMatch(text.Trim()))
            throw new ConfigurationException($"{name} is '{text}', which some read as {Together(text)} and others as {text.Trim()}0; write one of these.");
        return value;
    }

    /// <summary>Reads the number of a setting that counts something.</summary>
    /// <exception cref="ConfigurationException">As for <see cref="Setting"/>, and when it is not whole or beyond two billions.</exception>
    public static int Count(string name, string text)
    {
        double value = Setting(name, text);
        return value == Math.Floor(value) && Math.Abs(value) <= 2_000_000_000
            ? (int)value
            : throw new ConfigurationException($"{name} is '{text}'; it counts something: write a whole number such as 3.");
    }

    private static string Together(string text) => text.Trim().Replace(".", "", StringComparison.Ordinal);

    // 50.000 is fifty to one reader and fifty thousand to another; 0.125 is the same to both.
    [GeneratedRegex(@"^[+-]?[1-9]\d{0,2}\.\d{3}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Thousands();
}
