using System.Diagnostics;

namespace ResearchLab.Tests.Journal;

/// <summary>An explicit test of this assembly, run in a process of its own.</summary>
internal static class ChildTest
{
    /// <summary>After so long a process counts as hanging, on a machine however busy.</summary>
    public static readonly TimeSpan Hang = TimeSpan.FromMinutes(15);

    public static Process Start(Type tests, string method, params IReadOnlyList<(string Name, string Value)> environment)
    {
        // A process that is killed disposes of nothing: what a fixture started in it would outlive the tests.
        Assert.DoesNotContain(tests.GetInterfaces(), one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IClassFixture<>));
        var start = new ProcessStartInfo("dotnet", [tests.Assembly.Location, "-explicit", "only", "-method", $"{tests.FullName}.{method}"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
