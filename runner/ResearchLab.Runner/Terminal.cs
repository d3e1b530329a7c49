using Spectre.Console;

namespace ResearchLab.Runner;

/// <summary>Consoles for people and for pipes.</summary>
internal static class Terminal
{
    private const int PipeWidth = 160;

    /// <summary>Standard output: with colours on a terminal, plain and wide into a file or pipe, and plain when NO_COLOR is set.</summary>
    public static IAnsiConsole Output() => Console.IsOutputRedirected || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 }
        ? Plain(Console.Out, Console.IsOutputRedirected)
        : AnsiConsole.Console;

    /// <summary>One line on standard error; on a terminal its first word stands out.</summary>
    public static void Error(string text) => Console.Error.WriteLine(
        Console.IsErrorRedirected || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 } ? $"lab: {text}" : $"\u001b[1;31mlab:\u001b[0m {text}");

    private static IAnsiConsole Plain(TextWriter writer, bool wide)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        if (wide)
            console.Profile.Width = PipeWidth;
        return console;
    }
}
