namespace ResearchLab.Market;

/// <summary>The one rule for symbols: what a file may bring in is what a command can name.</summary>
public static class Symbols
{
    /// <summary>Longest symbol.</summary>
    public const int Longest = 16;

    /// <summary>The rule in words.</summary>
    public static readonly string Rule =
        $"letters, digits, '.', '-', '^', '=', '/', ':', '_' and single blanks, at most {Longest}, beginning with a letter, a digit or '^'";

    /// <summary>Whether a text is a symbol, upper-cased and without blanks around it.</summary>
    public static bool IsValid(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > Longest || !(char.IsAsciiLetterOrDigit(text[0]) || text[0] == '^') || text[^1] == ' ')
            return false;
        for (int i = 0; i < text.Length; i++)
        {
            bool good = char.IsAsciiLetterOrDigit(text[i]) ? !char.IsAsciiLetterLower(text[i]) : text[i] is '.' or '-' or '^' or '=' or '/' or ':' or '_'
                || (text[i] == ' ' && text[i - 1] != ' ');
            if (!good)
                return false;
        }

        return !text.Contains("..", StringComparison.Ordinal);
    }
}
