using System.Numerics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResearchLab.Time;

namespace ResearchLab.Notebooks.Headless;

/// <summary>Types of parameters: that of a <c>var</c> by its default, and how values of one are written.</summary>
internal static class ParameterType
{
    /// <summary>The type of an expression as far as its text tells.</summary>
    /// <exception cref="NotebookFormatException">It does not.</exception>
    public static string OfExpression(string expression) =>
        Of(SyntaxFactory.ParseExpression(expression))
            ?? throw new NotebookFormatException($"The type of 'var … = {expression}' cannot be told. Declare the parameter with its type.");

    /// <summary>How a value of a type is written, a sentence; null for types that are not known here, such as enums.</summary>
    public static string? Hint(string type) => type switch
    {
        "bool" or "Boolean" => "Write true or false.",
        "DateOnly" => "Write a date as 2024-01-31.",
        "DateTime" => "Write 2024-01-31 or 2024-01-31T16:00:00.",
        "TimeOnly" => "Write a time of day as 16:00.",
        "DateTimeOffset" => $"{char.ToUpperInvariant(InstantText.Hint[0])}{InstantText.Hint[1..]}.",
        "TimeSpan" => "Write a time as 00:01:30 (a minute and a half) or 1.06:30:00 (a day, six hours and a half).",
        "Half" or "float" or "Single" or "double" or "Double" or "decimal" or "Decimal" => "Write a number with a point, such as 0.25.",
        "sbyte" or "SByte" or "byte" or "Byte" or "short" or "Int16" or "ushort" or "UInt16" or "int" or "Int32" or "uint" or "UInt32" or "long" or "Int64"
            or "ulong" or "UInt64" or "nint" or "IntPtr" or "Int128" or "UInt128" or "BigInteger" => "Write a whole number.",
        "char" or "Char" => "Write one character.",
        "Guid" => "Write it as 00000000-0000-0000-0000-000000000000.",
        "string" or "String" or "Uri" => "Write a text.",
        "object" or "Object" or "dynamic" => "Declare the parameter with the type of its value.",
        _ => null,
    };

    /// <summary>Whole numbers that a type holds, and a type that holds more; null when it is no such type, or has no limits.</summary>
    public static (BigInteger Least, BigInteger Most, string Larger)? Range(string type) => type switch
    {
        "sbyte" or "SByte" => (sbyte.MinValue, sbyte.MaxValue, "int"),
        "byte" or "Byte" => (byte.MinValue, byte.MaxValue, "int"),
        "short" or "Int16" => (short.MinValue, short.MaxValue, "int"),
        "ushort" or "UInt16" => (ushort.MinValue, ushort.MaxValue, "int"),
        "int" or "Int32" => (int.MinValue, int.MaxValue, "long"),
        "uint" or "UInt32" => (uint.MinValue, uint.MaxValue, "long"),
        "long" or "Int64" or "nint" or "IntPtr" => (long.MinValue, long.MaxValue, "BigInteger"),
        "ulong" or "UInt64" => (ulong.MinValue, ulong.MaxValue, "BigInteger"),
        "Int128" => (Int128.MinValue, Int128.MaxValue, "BigInteger"),
        "UInt128" => (UInt128.MinValue, UInt128.MaxValue, "BigInteger"),
        _ => null,
    };

    /// <summary>Whether a type holds a whole number.</summary>
    public static bool Holds(string type, BigInteger value) => Range(type) is not { } range || (value >= range.Least && value <= range.Most);

    private static string? Of(ExpressionSyntax expression) => expression switch
    {
        LiteralExpressionSyntax literal => literal.Token.Value switch
        {
            int => "int",
            uint => "uint",
            long => "long",
            ulong => "ulong",
            float => "float",
            double => "double",
            decimal => "decimal",
            char => "char",
            string => "string",
            bool => "bool",
            _ => null,
        },
        PrefixUnaryExpressionSyntax signed => Of(signed.Operand),
        ParenthesizedExpressionSyntax inner => Of(inner.Expression),
        CastExpressionSyntax cast => cast.Type.ToString(),
        InterpolatedStringExpressionSyntax => "string",
        ObjectCreationExpressionSyntax made => made.Type.ToString(),
        ArrayCreationExpressionSyntax array => array.Type.ToString(),
        ImplicitArrayCreationExpressionSyntax { Initializer.Expressions: [{ } first, ..] } => Of(first) is { } element ? element + "[]" : null,
        // A factory of a type, or a member of an enum.
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax call } => Known(call) ?? Owner(call),
        MemberAccessExpressionSyntax member => Known(member) ?? Owner(member),
        _ => null,
    };

    /// <summary>The first name of a chain of members and calls when it is a type known here: of DateTime.Today.AddDays(1) DateTime.</summary>
    private static string? Known(ExpressionSyntax expression) => expression switch
    {
        InvocationExpressionSyntax call => Known(call.Expression),
        MemberAccessExpressionSyntax member => Known(member.Expression),
        _ => Hint(expression.ToString()) is null ? null : expression.ToString(),
    };

    private static string? Owner(MemberAccessExpressionSyntax member) =>
        member.Expression.ToString() is var owner && owner.Split('.').All(SyntaxFacts.IsValidIdentifier) ? owner : null;
}
