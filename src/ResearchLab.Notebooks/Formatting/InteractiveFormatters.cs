using System.Collections;
using System.Reflection;
using System.Text.Json.Nodes;

namespace ResearchLab.Notebooks.Formatting;

/// <summary>
/// What cells registered by <c>Microsoft.DotNet.Interactive.Formatting.Formatter.Register</c>, the way of .NET Interactive: it wins over the lab's own
/// formatting. The package is told by name: nothing of it is referenced, and without it nothing is asked.
/// </summary>
internal static class InteractiveFormatters
{
    private const string Library = "Microsoft.DotNet.Interactive.Formatting";

    private static volatile Api? s_api;

    static InteractiveFormatters()
    {
        AppDomain.CurrentDomain.AssemblyLoad += (_, loaded) => Look(loaded.LoadedAssembly);
        foreach (Assembly assembly in AppDomain.CurrentDomain.GetAssemblies())
            Look(assembly);
    }

    /// <summary>The forms that the nearest registrations for the type give; null when there are none, or none of them takes the value.</summary>
    public static MimeBundle? Of(object value)
    {
        if (s_api is not { } api)
            return null;
        var data = new JsonObject();
        foreach (IGrouping<string, object> mime in api.Registered().Where(formatter => Distance(value.GetType(), api.TypeOf(formatter)) >= 0)
            .OrderBy(formatter => Distance(value.GetType(), api.TypeOf(formatter))).GroupBy(api.MimeOf, StringComparer.Ordinal))
        {
            // One that declines leaves the value to the next.
            if (mime.Select(formatter => api.Format(formatter, value)).FirstOrDefault(text => text is not null) is { } formatted)
                data[mime.Key] = Content(mime.Key, formatted);
        }

        if (data.Count == 0)
            return null;
        data[MimeBundle.PlainText] ??= Formatter.Text(value);
        return new MimeBundle(data, []);
    }

    private static JsonNode? Content(string mime, string text) =>
        mime == "application/json" || mime.EndsWith("+json", StringComparison.Ordinal) ? JsonNode.Parse(text) : JsonValue.Create(text);

    private static void Look(Assembly assembly)
    {
        if (assembly.GetName().Name == Library && assembly.GetType($"{Library}.Formatter") is { } formatter)
            s_api = Api.Of(assembly, formatter);
    }

    /// <summary>Steps from a type up to what a formatter is for; −1 when it is for something else.</summary>
    private static int Distance(Type type, Type wanted)
    {
        int steps = 0;
        for (Type? one = type; one is not null; one = one.BaseType, steps++)
        {
            if (one == wanted || (one.IsGenericType && one.GetGenericTypeDefinition() == wanted))
                return wanted == typeof(object) ? int.MaxValue : steps;
        }

        return Array.Exists(type.GetInterfaces(), one => one == wanted || (one.IsGenericType && one.GetGenericTypeDefinition() == wanted)) ? 1_000 : -1;
    }

    private sealed record Api(MethodInfo List, PropertyInfo Type, PropertyInfo Mime, MethodInfo Write, ConstructorInfo Context)
    {
        public static Api? Of(Assembly assembly, Type formatter) =>
            assembly.GetType($"{Library}.ITypeFormatter") is { } contract && assembly.GetType($"{Library}.FormatContext") is { } context
            && formatter.GetMethod("RegisteredFormatters", [typeof(bool)]) is { } list && contract.GetProperty("Type") is { } type
            && contract.GetProperty("MimeType") is { } mime
            && contract.GetMethod("Format", [typeof(object), context]) is { } write && context.GetConstructor([typeof(TextWriter)]) is { } make
                ? new Api(list, type, mime, write, make)
                : null;

        /// <summary>What cells registered, without the defaults of the package.</summary>
        public IEnumerable<object> Registered() => ((IEnumerable)List.Invoke(null, [false])!).Cast<object>();

        public Type TypeOf(object formatter) => (Type)Type.GetValue(formatter)!;

        public string MimeOf(object formatter) => (string)Mime.GetValue(formatter)!;

        public string? Format(object formatter, object value)
        {
            using var text = new StringWriter();
            object context = Context.Invoke([text]);
            bool taken = (bool)Write.Invoke(formatter, BindingFlags.DoNotWrapExceptions, null, [value, context], null)!;
            (context as IDisposable)?.Dispose();
            return taken ? text.ToString() : null;
        }
    }
}
