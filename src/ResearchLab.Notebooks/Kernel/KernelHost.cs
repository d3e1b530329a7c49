using System.Text.Json.Nodes;
using ResearchLab.Notebooks.Execution;
using ResearchLab.Notebooks.Formatting;

namespace ResearchLab.Notebooks.Kernel;

/// <summary>Shows what cells display to Jupyter's clients, and asks their questions.</summary>
internal sealed class KernelHost : CellHost, IDisposable
{
    /// <summary>Characters of displays that one cell may show, updates included.</summary>
    public const int MaxCharacters = 100_000_000;

    /// <summary>Displays that one cell may show; clients take a thousand or so a second.</summary>
    public const int MaxDisplays = 10_000;

    private static readonly TimeSpan s_updateInterval = TimeSpan.FromMilliseconds(30);

    private readonly object _lock = new();
    private readonly HashSet<string> _plotlyCells = new(StringComparer.Ordinal);
    private string? _answer;
    private string _question = "";
    private readonly Dictionary<string, long> _updated = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MimeBundle> _pending = new(StringComparer.Ordinal);
    private readonly KernelChannels _channels;
    private readonly OutputStreams _streams;
    private readonly Func<string?> _plotly;
    private readonly TimeProvider _time;
    private readonly Timer _timer;
    private long _shown;
    private int _displays;
    private int _dropped;

    public KernelHost(KernelChannels channels, OutputStreams streams, Func<string?> plotly, TimeProvider time)
    {
        (_channels, _streams, _plotly, _time) = (channels, streams, plotly, time);
        _timer = new Timer(_ => SendPending(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();

    /// <summary>The request whose cell runs, or ran last.</summary>
    public WireMessage? Request { get; private set; }

    /// <summary>Whether the running cell's outputs go nowhere.</summary>
    public bool Silent { get; private set; }

    public override bool Shows => true;

    /// <summary>A cell begins: it may show its own share.</summary>
    public void Begin(WireMessage request, bool silent)
    {
        (Request, Silent) = (request, silent);
        lock (_lock)
            (_shown, _displays, _dropped) = (0, 0, 0);
    }

    /// <summary>A cell ended; what is to be said about displays that were dropped, or null.</summary>
    public string? End()
    {
        SendPending();
        lock (_lock)
            return _dropped == 0 ? null : Invariant($"\n… {_dropped:#,0} more displays were dropped: a cell may show {MaxDisplays:#,0} displays of ")
                + Invariant($"{MaxCharacters:#,0} characters in all. Write large output to a file.\n");
    }

    /// <summary>Whether the running cell may still show this much; counts it as shown, or as dropped.</summary>
    public bool Admit(MimeBundle bundle)
    {
        long size = 500; // frames, header, parent
        foreach ((_, JsonNode? form) in bundle.Data)
            size += form is JsonValue value && value.TryGetValue(out string? text) ? text.Length : form?.ToJsonString().Length ?? 0;
        lock (_lock)
        {
            if (_shown + size > MaxCharacters)
            {
                _dropped++;
                return false;
            }

            _shown += size;
            return true;
        }
    }

    public override void Display(MimeBundle bundle, string displayId)
    {
        SendPending();
        lock (_lock)
        {
            if (++_displays > MaxDisplays)
            {
                _dropped++;
                return;
            }
        }

        Show("display_data", bundle, displayId);
    }

    /// <summary>A display that changes faster than anybody can see is sent as it is every few hundredths of a second, and as it ended.</summary>
    public override void Update(MimeBundle bundle, string displayId)
    {
        lock (_lock)
        {
            long now = _time.GetTimestamp();
            if (_updated.TryGetValue(displayId, out long last) && _time.GetElapsedTime(last, now) < s_updateInterval)
            {
                if (_pending.Count == 0)
                    _timer.Change(s_updateInterval, Timeout.InfiniteTimeSpan);
                _pending[displayId] = bundle;
                return;
            }

            _pending.Remove(displayId);
            _updated[displayId] = now;
        }

        Show("update_display_data", bundle, displayId);
    }

    public override void ClearOutput(bool wait)
    {
        SendPending();
        _streams.Flush();
        if (!Silent)
            _channels.Publish("clear_output", Request?.Header, new JsonObject { ["wait"] = wait });
    }

    /// <summary>The first figure of a notebook carries _plotly.js, and so does that cell when it runs again; the page keeps it for the others.</summary>
    public override string? PlotlyScript()
    {
        string cell = Request is null ? "" : WireMessage.Text(Request.Metadata, "cellId") is { Length: > 0 } id
            ? id
            : WireMessage.Text(Request.Content, "code");
        return Uninterrupted.Get(() => Carries(cell)) ? _plotly() : null;
    }

    public override string Input(string prompt, bool password)
    {
        WireMessage request = Request ?? throw new InvalidOperationException("No cell is running that could ask.");
        if (!WireMessage.Flag(request.Content, "allow_stdin", true))
            return base.Input(prompt, password);
        // A wait is woken by a stop even where nothing is aborted.
        return Uninterrupted.Get(() => Ask(request, prompt, password));
    }

    private string Ask(WireMessage request, string prompt, bool password)
    {
        _streams.Flush();
        lock (_lock)
        {
            _answer = null;
            _question = _channels.Ask(request, prompt, password);
            try
            {
                while (_answer is null)
                    Monitor.Wait(_lock);
                return _answer;
            }
            finally
            {
                _question = "";
            }
        }
    }

    /// <summary>An answer came in; one to an earlier question, or from a client that was not asked, is ignored.</summary>
    public void Answer(WireMessage reply)
    {
        lock (_lock)
        {
            string parent = WireMessage.Text(reply.Parent, "msg_id");
            bool isAsked = Request?.Identities is [.., byte[] asked] && reply.Identities is [.., byte[] answering] && asked.AsSpan().SequenceEqual(answering);
            if (_question.Length == 0 || !isAsked || (parent.Length > 0 && parent != _question && parent != WireMessage.Text(Request!.Header, "msg_id")))
                return;
            _answer = WireMessage.Text(reply.Content, "value");
            Monitor.PulseAll(_lock);
        }
    }

    private bool Carries(string cell)
    {
        lock (_lock)
            return _plotlyCells.Count == 0 ? _plotlyCells.Add(cell) : _plotlyCells.Contains(cell);
    }

    private void SendPending()
    {
        KeyValuePair<string, MimeBundle>[] pending;
        lock (_lock)
        {
            if (_pending.Count == 0)
                return;
            pending = [.. _pending];
            _pending.Clear();
            foreach ((string id, _) in pending)
                _updated[id] = _time.GetTimestamp();
        }

        foreach ((string id, MimeBundle bundle) in pending)
            Show("update_display_data", bundle, id);
    }

    private void Show(string type, MimeBundle bundle, string displayId)
    {
        _streams.Flush();
        if (Silent || !Admit(bundle))
            return;
        _channels.Publish(type, Request?.Header, new JsonObject
        {
            ["data"] = bundle.Data.DeepClone(),
            ["metadata"] = bundle.Metadata.DeepClone(),
            ["transient"] = new JsonObject { ["display_id"] = displayId },
        });
    }
}
