namespace ResearchLab.Columns;

/// <summary>Words of a command line as a person types them into a shell, so that a remedy works as it stands in a message.</summary>
public static class ShellText
{
    /// <summary>A word in single quotes where it holds anything that a shell would read otherwise, else as it is.</summary>
    /// <param name="word">Such as <c>close=Adj Close</c>.</param>
    /// <returns>Such as <c>'close=Adj Close'</c>.</returns>
    public static string Word(string word) =>
        word.Length > 0 && word.All(c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.' or '/' or ':' or '=' or ',' or '+' or '@' or '%'
            || (c == '#' && word[0] != '#')) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
