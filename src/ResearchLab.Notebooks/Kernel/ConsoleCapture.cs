#pragma warning disable RS0030 // The one place that touches the console: cells print to it, and what they print belongs to the notebook.
namespace ResearchLab.Notebooks.Kernel;

/// <summary>Redirects the process's console to the notebook for as long as a kernel runs.</summary>
internal sealed class ConsoleCapture : IDisposable
{
    private readonly TextWriter _out = Console.Out;
    private readonly TextWriter _error = Console.Error;
    private readonly TextReader _in = Console.In;

    private readonly (TextWriter Out, TextWriter Error) _notebook;

    private ConsoleCapture(TextWriter output, TextWriter error) => _notebook = (output, error);

    public static ConsoleCapture Redirect(TextWriter output, TextWriter error, TextReader input)
    {
        var capture = new ConsoleCapture(output, error);
        capture.Renew();
        Console.SetIn(input);
        return capture;
    }

    /// <summary>
    /// To be called when a cell was stopped. The console wraps each writer in one with synchronized methods, and a thread that is aborted in one of
    /// those leaves it locked for ever: new wrappers are free.
    /// </summary>
    public void Renew()
    {
        Console.SetOut(_notebook.Out);
        Console.SetError(_notebook.Error);
    }

    public void Dispose()
    {
        Console.SetOut(_out);
        Console.SetError(_error);
        Console.SetIn(_in);
    }
}
