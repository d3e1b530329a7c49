using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ResearchLab.Notebooks.Formatting;
using ResearchLab.Notebooks.Language;

namespace ResearchLab.Notebooks.Kernel;

/// <summary>What a kernel is started with.</summary>
public sealed record KernelOptions
{
    /// <summary>Clock of message dates and timings.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Text of plotly.js, read when the first figure is shown; null or empty when it is not installed.</summary>
    public Func<string?> PlotlyScript { get; init; } = () => null;

    /// <summary>A libzmq to use instead of the system's.</summary>
    public string? ZmqPath { get; init; }
}

/// <summary>
/// A Jupyter kernel, protocol 5.5. Sockets, control requests, shell requests and cells each have a thread of their own, so that an interrupt
/// is heard whatever a cell does.
/// </summary>
public sealed class JupyterKernel : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly BlockingCollection<WireMessage> _control = [];
    private readonly ShellQueue _shell = new();
    private readonly KernelChannels _channels;
    private readonly OutputStreams _streams;
    private readonly KernelHost _host;
    private readonly KernelHistory _history = new();
    private readonly ManualResetEventSlim _ended = new();
    private readonly Lazy<NotebookSession> _session;
    private readonly TimeProvider _time;
    private int _count;

    /// <summary>Prepares a kernel; nothing listens yet.</summary>
    public JupyterKernel(ConnectionFile connection, KernelOptions options)
    {
        ZmqNative.ConfiguredPath = options.ZmqPath;
        _time = options.Time;
        _channels = new KernelChannels(connection, options.Time, Receive);
        _streams = new OutputStreams(Stream);
        _host = new KernelHost(_channels, _streams, options.PlotlyScript);
        _session = new Lazy<NotebookSession>(() => new NotebookSession(options.Time, _host, _channels.Session[..8] + "-"));
    }

    /// <summary>Listens and answers until a client asks for the end or <paramref name="stop"/> is cancelled.</summary>
    /// <exception cref="IOException">A port cannot be opened.</exception>
    public void Run(CancellationToken stop)
    {
        // Cells may fill the pool; answers must not wait until it grows.
        ThreadPool.SetMinThreads(16, 16);
        _channels.Open();
        using ConsoleCapture capture = ConsoleCapture.Redirect(_streams.Out, _streams.Error, new InputReader(_host));
        using CancellationTokenRegistration registration = stop.UnsafeRegister(static ended => ((ManualResetEventSlim)ended!).Set(), _ended);
        Start("control", () => Answer(_control.GetConsumingEnumerable(), Channel.Control));
        Start("warm-up", WarmUp);
        Start("shell", () => Answer(_shell.Take(), Channel.Shell));
        _ended.Wait(CancellationToken.None);
        _streams.Flush();
        _channels.Dispose();
    }

    /// <summary>Stops the running cell, as an interrupt request does.</summary>
    public void Interrupt()
    {
        if (!_session.IsValueCreated || !_session.Value.Stop())
            return;
        _ = WarnLaterAsync(_host.Request);
    }

    private async Task WarnLaterAsync(WireMessage? request)
    {
        await Task.Delay(s_patience, _time);
        if (_session.Value.IsRunning && ReferenceEquals(request, _host.Request))
            Stream("stderr", "The cell has not stopped after 5 seconds: it is in native code that cannot be interrupted. Wait for it, or restart the kernel (variables are lost then).\n");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _channels.Dispose();
        _streams.Dispose();
        if (_session.IsValueCreated)
            _session.Value.Dispose();
        _control.Dispose();
        _ended.Dispose();
    }

    private static void Start(string name, Action work) => new Thread(() => work()) { IsBackground = true, Name = name }.Start();

    private void WarmUp()
    {
        // The compiler loads while the person types: in a session of its own, so that nothing of it shows.
        using var scratch = new NotebookSession(_time, new CellHost(), "");
        scratch.RunAsync("var x = new[] { 1.5, 2 }.Select(y => y + 1).ToList(); x.Count").GetAwaiter().GetResult();
        Completion.Complete(scratch.Chain, "x.", 2);
        _ = Formatter.Format(new[] { 1 });
        _ = _session.Value;
    }

    private void Receive(Channel channel, WireMessage message)
    {
        switch (channel)
        {
            case Channel.Control:
                _control.Add(message);
                break;
            case Channel.Shell:
                _shell.Add(message);
                break;
            case Channel.Stdin when message.Type == "input_reply":
                _host.Answer(WireMessage.Text(message.Content, "value"));
                break;
        }
    }

    private void Answer(IEnumerable<WireMessage> requests, Channel channel)
    {
        foreach (WireMessage request in requests)
        {
            _channels.Status(request, "busy");
            try
            {
                Handle(request, channel);
            }
#pragma warning disable CA1031 // one bad request must not end the kernel
            catch (Exception error)
#pragma warning restore CA1031
            {
                if (request.Type.EndsWith("_request", StringComparison.Ordinal))
                    _channels.Reply(channel, request, Failure(error.GetType().FullName!, error.Message, [$"{error.GetType().FullName}: {error.Message}"]));
            }

            _channels.Status(request, "idle");
            if (request.Type == "shutdown_request")
                _ended.Set();
        }
    }

    private void Handle(WireMessage request, Channel channel)
    {
        JsonObject content = request.Content;
        switch (request.Type)
        {
            case "kernel_info_request":
                _channels.Reply(channel, request, KernelInfo.Reply());
                break;
            case "execute_request" when channel == Channel.Shell:
                Execute(request);
                break;
            case "complete_request":
                _channels.Reply(channel, request, Complete(WireMessage.Text(content, "code"), WireMessage.Number(content, "cursor_pos", int.MaxValue)));
                break;
            case "inspect_request":
                _channels.Reply(channel, request, Inspect(WireMessage.Text(content, "code"), WireMessage.Number(content, "cursor_pos", int.MaxValue)));
                break;
            case "is_complete_request":
                _channels.Reply(channel, request, IsComplete(WireMessage.Text(content, "code")));
                break;
            case "history_request":
                _channels.Reply(channel, request, Ok(new JsonObject { ["history"] = _history.Find(content) }));
                break;
            case "comm_info_request":
                _channels.Reply(channel, request, Ok(new JsonObject { ["comms"] = new JsonObject() }));
                break;
            case "comm_open":
                // Nothing here listens to comms: the other side is told so.
                _channels.Publish("comm_close", request.Header, new JsonObject { ["comm_id"] = WireMessage.Text(content, "comm_id"), ["data"] = new JsonObject() });
                break;
            case "interrupt_request":
                Interrupt();
                _channels.Reply(channel, request, Ok([]));
                break;
            case "shutdown_request":
                if (_session.IsValueCreated)
                    _session.Value.Stop();
                var reply = new JsonObject { ["restart"] = WireMessage.Flag(content, "restart", false) };
                _channels.Publish("shutdown_reply", request.Header, Ok((JsonObject)reply.DeepClone()));
                _channels.Reply(channel, request, Ok(reply));
                break;
            case string type when type.EndsWith("_request", StringComparison.Ordinal):
                _channels.Reply(channel, request, Failure("UnknownRequest", $"This kernel does not know '{type}'.", []));
                break;
        }
    }

    private void Execute(WireMessage request)
    {
        JsonObject content = request.Content;
        string code = WireMessage.Text(content, "code");
        bool silent = WireMessage.Flag(content, "silent", false);
        bool store = !silent && WireMessage.Flag(content, "store_history", true);
        (_host.Request, _host.Silent) = (request, silent);
        _streams.Begin();
        if (store)
            _history.Add(++_count, code);
        if (!silent)
            _channels.Publish("execute_input", request.Header, new JsonObject { ["code"] = code, ["execution_count"] = _count });

        var reply = new JsonObject { ["status"] = "ok", ["execution_count"] = _count, ["payload"] = new JsonArray(), ["user_expressions"] = new JsonObject() };
        if (PagerRequest(code) is { } name)
        {
            SymbolHelp? help = CellLanguage.Inspect(_session.Value.Chain, name, name.Length);
            ((JsonArray)reply["payload"]!).Add((JsonNode)new JsonObject
            {
                ["source"] = "page",
                ["start"] = 0,
                ["data"] = new JsonObject { ["text/plain"] = help?.Text ?? $"Nothing is known about '{name}'.", ["text/markdown"] = help?.Markdown ?? $"Nothing is known about `{name}`." },
            });
        }
        else if (code.AsSpan().Trim().Length > 0)
        {
            CellResult result = _session.Value.RunAsync(code, _count).GetAwaiter().GetResult();
            _streams.End();
            if (result.Error is { } error)
            {
                Fail(request, reply, error, silent);
                return;
            }

            if (result.Shown is { } shown && !silent)
            {
                _channels.Publish("execute_result", request.Header, new JsonObject { ["execution_count"] = _count, ["data"] = shown.Data, ["metadata"] = shown.Metadata });
                if (store)
                    _history.SetOutput(shown.Text);
            }
        }

        if (content["user_expressions"] is JsonObject { Count: > 0 } expressions)
            reply["user_expressions"] = Evaluate(expressions);
        _channels.Reply(Channel.Shell, request, reply);
    }

    private void Fail(WireMessage request, JsonObject reply, CellError error, bool silent)
    {
        JsonObject failure = Failure(error.Name, error.Message, error.Text.Split('\n'));
        if (!silent)
            _channels.Publish("error", request.Header, new JsonObject { ["ename"] = error.Name, ["evalue"] = error.Message, ["traceback"] = failure["traceback"]!.DeepClone() });
        failure["execution_count"] = reply["execution_count"]!.DeepClone();
        failure["payload"] = new JsonArray();
        failure["user_expressions"] = new JsonObject();
        _channels.Reply(Channel.Shell, request, failure);
        if (WireMessage.Flag(request.Content, "stop_on_error", true))
            _shell.AbortQueued(Abort);
    }

    // What was queued behind a cell that failed is not run.
    private void Abort(WireMessage request)
    {
        _channels.Status(request, "busy");
        _channels.Reply(Channel.Shell, request, new JsonObject { ["status"] = "aborted", ["execution_count"] = _count, ["payload"] = new JsonArray(), ["user_expressions"] = new JsonObject() });
        _channels.Status(request, "idle");
    }

    private JsonObject Evaluate(JsonObject expressions)
    {
        var values = new JsonObject();
        foreach ((string name, JsonNode? expression) in expressions)
        {
            CellResult result = _session.Value.RunAsync(expression?.ToString() ?? "", _count).GetAwaiter().GetResult();
            MimeBundle bundle = result.Shown ?? MimeBundle.Plain("null");
            values[name] = result.Error is { } error
                ? Failure(error.Name, error.Message, error.Text.Split('\n'))
                : Ok(new JsonObject { ["data"] = bundle.Data.DeepClone(), ["metadata"] = bundle.Metadata.DeepClone() });
        }

        return values;
    }

    private JsonObject Complete(string code, int cursor)
    {
        CompletionList list = _session.Value.Complete(code, CodePoints.ToIndex(code, cursor));
        int start = CodePoints.FromIndex(code, list.Start), end = CodePoints.FromIndex(code, list.End);
        JsonNode[] typed = [.. list.Items.Select(item => new JsonObject { ["text"] = item.Text, ["type"] = item.Kind, ["signature"] = item.Signature, ["start"] = start, ["end"] = end })];
        return Ok(new JsonObject
        {
            ["matches"] = new JsonArray([.. list.Items.Select(item => (JsonNode)item.Text)]),
            ["cursor_start"] = start,
            ["cursor_end"] = end,
            ["metadata"] = new JsonObject { ["_jupyter_types_experimental"] = new JsonArray(typed) },
        });
    }

    private JsonObject Inspect(string code, int cursor)
    {
        SymbolHelp? help = _session.Value.Inspect(code, CodePoints.ToIndex(code, cursor));
        JsonObject data = help is null ? [] : new JsonObject { ["text/plain"] = help.Text, ["text/markdown"] = help.Markdown };
        return Ok(new JsonObject { ["found"] = help is not null, ["data"] = data, ["metadata"] = new JsonObject() });
    }

    private static JsonObject IsComplete(string code)
    {
        (CodeCompleteness completeness, string indent) = NotebookSession.Completeness(code);
        var reply = new JsonObject { ["status"] = completeness.ToString().ToLowerInvariant() };
        if (completeness == CodeCompleteness.Incomplete)
            reply["indent"] = indent;
        return reply;
    }

    private void Stream(string name, string text)
    {
        if (!_host.Silent)
            _channels.Publish("stream", _host.Request?.Header, new JsonObject { ["name"] = name, ["text"] = text });
    }

    // "Math.Sqrt?" is not C#: as everywhere in Jupyter it asks for help in the pager.
    private static string? PagerRequest(string code)
    {
        string text = code.Trim();
        return text.Length > 1 && text[^1] == '?' && text.TrimEnd('?') is { Length: > 0 } name && name.All(c => char.IsLetterOrDigit(c) || c is '.' or '_' or '<' or '>') ? name : null;
    }

    private static JsonObject Ok(JsonObject content)
    {
        content["status"] = "ok";
        return content;
    }

    private static JsonObject Failure(string name, string message, IReadOnlyList<string> traceback) => new()
    {
        ["status"] = "error",
        ["ename"] = name,
        ["evalue"] = message,
        ["traceback"] = new JsonArray([.. traceback.Select(line => (JsonNode)line)]),
    };
}
