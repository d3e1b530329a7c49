using System.Globalization;
using System.Xml;
using Microsoft.CodeAnalysis;

namespace ResearchLab.Notebooks.Compilation;

/// <summary>Documentation of an assembly: the XML file beside it, or the one of the SDK's reference pack; read when first asked for.</summary>
internal sealed class XmlDocumentation(string assemblyPath) : DocumentationProvider
{
    private readonly Lazy<Dictionary<string, string>> _members = new(() => Read(Find(assemblyPath)));

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(assemblyPath);

    protected override string GetDocumentationForSymbol(string documentationMemberID, CultureInfo preferredCulture,
        CancellationToken cancellationToken = default) =>
        _members.Value.GetValueOrDefault(documentationMemberID, "");

    private static string? Find(string assembly)
    {
        string beside = Path.ChangeExtension(assembly, ".xml");
        if (File.Exists(beside))
            return beside;
        // …/shared/Microsoft.NETCore.App/10.0.1/X.dll is documented by …/packs/Microsoft.NETCore.App.Ref/10.0.1/ref/net10.0/X.xml
        string? root = Path.GetDirectoryName(Path.GetDirectoryName(Path.GetDirectoryName(Path.GetDirectoryName(assembly))));
        string packs = Path.Combine(root ?? "", "packs", "Microsoft.NETCore.App.Ref");
        if (!Directory.Exists(packs))
            return null;
        string name = Path.GetFileNameWithoutExtension(assembly);
        string[] files = [.. Directory.GetDirectories(packs).SelectMany(version => Directory.GetFiles(version, "*.xml", SearchOption.AllDirectories))
            .Order(StringComparer.Ordinal)];
        // Implementation assemblies carry other names than the reference assemblies that are documented.
        return Array.FindLast(files, file => Path.GetFileNameWithoutExtension(file) == name)
            ?? (name == "System.Private.CoreLib" ? Array.FindLast(files, file => Path.GetFileName(file) == "System.Runtime.xml") : null);
    }

    private static Dictionary<string, string> Read(string? path)
    {
        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        if (path is null)
            return members;
        try
        {
            using var reader = XmlReader.Create(path);
            while (reader.Read())
            {
                while (reader is { NodeType: XmlNodeType.Element, Name: "member" } && reader.GetAttribute("name") is { } id)
                    members[id] = reader.ReadOuterXml();
            }
        }
        catch (Exception error) when (error is XmlException or IOException or UnauthorizedAccessException)
        {
            // Documentation is a help, not a condition: what was read so far is shown.
        }

        return members;
    }
}
