using System.CommandLine;
using ResearchLab.Basics;
using ResearchLab.Columns;

namespace ResearchLab.Runner.Commands;

/// <summary>The options that say what the columns of a file are: <c>--as</c>, and <c>--percent</c> and <c>--levels</c> for the commonest.</summary>
internal sealed class StatsArguments
{
    private static readonly (string Word, StatsKind Kind)[] s_words =
    [
        ("returns", StatsKind.Returns), ("percent", StatsKind.Percent), ("bp", StatsKind.BasisPoints), ("log", StatsKind.Log), ("levels", StatsKind.Levels),
        ("gross", StatsKind.Gross), ("cumulative", StatsKind.Cumulative), ("ytd", StatsKind.YearToDate), ("losses", StatsKind.Losses),
    ];

    private readonly Option<string[]> _as = new("--as")
    {
        Description = $"What a column holds: {string.Join(", ", s_words.Select(word => word.Word))}; may be repeated, percent or bp beside another kind",
        HelpName = "COLUMN=KIND",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string[]> _percent = Columns("--percent", "This column is in per cent, 0.5 for half of one; may be repeated");
    private readonly Option<string[]> _levels = Columns("--levels", "This column holds prices or values, to be turned into returns; may be repeated");

    /// <summary>The options, for a command.</summary>
    public IEnumerable<Option> Options => [_as, _percent, _levels];

    /// <summary>An option as it is typed.</summary>
    public static string Typed(string column, StatsKind kind) => kind switch
    {
        StatsKind.Percent => Typed("--percent", column),
        StatsKind.Levels => Typed("--levels", column),
        _ => Typed("--as", $"{column}={Array.Find(s_words, word => word.Kind == kind).Word}"),
    };

    /// <summary>What was wished for, column by column.</summary>
    /// <exception cref="UsageException">A kind is none, or a column is given two that exclude each other.</exception>
    public ILookup<string, StatsKind> Read(ParseResult parsed)
    {
        var wishes = new List<(string Column, StatsKind Kind)>();
        foreach (string text in parsed.GetValue(_as) ?? [])
        {
            int at = text.LastIndexOf('=');
            (string word, StatsKind kind) = Array.Find(s_words, known => at > 0 && known.Word == text[(at + 1)..]);
            if (word is null)
                throw new UsageException($"--as is '{text}'; write COLUMN=KIND, with a kind of {string.Join(", ", s_words.Select(known => known.Word))}.");
            wishes.Add((text[..at], kind));
        }

        wishes.AddRange((parsed.GetValue(_percent) ?? []).Select(column => (column, StatsKind.Percent)));
        wishes.AddRange((parsed.GetValue(_levels) ?? []).Select(column => (column, StatsKind.Levels)));
        foreach (IGrouping<string, StatsKind> of in wishes.Distinct().GroupBy(wish => wish.Column, wish => wish.Kind))
        {
            if (of.Count(kind => kind is StatsKind.Percent or StatsKind.BasisPoints) > 1
                || of.Count(kind => kind is not (StatsKind.Percent or StatsKind.BasisPoints)) > 1)
                throw new UsageException($"Column '{of.Key}' is said to be "
                    + $"{string.Join(" and ", of.Select(kind => Array.Find(s_words, word => word.Kind == kind).Word))}. Say one of them.");
        }

        return wishes.Distinct().OrderBy(wish => wish.Kind).ToLookup(wish => wish.Column, wish => wish.Kind, StringComparer.Ordinal);
    }

    private static Option<string[]> Columns(string name, string description) =>
        new(name) { Description = description, HelpName = "COLUMN", AllowMultipleArgumentsPerToken = true };

    private static string Typed(string option, string word) => $"{option} {ShellText.Word(word)}";
}
