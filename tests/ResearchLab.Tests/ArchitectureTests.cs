using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using ResearchLab.Risk;

namespace ResearchLab.Tests;

/// <summary>A station may use those above it in the data flow, never those below: read from the compiled code itself.</summary>
public partial class ArchitectureTests
{
    // The order of docs and folders; Charts and Reports share the last place.
    private static readonly string[] s_stations =
    [
        "Basics", "Time", "Columns", "Statistics", "Lake", "Journal", "Options", "Market", "Features", "Risk", "Backtesting", "Models", "Daily",
        "Charts", "Reports",
    ];

    [Fact]
    public void Stations_NeverUseOnesBelow()
    {
        List<string> upward = UpwardArrows(typeof(Lab).Assembly, "ResearchLab");
        Assert.True(upward.Count == 0, "upward arrows:\n" + string.Join('\n', upward));
    }

    [Fact]
    public void Namespaces_AreTheStations()
    {
        var unknown = typeof(Lab).Assembly.GetTypes()
            .Select(type => type.Namespace ?? "")
            .Where(space => space.StartsWith("ResearchLab.", StringComparison.Ordinal))
            .Select(space => space.Split('.')[1])
            .Where(station => !s_stations.Contains(station))
            .Distinct()
            .ToList();
        Assert.Empty(unknown);
    }

    /// <summary>What is public is found by its name: the file is called as the type, or as the type and the part of it. No file is long.</summary>
    [Fact]
    public void Files_AreNamedAfterTheTypesInThem_AndAreShort()
    {
        var wrong = new List<string>();
        foreach (string folder in new[] { "src", "runner" })
        {
            foreach (string file in Directory.EnumerateFiles(Path.Combine(Shared.MarkdownPages.Root, folder), "*.cs", SearchOption.AllDirectories))
            {
                string[] lines = File.ReadAllLines(file);
                string name = Path.GetFileName(file), type = name.Split('.')[0];
                if (lines.Length > 400)
                    wrong.Add($"{name} has {lines.Length} lines");
                wrong.AddRange(lines.Select(line => PublicType().Match(line)).Where(match => match.Success && match.Groups["name"].Value != type).Select(match => $"{match.Groups["name"].Value} stands in {name}"));
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    // Namespaces are declared for the file, so a type at the margin is one of its own.
    [GeneratedRegex(@"^public (?:(?:static|sealed|abstract|partial|readonly|ref|unsafe) )*(?:class|struct|interface|enum|record struct|record|delegate [\w<>?\[\], ]+) (?<name>\w+)", RegexOptions.NonBacktracking)]
    private static partial Regex PublicType();

    /// <summary>The README of a station says what it uses: all of it, and nothing else.</summary>
    [Fact]
    public void Readmes_SayWhatAStationUses()
    {
        var wrong = new List<string>();
        foreach (string station in s_stations)
        {
            string text = File.ReadAllText(Path.Combine(Shared.MarkdownPages.Root, "src", "ResearchLab", station, "README.md"));
            string said = text.Split("Uses: ")[1].Trim().TrimEnd('.');
            string[] used =
            [
                .. typeof(Lab).Assembly.GetTypes().Where(type => Place(type, "ResearchLab") == Array.IndexOf(s_stations, station)).SelectMany(Used).Where(type => type.Assembly == typeof(Lab).Assembly)
                    .Select(type => Place(type, "ResearchLab")).Where(place => place >= 0 && place < s_stations.Length && s_stations[place] != station).Distinct().Order().Select(place => s_stations[place]),
            ];
            string right = used.Length == 0 ? "nothing of the library" : string.Join(", ", used);
            if (said != right)
                wrong.Add($"{station}: {right}.");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void UpwardArrow_InABody_IsFound()
    {
        // The check itself must see what a method body uses, or it proves nothing.
        Assert.Contains(typeof(RiskCheck), Used(typeof(Probe)));
    }

    private static List<string> UpwardArrows(Assembly assembly, string root)
    {
        var upward = new SortedSet<string>(StringComparer.Ordinal);
        foreach (Type type in assembly.GetTypes())
        {
            int place = Place(type, root);
            if (place < 0)
                continue;
            foreach (Type used in Used(type))
            {
                if (used.Assembly == assembly && Place(used, root) > place)
                    upward.Add($"{type.FullName} uses {used.FullName}");
            }
        }

        return [.. upward];
    }

    private static int Place(Type type, string root)
    {
        string space = type.Namespace ?? "";
        return space == root ? s_stations.Length : Array.IndexOf(s_stations, space.Split('.').ElementAtOrDefault(1));
    }

    private static HashSet<Type> Used(Type type)
    {
        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        var used = new HashSet<Type>();
        Add(used, type.BaseType);
        foreach (Type contract in type.GetInterfaces())
            Add(used, contract);
        foreach (FieldInfo field in type.GetFields(All))
            Add(used, field.FieldType);
        foreach (MethodBase method in type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All)))
        {
            foreach (ParameterInfo parameter in method.GetParameters())
                Add(used, parameter.ParameterType);
            if (method is MethodInfo { ReturnType: var result })
                Add(used, result);
            AddBody(used, method);
        }

        return used;
    }

    private static void AddBody(HashSet<Type> used, MethodBase method)
    {
        if (method.GetMethodBody() is not { } body || body.GetILAsByteArray() is not { } code)
            return;
        foreach (LocalVariableInfo local in body.LocalVariables)
            Add(used, local.LocalType);
        Type[]? typeArguments = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null;
        Type[]? methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (int at = 0; at < code.Length;)
        {
            OpCode operation = code[at] == 0xFE ? s_twoByte[code[at + 1]] : s_oneByte[code[at]];
            at += operation.Size;
            if (operation.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
            {
                MemberInfo? member = method.Module.ResolveMember(BitConverter.ToInt32(code, at), typeArguments, methodArguments);
                Add(used, member as Type ?? member?.DeclaringType);
                if (member is MethodInfo { IsGenericMethod: true } generic)
                {
                    foreach (Type argument in generic.GetGenericArguments())
                        Add(used, argument);
                }
            }

            at += operation.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
    }

    private static void Add(HashSet<Type> used, Type? type)
    {
        if (type is null || type.IsGenericParameter)
            return;
        if (type.HasElementType)
        {
            Add(used, type.GetElementType());
            return;
        }

        used.Add(type.IsGenericType ? type.GetGenericTypeDefinition() : type);
        foreach (Type argument in type.GetGenericArguments())
            Add(used, argument);
    }

    private static readonly OpCode[] s_oneByte = Codes(1);
    private static readonly OpCode[] s_twoByte = Codes(2);

    private static OpCode[] Codes(int size)
    {
        var codes = new OpCode[256];
        foreach (FieldInfo field in typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static))
        {
            var code = (OpCode)field.GetValue(null)!;
            if (code.Size == size)
                codes[(byte)code.Value] = code;
        }

        return codes;
    }

    private static class Probe
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        public static object Look(TradeProposal proposal) =>
            RiskCheck.Apply(proposal, PortfolioState.Flat(1), new RiskLimits());
    }
}
