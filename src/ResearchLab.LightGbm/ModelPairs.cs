using System.Buffers;
using System.Globalization;

namespace ResearchLab.LightGbm;

/// <summary>The lines <c>key=value</c> of a model text.</summary>
internal static class ModelPairs
{
    /// <summary>More lines of a tree than the native reader looks at.</summary>
    private const int MaxLines = 22;

    private const NumberStyles Digits = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
    private static readonly SearchValues<char> s_ofNumbers = SearchValues.Create("+-.0123456789Ee");

    /// <summary>The lines of a tree after its first.</summary>
    public static Dictionary<string, string> Of(ReadOnlySpan<char> block, string where)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        bool first = true;
        foreach (Range range in block.Split('\n'))
        {
            ReadOnlySpan<char> line = block[range];
            if (first || line.IsEmpty)
            {
                first = false;
                continue;
            }

            int equals = line.IndexOf('=');
            if (equals < 1 || line[(equals + 1)..].Contains('=') || !pairs.TryAdd(line[..equals].ToString(), line[(equals + 1)..].ToString())
                || pairs.Count > MaxLines)
                throw Corrupt($"{where} has the line '{line[..Math.Min(line.Length, 60)]}'");
        }

        return pairs;
    }

    public static string Value(Dictionary<string, string> pairs, string key, string where) =>
        pairs.TryGetValue(key, out string? value) ? value : throw Corrupt($"{where} has no {key}");

    public static int Int(Dictionary<string, string> pairs, string key, string where) =>
        int.TryParse(Value(pairs, key, where), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw Corrupt($"{where} has {key}={Value(pairs, key, where)}");

    public static int[] Ints(Dictionary<string, string> pairs, string key, string where, int? count)
    {
        string[] parts = Parts(pairs, key, where, count);
        var values = new int[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out values[i]))
                throw Corrupt($"{where} has '{parts[i]}' in {key}");
        }

        return values;
    }

    /// <summary>Numbers of a list, none of them NaN.</summary>
    public static double[] Doubles(Dictionary<string, string> pairs, string key, string where, int count) =>
        [.. Parts(pairs, key, where, count)
            .Select(part => Number(part) is var value && !double.IsNaN(value) ? value : throw Corrupt($"{where} has '{part}' in {key}"))];

    /// <summary>Checks a list that predicts nothing; it may be missing, and NaN may be in it.</summary>
    public static void RequireNumbers(Dictionary<string, string> pairs, string key, string where, int count)
    {
        if (!pairs.ContainsKey(key))
            return;
        foreach (string part in Parts(pairs, key, where, count))
        {
            if (double.IsNaN(Number(part)) && part is not ("nan" or "-nan"))
                throw Corrupt($"{where} has '{part}' in {key}");
        }
    }

    /// <summary>
    /// A number as LightGBM writes it; NaN when it is none. No white space around it as .NET would take: LightGBM ends the process over a CR, tab or
    /// vertical tab there.
    /// </summary>
    public static double Number(string text) => text switch
    {
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        _ => TryNumber(text, out double value) ? value : double.NaN,
    };

    /// <summary>Reads sign, digits, point and exponent and nothing else.</summary>
    public static bool TryNumber(ReadOnlySpan<char> text, out double value)
    {
        value = double.NaN;
        return !text.ContainsAnyExcept(s_ofNumbers) && double.TryParse(text, Digits, CultureInfo.InvariantCulture, out value);
    }

    public static LightGbmException Corrupt(string what) => new($"LightGBM model text is corrupt: {what}. Train or fetch the model again.");

    private static string[] Parts(Dictionary<string, string> pairs, string key, string where, int? count)
    {
        string[] parts = Value(pairs, key, where).Split(' ');
        return count is null || parts.Length == count ? parts : throw Corrupt(Invariant($"{where} has {parts.Length} entries in {key} instead of {count}"));
    }
}
