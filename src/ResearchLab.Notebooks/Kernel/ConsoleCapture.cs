#pragma warning disable RS0030 // The one place that touches the console: cells print to it, and what they print belongs to the notebook.
namespace ResearchLab.Notebooks.Kernel;

/// <summary>Redirects the process's console to the notebook for as long as a kernel runs.</summary>
internal sealed class ConsoleCapture : IDisposable
{
    private readonly TextWriter _out = Console.Out;
    private readonly TextWriter _error = Console.Error;
    private readonly TextReader _in = Console.In;

    private ConsoleCapture()
    {
    }

    public static ConsoleCapture Redirect(TextWriter output, TextWriter error, TextReader input)
    {
        var before = new ConsoleCapture();
        Console.SetOut(output);
        Console.SetError(error);
        Console.SetIn(input);
        return before;
    }

    public void Dispose()
    {
        Console.SetOut(_out);
        Console.SetError(_error);
        Console.SetIn(_in);
    }
}
