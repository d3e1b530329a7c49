namespace ResearchLab.Columns;

/// <summary>Where the statements of a text begin and end, and where its markers are.</summary>
internal static class SqlText
{
    /// <summary>
    /// The parts of a text between its semicolons, leaving out those without content. Quoted text and names, dollar-quoted text and
    /// comments are passed over.
    /// </summary>
    public static List<Range> Statements(string sql)
    {
        var parts = new List<Range>();
        int start = 0;
        bool content = false;
        for (int i = 0; i < sql.Length;)
        {
            int end = SkipFrom(sql, i, out bool comment);
            if (sql[i] == ';')
            {
                Add(start, i);
                (start, content) = (i + 1, false);
            }
            else
            {
                content |= !comment && !char.IsWhiteSpace(sql[i]);
            }

            i = end;
        }

        Add(start, sql.Length);
        return parts;

        void Add(int from, int to)
        {
            if (content)
                parts.Add(from..to);
        }
    }

    /// <summary>The markers of a text, such as <c>$name</c> or <c>$1</c>, in their order.</summary>
    public static IEnumerable<Range> Markers(string sql)
    {
        for (int i = 0; i < sql.Length;)
        {
            int end = SkipFrom(sql, i, out _);
            if (sql[i] == '$' && end == i + 1 && (i == 0 || !IsWord(sql[i - 1])))
            {
                while (end < sql.Length && IsWord(sql[end]))
                    end++;
                if (end > i + 1)
                    yield return i..end;
            }

            i = end;
        }
    }

    /// <summary>What follows the first word of a text when that is <paramref name="word"/>, comments before it aside; else null.</summary>
    public static string? AfterWord(string sql, string word)
    {
        for (int i = 0; i < sql.Length;)
        {
            int end = SkipFrom(sql, i, out bool comment);
            if (!comment && !char.IsWhiteSpace(sql[i]))
            {
                int after = i + word.Length;
                return string.Compare(sql, i, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) == 0 && (after >= sql.Length || !IsWord(sql[after]))
                    ? sql[after..]
                    : null;
            }

            i = end;
        }

        return null;
    }

    /// <summary>Whether a word stands in a text outside of quotes and comments.</summary>
    public static bool HasWord(string sql, string word) => Words(sql).Contains(word);

    /// <summary>The words of a text outside of texts and comments, those in double quotes too, without regard to case.</summary>
    public static HashSet<string> Words(string sql)
    {
        var words = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < sql.Length;)
        {
            int end = SkipFrom(sql, i, out bool comment);
            if (sql[i] == '"')
                words.Add(sql[(i + 1)..Math.Max(i + 1, end - 1)].Replace("\"\"", "\"", StringComparison.Ordinal));
            else if (!comment && end == i + 1 && IsWord(sql[i]))
            {
                while (end < sql.Length && IsWord(sql[end]))
                    end++;
                words.Add(sql[i..end]);
            }

            i = end;
        }

        return words;
    }

    /// <summary>Where the first of some words stands outside of quotes, comments and parentheses; −1 when none does.</summary>
    public static int IndexOfWord(string sql, int from, params string[] words) =>
        TopLevel(sql, from).Where(i => IsWord(sql[i]) && (i == 0 || !IsWord(sql[i - 1]))
            && Array.Exists(words, word => string.Compare(sql, i, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) == 0
                && (i + word.Length >= sql.Length || !IsWord(sql[i + word.Length])))).FirstOrDefault(-1);

    /// <summary>The parentheses of a text that stand in no others, outside of quotes and comments: the places of both.</summary>
    public static IEnumerable<(int Open, int Close)> Groups(string sql)
    {
        int depth = 0, open = -1;
        for (int i = 0; i < sql.Length;)
        {
            int end = SkipFrom(sql, i, out _);
            if (end == i + 1 && sql[i] == '(' && depth++ == 0)
                open = i;
            else if (end == i + 1 && sql[i] == ')' && --depth == 0)
                yield return (open, i);
            i = end;
        }
    }

    /// <summary>The last comma outside of quotes, comments and parentheses; −1 without one.</summary>
    public static int LastTopComma(string sql) => TopLevel(sql, 0).Where(i => sql[i] == ',').DefaultIfEmpty(-1).Last();

    /// <summary>Whether a comma stands outside of quotes, comments and parentheses.</summary>
    public static bool HasTopComma(string sql) => TopLevel(sql, 0).Any(i => sql[i] == ',');

    private static IEnumerable<int> TopLevel(string sql, int from)
    {
        int depth = 0;
        for (int i = from; i < sql.Length;)
        {
            int end = SkipFrom(sql, i, out _);
            depth += sql[i] is '(' or '[' or '{' ? 1 : sql[i] is ')' or ']' or '}' ? -1 : 0;
            if (end == i + 1 && depth == 0)
                yield return i;
            i = end;
        }
    }

    /// <summary>The index after the token that begins at <paramref name="i"/>: a quoted text, a comment or one character.</summary>
    private static int SkipFrom(string sql, int i, out bool comment)
    {
        comment = false;
        switch (sql[i])
        {
            case '\'':
                bool escapes = i > 0 && sql[i - 1] is 'e' or 'E' && (i < 2 || !IsWord(sql[i - 2]));
                return Closing(sql, i, '\'', escapes);
            case '"':
                return Closing(sql, i, '"', escapes: false);
            case '-' when Next(sql, i) == '-':
                comment = true;
                return After(sql, "\n", i);
            case '/' when Next(sql, i) == '*':
                comment = true;
                return AfterBlock(sql, i);
            case '$' when i == 0 || !IsWord(sql[i - 1]):
                int tag = i + 1;
                while (tag < sql.Length && IsWord(sql[tag]))
                    tag++;
                // $1 and $name are markers; $$ and $name$ begin a text.
                return tag < sql.Length && sql[tag] == '$' && !char.IsAsciiDigit(sql[i + 1]) ? After(sql, sql[i..(tag + 1)], tag + 1) : i + 1;
            default:
                return i + 1;
        }
    }

    private static int Closing(string sql, int open, char quote, bool escapes)
    {
        for (int i = open + 1; i < sql.Length; i++)
        {
            if (escapes && sql[i] == '\\')
                i++;
            else if (sql[i] == quote && Next(sql, i) != quote)
                return i + 1;
            else if (sql[i] == quote)
                i++;
        }

        return sql.Length;
    }

    /// <summary>Block comments nest, as in PostgreSQL.</summary>
    private static int AfterBlock(string sql, int open)
    {
        int depth = 0;
        for (int i = open; i < sql.Length - 1; i++)
        {
            if (sql[i] == '/' && sql[i + 1] == '*')
                (depth, i) = (depth + 1, i + 1);
            else if (sql[i] == '*' && sql[i + 1] == '/')
            {
                i++;
                if (--depth == 0)
                    return i + 1;
            }
        }

        return sql.Length;
    }

    private static int After(string sql, string end, int from) =>
        sql.IndexOf(end, from, StringComparison.Ordinal) is >= 0 and int at ? at + end.Length : sql.Length;

    private static char Next(string sql, int i) => i + 1 < sql.Length ? sql[i + 1] : '\0';

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c == '_' || c > 127;
}
