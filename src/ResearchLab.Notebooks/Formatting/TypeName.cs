namespace ResearchLab.Notebooks.Formatting;

/// <summary>Names of types as C# writes them.</summary>
internal static class TypeName
{
    private static readonly Dictionary<Type, string> s_words = new (Type Type, string Word)[]
    {
        (typeof(bool), "bool"), (typeof(byte), "byte"), (typeof(sbyte), "sbyte"), (typeof(char), "char"), (typeof(decimal), "decimal"),
        (typeof(double), "double"),
        (typeof(float), "float"), (typeof(int), "int"), (typeof(uint), "uint"), (typeof(long), "long"), (typeof(ulong), "ulong"), (typeof(short), "short"),
        (typeof(ushort), "ushort"), (typeof(object), "object"), (typeof(string), "string"), (typeof(void), "void"),
    }.ToDictionary(pair => pair.Type, pair => pair.Word);

    /// <summary>Such as <c>Dictionary&lt;string, int[]&gt;</c>, without namespaces.</summary>
    public static string Of(Type type)
    {
        if (s_words.TryGetValue(type, out string? word))
            return word;
        if (type.IsArray)
            return $"{Of(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (type.IsByRef)
            return $"ref {Of(type.GetElementType()!)}";
        if (type.IsPointer)
            return $"{Of(type.GetElementType()!)}*";
        if (Nullable.GetUnderlyingType(type) is { } inner)
            return $"{Of(inner)}?";
        if (!type.IsGenericType)
            return type.IsNested && !type.IsGenericParameter && !type.DeclaringType!.Name.StartsWith("Cell", StringComparison.Ordinal)
                ? $"{Of(type.DeclaringType!)}.{type.Name}"
                : type.Name;
        Type[] arguments = type.GetGenericArguments();
        string name = type.Name.Split('`')[0];
        return name == "ValueTuple" ? $"({string.Join(", ", arguments.Select(Of))})" : $"{name}<{string.Join(", ", arguments.Select(Of))}>";
    }
}
