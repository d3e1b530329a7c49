using System.Globalization;

namespace ResearchLab.LightGbm;

/// <summary>
/// Checks LightGBM's model text before the native reader sees it: the reader trusts tree sizes, array lengths and child
/// indices, so a truncated or edited text could crash the process or never return.
/// </summary>
internal static class ModelText
{
    private const string EndOfTrees = "end of trees";

    /// <summary>The number of native threads is not a property of the model, so the saved text must not carry it.</summary>
    public static string WithoutThreads(string text)
    {
        const string Key = "\n[num_threads: ";
        int start = text.IndexOf(Key, StringComparison.Ordinal);
        if (start < 0)
            return text;
        int end = text.IndexOf('\n', start + 1);
        return string.Concat(text.AsSpan(0, start), text.AsSpan(end));
    }

    /// <summary>Checks the whole text; returns it as the native reader shall see it: lines end in LF, and tree sizes are there.</summary>
    /// <exception cref="LightGbmException">It is no intact model, or one of a kind that is not supported; the message says which.</exception>
    public static string Checked(string text) => Read(text).Text;

    /// <summary>Checks the whole text and reads what predicts.</summary>
    /// <exception cref="LightGbmException">It is no intact model, or one of a kind that is not supported; the message says which.</exception>
    public static (string Text, ForestParts Parts) Read(string text)
    {
        text = text.Replace("\r\n", "\n", StringComparison.Ordinal);
        if (!text.StartsWith("tree\n", StringComparison.Ordinal))
            throw ModelPairs.Corrupt("it does not start with 'tree'");
        int firstTree = text.IndexOf("\nTree=", StringComparison.Ordinal) + 1;
        if (firstTree == 0)
            throw ModelPairs.Corrupt("it holds no tree");
        // Names and what stands behind the trees may be of any language; LightGBM itself ends the process over a NUL or a lone CR.
        RequireCharacters(text, 0, text.Length);
        var header = ModelHeader.Read(text.AsSpan(0, firstTree));
        int[] sizes = header.TreeSizes ?? SizesOf(text, firstTree);
        if (sizes.Length % header.PerIteration != 0)
            throw ModelPairs.Corrupt(Invariant($"{sizes.Length} trees are no multiple of {header.PerIteration}"));
        var trees = new List<TreeParts>(sizes.Length);
        int at = firstTree;
        for (int tree = 0; tree < sizes.Length; tree++)
        {
            if (sizes[tree] <= 0 || sizes[tree] > text.Length - at)
                throw ModelPairs.Corrupt(Invariant($"tree {tree} is cut off"));
            trees.Add(ModelTree.Read(text.AsSpan(at, sizes[tree]), tree, header.Features));
            at += sizes[tree];
        }

        ReadOnlySpan<char> end = text.AsSpan(at);
        if (!end.StartsWith(EndOfTrees) || (end.Length > EndOfTrees.Length && end[EndOfTrees.Length] != '\n'))
            throw ModelPairs.Corrupt("its end is missing");
        if (end.Contains("\nparameters:\n", StringComparison.Ordinal) && !end.Contains("\nend of parameters", StringComparison.Ordinal))
            throw ModelPairs.Corrupt("its parameters are cut off");
        if (header.TreeSizes is null)
            text = $"{text[..firstTree].TrimEnd('\n')}\ntree_sizes={string.Join(' ', sizes)}\n\n{text[firstTree..]}";
        return (text, new ForestParts(header.Features, header.PerIteration, trees));
    }

    /// <summary>Texts of version 2 have no tree sizes: a tree ends where the next begins.</summary>
    private static int[] SizesOf(string text, int firstTree)
    {
        int end = text.IndexOf('\n' + EndOfTrees, firstTree, StringComparison.Ordinal) + 1;
        if (end == 0)
            throw ModelPairs.Corrupt("its end is missing");
        var sizes = new List<int>();
        for (int at = firstTree; at < end;)
        {
            int next = text.IndexOf("\nTree=", at, end - at, StringComparison.Ordinal) + 1;
            sizes.Add((next == 0 ? end : next) - at);
            at += sizes[^1];
        }

        return [.. sizes];
    }

    private static void RequireCharacters(string text, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            bool fits = text[i] is '\n' || (!char.IsControl(text[i]) && (!char.IsSurrogate(text[i])
                || (char.IsHighSurrogate(text[i]) && i + 1 < to && char.IsLowSurrogate(text[i + 1])) || (i > 0 && char.IsSurrogatePair(text[i - 1], text[i]))));
            if (!fits)
                throw ModelPairs.Corrupt(string.Create(CultureInfo.InvariantCulture, $"character {(int)text[i]} at position {i}"));
        }
    }
}
