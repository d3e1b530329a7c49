using System.Reflection;
using System.Reflection.Emit;

namespace ResearchLab.Tests.Shared;

/// <summary>What a type uses, read from the compiled code itself: bodies too, not signatures alone.</summary>
internal static class Arrows
{
    /// <summary>The uses that go up: of a type in a later place than one's own, such as "Risk.Book uses Models.Card".</summary>
    /// <param name="assembly">Both ends lie in it.</param>
    /// <param name="place">The place of a type in the order of the data flow; below 0 for one that is not asked about.</param>
    public static List<string> Upward(Assembly assembly, Func<Type, int> place)
    {
        var upward = new SortedSet<string>(StringComparer.Ordinal);
        foreach (Type type in assembly.GetTypes().Where(type => place(type) >= 0))
        {
            foreach (Type used in Of(type))
            {
                if (used.Assembly == assembly && place(used) > place(type))
                    upward.Add($"{type.FullName} uses {used.FullName}");
            }
        }

        return [.. upward];
    }

    public static HashSet<Type> Of(Type type)
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
        foreach (ExceptionHandlingClause handler in body.ExceptionHandlingClauses)
        {
            if (handler.Flags == ExceptionHandlingClauseOptions.Clause)
                Add(used, handler.CatchType);
        }

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
}
