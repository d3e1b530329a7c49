namespace ResearchLab.Notebooks.Kernel;

/// <summary>Positions in text: Jupyter counts Unicode code points, .NET UTF-16 units.</summary>
public static class CodePoints
{
    /// <summary>Index in <paramref name="text"/> of the code point number <paramref name="codePoints"/>; the end when there are fewer.</summary>
    public static int ToIndex(string text, int codePoints)
    {
        int index = 0;
        for (int count = 0; count < codePoints && index < text.Length; count++)
            index += char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]) ? 2 : 1;
        return index;
    }

    /// <summary>Number of code points before <paramref name="index"/>.</summary>
    public static int FromIndex(string text, int index)
    {
        int count = 0;
        for (int at = 0; at < Math.Min(index, text.Length); count++)
            at += char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2 : 1;
        return count;
    }
}
