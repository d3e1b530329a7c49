using System.Globalization;
using System.Numerics;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResearchLab.Time;

namespace ResearchLab.Notebooks.Headless;

/// <summary>Values of parameters as people type them, turned into C# of the type the notebook declares.</summary>
public static class ParameterText
{
    /// <summary>The C# expression for a text.</summary>
    /// <param name="parameter">What the notebook declares.</param>
    /// <param name="text">
    /// The value as typed: a number, true or false, a date as yyyy-MM-dd, an instant as ISO 8601, elements of a list apart by commas or as a list of JSON,
    /// entries of a dictionary as key:value or as an object of JSON. </param>
    /// <exception cref="NotebookFormatException">The text is no value of that type, or no text is; the message names parameter, value and type.</exception>
    public static string Literal(NotebookParameter parameter, string text)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        ArgumentNullException.ThrowIfNull(text);
        TypeSyntax type = SyntaxFactory.ParseTypeName(parameter.Type == "var" ? ParameterType.OfExpression(parameter.Default ?? "") : parameter.Type);
        return Literal(parameter.Name, type, text, nested: false);
    }

    private static string Literal(string name, TypeSyntax type, string text, bool nested)
    {
        switch (type)
        {
            case NullableTypeSyntax nullable:
                return text is "null" or "" ? "null" : Literal(name, nullable.ElementType, text, nested);
            case QualifiedNameSyntax qualified:
                return qualified.Right is GenericNameSyntax generic
                    ? Literal(name, generic, text, nested)
                    : Single(name, qualified.ToString(), qualified.Right.ToString(), text);
            case AliasQualifiedNameSyntax alias:
                return Literal(name, alias.Name, text, nested);
            case ArrayTypeSyntax { RankSpecifiers: [{ Rank: 1 }] } array when !nested:
                return Invariant($"new {array.ElementType}[] {{ {Elements(name, type, array.ElementType, text)} }}");
            case GenericNameSyntax { TypeArgumentList.Arguments: [{ } element] } list
                when !nested && list.Identifier.ValueText is "List" or "IList" or "ICollection" or "IEnumerable" or "IReadOnlyList" or "IReadOnlyCollection"
                    or "HashSet" or "ISet" or "IReadOnlySet" or "SortedSet" or "Queue" or "Stack":
                return Collection(name, list, element, text);
            case GenericNameSyntax { TypeArgumentList.Arguments: [{ } key, { } value] } map
                when !nested && map.Identifier.ValueText is "Dictionary" or "IDictionary" or "IReadOnlyDictionary" or "SortedDictionary":
                string made = map.Identifier.ValueText == "SortedDictionary" ? "SortedDictionary" : "Dictionary";
                IEnumerable<string> entries = ParameterItems.Entries(name, map.ToString(), text)
                    .Select(entry => $"[{Literal(name, key, entry.Key, nested: true)}] = {Element(name, value, entry.Value)}");
                return Invariant($"new System.Collections.Generic.{made}<{key}, {value}> {{ {string.Join(", ", entries)} }}");
            case GenericNameSyntax { Identifier.ValueText: "Nullable", TypeArgumentList.Arguments: [{ } element] }:
                return text is "null" or "" ? "null" : Literal(name, element, text, nested);
            case PredefinedTypeSyntax or IdentifierNameSyntax:
                return Single(name, type.ToString(), type.ToString(), text);
            default:
                throw new NotebookFormatException(Invariant($"Parameter '{name}' is of type {type}, which is not supported as a parameter. Use a number, ")
                    + "text, truth, date, Guid or enum, an array or List of these, or a Dictionary.");
        }
    }

    private static string Collection(string name, GenericNameSyntax list, TypeSyntax element, string text)
    {
        string items = Elements(name, list, element, text), kind = list.Identifier.ValueText;
        return kind switch
        {
            "HashSet" or "ISet" or "IReadOnlySet" => Invariant($"new System.Collections.Generic.HashSet<{element}> {{ {items} }}"),
            "SortedSet" => Invariant($"new System.Collections.Generic.SortedSet<{element}> {{ {items} }}"),
            "Queue" or "Stack" => Invariant($"new System.Collections.Generic.{kind}<{element}>(new {element}[] {{ {items} }})"),
            _ => Invariant($"new System.Collections.Generic.List<{element}> {{ {items} }}"),
        };
    }

    private static string Elements(string name, TypeSyntax list, TypeSyntax element, string text) =>
        string.Join(", ", ParameterItems.Of(name, list.ToString(), text).Select(item => Element(name, element, item)));

    private static string Element(string name, TypeSyntax type, string? item) => item is not null ? Literal(name, type, item, nested: true)
        : type is NullableTypeSyntax or GenericNameSyntax { Identifier.ValueText: "Nullable" } ? "null"
        : throw new NotebookFormatException(
            Invariant($"Parameter '{name}' has elements of type {type}, which cannot be null. Leave null out, or declare them as {type}?."));

    /// <summary>Whether a number that became 0 was none.</summary>
    private static bool Vanishes(string value, bool isZero) => isZero && value.Split('e', 'E')[0].AsSpan().IndexOfAnyInRange('1', '9') >= 0;

    /// <summary>Whether a time says which of its parts are days: 90 would be so many days, and 24:00 twenty-four of them.</summary>
    private static bool IsTold(string value, TimeSpan span)
    {
        int colon = value.IndexOf(':', StringComparison.Ordinal), point = value.IndexOf('.', StringComparison.Ordinal);
        return colon > 0 && (span.Days == 0 || (point > 0 && point < colon) || value.Count(c => c == ':') == 3);
    }

    private static string Full(string simple) => simple == "BigInteger" ? "System.Numerics.BigInteger" : $"System.{simple}";

    /// <summary>One value of a type that holds one.</summary>
    private static string Single(string name, string type, string simple, string text)
    {
        string value = text.Trim();
        CultureInfo culture = CultureInfo.InvariantCulture;
        switch (simple)
        {
            case "string" or "String":
                return SymbolDisplay.FormatLiteral(text, quote: true);
            case "char" or "Char" when text.Length == 1:
                return SymbolDisplay.FormatLiteral(text[0], quote: true);
            case "bool" or "Boolean" when bool.TryParse(value, out bool truth):
                return truth ? "true" : "false";
            case "sbyte" or "SByte" when sbyte.TryParse(value, NumberStyles.Integer, culture, out sbyte whole):
                return Invariant($"((sbyte){whole})");
            case "byte" or "Byte" when byte.TryParse(value, NumberStyles.Integer, culture, out byte whole):
                return $"((byte){whole})";
            case "short" or "Int16" when short.TryParse(value, NumberStyles.Integer, culture, out short whole):
                return Invariant($"((short){whole})");
            case "ushort" or "UInt16" when ushort.TryParse(value, NumberStyles.Integer, culture, out ushort whole):
                return $"((ushort){whole})";
            case "int" or "Int32" when int.TryParse(value, NumberStyles.Integer, culture, out int whole):
                return whole.ToString(culture);
            case "uint" or "UInt32" when uint.TryParse(value, NumberStyles.Integer, culture, out uint whole):
                return $"{whole}U";
            case "long" or "Int64" when long.TryParse(value, NumberStyles.Integer, culture, out long large):
                return Invariant($"{large}L");
            case "ulong" or "UInt64" when ulong.TryParse(value, NumberStyles.Integer, culture, out ulong positive):
                return $"{positive}UL";
            case "nint" or "IntPtr" when long.TryParse(value, NumberStyles.Integer, culture, out long size)
                && nint.TryParse(value, NumberStyles.Integer, culture, out _):
                return Invariant($"((nint){size}L)");
            case "Int128" or "UInt128" or "BigInteger"
                when BigInteger.TryParse(value, NumberStyles.Integer, culture, out BigInteger huge) && ParameterType.Holds(simple, huge):
                return $"{(simple == type ? Full(simple) : type)}.Parse(\"{huge.ToString(culture)}\", System.Globalization.CultureInfo.InvariantCulture)";
            case "Half" when Half.TryParse(value, NumberStyles.Float, culture, out Half half) && Half.IsFinite(half) && !Vanishes(value, half == Half.Zero):
                return $"((System.Half){((float)half).ToString("R", culture)}f)";
            case "float" or "Single" when float.TryParse(value, NumberStyles.Float, culture, out float number) && float.IsFinite(number)
                && !Vanishes(value, number == 0):
                return number.ToString("R", culture) + "f";
            case "double" or "Double" when double.TryParse(value, NumberStyles.Float, culture, out double number) && double.IsFinite(number)
                && !Vanishes(value, number == 0):
                return number.ToString("R", culture) + "d";
            case "decimal" or "Decimal" when decimal.TryParse(value, NumberStyles.Float, culture, out decimal money) && !Vanishes(value, money == 0):
                return money.ToString(culture) + "m";
            case "DateOnly" when DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date):
                return Invariant($"new DateOnly({date.Year}, {date.Month}, {date.Day})");
            case "TimeOnly" when TimeOnly.TryParse(value, culture, out TimeOnly time):
                return Invariant($"new TimeOnly({time.Ticks}L)");
            case "DateTime" when DateTime.TryParse(value, culture, DateTimeStyles.RoundtripKind | DateTimeStyles.NoCurrentDateDefault, out DateTime moment)
                && value is [_, _, _, _, '-', _, _, '-', ..]:
                return Invariant($"new DateTime({moment.Ticks}L, DateTimeKind.{moment.Kind})");
            case "DateTimeOffset" when InstantText.TryParse(value, out DateTimeOffset instant):
                return $"DateTimeOffset.Parse(\"{instant:O}\")";
            case "TimeSpan" when TimeSpan.TryParse(value, culture, out TimeSpan span) && IsTold(value, span):
                return Invariant($"TimeSpan.FromTicks({span.Ticks}L)");
            case "Guid" when Guid.TryParse(value, out Guid id):
                return $"Guid.Parse(\"{id}\")";
            case "Uri" when Uri.TryCreate(value, UriKind.RelativeOrAbsolute, out _):
                return $"new Uri({SymbolDisplay.FormatLiteral(value, quote: true)}, UriKind.RelativeOrAbsolute)";
            default:
                if (ParameterType.Range(simple) is { } range && BigInteger.TryParse(value, NumberStyles.Integer, culture, out _))
                    throw new NotebookFormatException(Invariant($"Parameter '{name}' is of type {type}, which holds whole numbers from {range.Least} to ")
                        + Invariant($"{range.Most}; {text} is beyond. Give another, or declare it with a larger type, such as {range.Larger}."));
                if (simple is "Half" or "float" or "Single" or "double" or "Double" or "decimal" or "Decimal"
                    && Vanishes(value, double.TryParse(value, NumberStyles.Float, culture, out _)))
                    throw new NotebookFormatException($"Parameter '{name}' is of type {type}, in which {text} would become 0 or is beyond. "
                        + "Give another number, or declare it with another type.");
                if (ParameterType.Hint(simple) is { } hint)
                    throw new NotebookFormatException($"Parameter '{name}' is of type {type}; '{text}' is not one. {hint}");
                // An enum: the compiler says when the member does not exist.
                return SyntaxFacts.IsValidIdentifier(value)
                    ? $"{type}.{value}"
                    : throw new NotebookFormatException($"Parameter '{name}' is of type {type}; '{text}' is not the name of one of its values. "
                        + "Other types than numbers, texts, dates and enums are not supported as parameters.");
        }
    }
}
