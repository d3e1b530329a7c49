using System.Text.Json.Nodes;
using ResearchLab.Notebooks.Formatting;

namespace ResearchLab.Notebooks.Kernel;

/// <summary>Shows what cells display to Jupyter's clients, and asks their questions.</summary>
internal sealed class KernelHost(KernelChannels channels, OutputStreams streams, Func<string?> plotly) : CellHost
{
    private readonly object _lock = new();
    private readonly HashSet<string> _plotlyCells = new(StringComparer.Ordinal);
    private string? _answer;
    private bool _asking;

    /// <summary>The request whose cell runs, or ran last.</summary>
    public WireMessage? Request { get; set; }

    /// <summary>Whether the running cell's outputs go nowhere.</summary>
    public bool Silent { get; set; }

    public override bool Shows => true;

    public override void Display(MimeBundle bundle, string displayId) => Show("display_data", bundle, displayId);

    public override void Update(MimeBundle bundle, string displayId) => Show("update_display_data", bundle, displayId);

    public override void ClearOutput(bool wait)
    {
        streams.Flush();
        if (!Silent)
            channels.Publish("clear_output", Request?.Header, new JsonObject { ["wait"] = wait });
    }

    /// <summary>The first figure of a notebook carries plotly.js, and so does that cell when it runs again; the page keeps it for the others.</summary>
    public override string? PlotlyScript()
    {
        string cell = Request is null ? "" : WireMessage.Text(Request.Metadata, "cellId") is { Length: > 0 } id ? id : WireMessage.Text(Request.Content, "code");
        lock (_lock)
        {
            if (_plotlyCells.Count > 0 && !_plotlyCells.Contains(cell))
                return null;
            _plotlyCells.Add(cell);
        }

        return plotly();
    }

    public override string Input(string prompt, bool password)
    {
        WireMessage request = Request ?? throw new InvalidOperationException("No cell is running that could ask.");
        if (!WireMessage.Flag(request.Content, "allow_stdin", true))
            return base.Input(prompt, password);
        streams.Flush();
        lock (_lock)
        {
            (_asking, _answer) = (true, null);
            channels.Ask(request, prompt, password);
            try
            {
                while (_answer is null)
                    Monitor.Wait(_lock);
                return _answer;
            }
            finally
            {
                _asking = false;
            }
        }
    }

    /// <summary>An answer came in.</summary>
    public void Answer(string text)
    {
        lock (_lock)
        {
            if (!_asking)
                return;
            _answer = text;
            Monitor.PulseAll(_lock);
        }
    }

    private void Show(string type, MimeBundle bundle, string displayId)
    {
        streams.Flush();
        if (Silent)
            return;
        channels.Publish(type, Request?.Header, new JsonObject
        {
            ["data"] = bundle.Data.DeepClone(),
            ["metadata"] = bundle.Metadata.DeepClone(),
            ["transient"] = new JsonObject { ["display_id"] = displayId },
        });
    }
}

/// <summary>What <c>Console.ReadLine</c> reads in a cell: a question to the person, a line at a time.</summary>
internal sealed class InputReader(CellHost host) : TextReader
{
    private string _rest = "";

    public override string ReadLine() => TakeRest() is { } rest ? rest : host.Input("", password: false);

    public override int Read()
    {
        int next = Peek();
        _rest = _rest.Length > 0 ? _rest[1..] : _rest;
        return next;
    }

    public override int Peek()
    {
        if (_rest.Length == 0)
            _rest = host.Input("", password: false) + "\n";
        return _rest[0];
    }

    private string? TakeRest()
    {
        if (_rest.Length == 0)
            return null;
        string rest = _rest.TrimEnd('\n');
        _rest = "";
        return rest;
    }
}
