using System.CommandLine;
using ResearchLab.Basics;

namespace ResearchLab.Runner.Commands;

/// <summary>Actions of commands that do nothing but compute on what was typed: what a formula refuses was typed wrongly.</summary>
internal static class TypedAction
{
    public static Func<ParseResult, CancellationToken, Task<int>> Of(Func<ParseResult, int> compute) =>
        (parsed, _) => Task.FromResult(UsageException.Of(() => compute(parsed)));
}
