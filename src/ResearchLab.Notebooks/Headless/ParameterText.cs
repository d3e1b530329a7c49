using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;
using ResearchLab.Time;

namespace ResearchLab.Notebooks.Headless;

/// <summary>Values of parameters as people type them, turned into C# of the type the notebook declares.</summary>
public static class ParameterText
{
    /// <summary>The C# expression for a text.</summary>
    /// <param name="parameter">What the notebook declares.</param>
    /// <param name="text">The value as typed: a number, true or false, a date as yyyy-MM-dd, an instant as ISO 8601, elements of an array apart by commas.</param>
    /// <exception cref="FormatException">The text is no value of that type; the message names parameter, value and type.</exception>
    public static string Literal(NotebookParameter parameter, string text)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        ArgumentNullException.ThrowIfNull(text);
        string type = parameter.Type == "var" ? TypeOf(parameter.Default ?? "") : parameter.Type;
        return Literal(parameter.Name, type, text);
    }

    private static string Literal(string name, string type, string text)
    {
        if (type.EndsWith("[]", StringComparison.Ordinal))
        {
            string element = type[..^2];
            string[] items = text.Length == 0 ? [] : text.Split(',', StringSplitOptions.TrimEntries);
            return $"new {element}[] {{ {string.Join(", ", items.Select(item => Literal(name, element, item)))} }}";
        }

        if (type.EndsWith('?') && text is "null" or "")
            return "null";
        string value = text.Trim();
        switch (type.TrimEnd('?'))
        {
            case "string" or "String":
                return SymbolDisplay.FormatLiteral(text, quote: true);
            case "bool" or "Boolean" when bool.TryParse(value, out bool truth):
                return truth ? "true" : "false";
            case "int" or "Int32" when int.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out int whole):
                return whole.ToString(CultureInfo.InvariantCulture);
            case "long" or "Int64" when long.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out long large):
                return $"{large}L";
            case "ulong" or "UInt64" when ulong.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out ulong positive):
                return $"{positive}UL";
            case "double" or "Double" when double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number):
                return number.ToString("R", CultureInfo.InvariantCulture) + "d";
            case "decimal" or "Decimal" when decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal money):
                return money.ToString(CultureInfo.InvariantCulture) + "m";
            case "DateOnly" when DateOnly.TryParseExact(value, "yyyy-MM-dd", out DateOnly date):
                return $"new DateOnly({date.Year}, {date.Month}, {date.Day})";
            case "DateTimeOffset" when InstantText.TryParse(value, out DateTimeOffset instant):
                return $"DateTimeOffset.Parse(\"{instant:O}\")";
            case "TimeSpan" when TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out TimeSpan span):
                return $"TimeSpan.FromTicks({span.Ticks}L)";
            case "string" or "String" or "bool" or "Boolean" or "int" or "Int32" or "long" or "Int64" or "ulong" or "UInt64" or "double" or "Double" or "decimal" or "Decimal"
                or "DateOnly" or "DateTimeOffset" or "TimeSpan":
                throw new FormatException($"Parameter '{name}' is of type {type}; '{text}' is not one.{Hint(type)}");
            default:
                // An enum: the compiler says when the member does not exist.
                return SyntaxFacts.IsValidIdentifier(value)
                    ? $"{type.TrimEnd('?')}.{value}"
                    : throw new FormatException($"Parameter '{name}' is of type {type}; '{text}' is not the name of one of its values.");
        }
    }

    private static string Hint(string type) => type.TrimEnd('?') switch
    {
        "bool" or "Boolean" => " Write true or false.",
        "DateOnly" => " Write a date as 2024-01-31.",
        "DateTimeOffset" => $" {char.ToUpperInvariant(InstantText.Hint[0])}{InstantText.Hint[1..]}.",
        "TimeSpan" => " Write a time as 1.06:30:00 (a day, six hours and a half).",
        "double" or "Double" or "decimal" or "Decimal" => " Write a number with a point, such as 0.25.",
        _ => " Write a whole number.",
    };

    /// <summary>The type of a <c>var</c> by its default.</summary>
    private static string TypeOf(string expression) => expression switch
    {
        "true" or "false" => "bool",
        ['"', ..] or ['@', ..] or ['$', ..] => "string",
        _ when expression.StartsWith("new DateOnly", StringComparison.Ordinal) || expression.StartsWith("DateOnly.", StringComparison.Ordinal) => "DateOnly",
        _ when expression.StartsWith("DateTimeOffset.", StringComparison.Ordinal) || expression.StartsWith("new DateTimeOffset", StringComparison.Ordinal) => "DateTimeOffset",
        _ when int.TryParse(expression, NumberStyles.Integer, CultureInfo.InvariantCulture, out _) => "int",
        _ when expression.EndsWith('m') || expression.EndsWith('M') => "decimal",
        _ when expression.EndsWith('L') => "long",
        _ when double.TryParse(expression.TrimEnd('d', 'D'), NumberStyles.Float, CultureInfo.InvariantCulture, out _) => "double",
        _ when expression.Contains('.', StringComparison.Ordinal) => expression[..expression.LastIndexOf('.')],
        _ => throw new FormatException($"The type of 'var … = {expression}' cannot be told. Declare the parameter with its type."),
    };
}
