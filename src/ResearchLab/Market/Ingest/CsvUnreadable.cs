namespace ResearchLab.Market;

/// <summary>Ways of writing dates and prices that are known and not read, so that a refusal can name them.</summary>
internal static class CsvUnreadable
{
    /// <summary>What a field is that cannot be read, with what to write instead; empty when it is of no known style.</summary>
    public static string Style(ReadOnlySpan<char> text)
    {
        Span<char> shape = stackalloc char[Math.Min(text.Length, 16)];
        for (int i = 0; i < shape.Length; i++)
            shape[i] = char.IsAsciiDigit(text[i]) ? '9' : text[i];
        return new string(shape) switch
        {
            "9999-99" or "9999/99" or "99/9999" or "99-9999" or "999999" => " (a month; the lab keeps daily values)",
            ['9', '9', '9', '9', '-' or ' ', 'Q', '9'] or ['9', '9', '9', '9', 'Q', '9'] => " (a quarter; the lab keeps daily values)",
            ['9', '9', '9', '9', '-', 'W', ..] => " (a week and its day; write YYYY-MM-DD)",
            "99.99." or "99.99" or "99/99" or "99-99" or "9/99" => " (a date without its year; write YYYY-MM-DD)",
            ['9', .., '-' or '\'', '9', '9'] or ['9', .., '-' or '\'', '9', '9', '9' or '+'] => " (a price in 32nds, as of bonds; write 104.5 for 104-16)",
            _ => "",
        };
    }
}
