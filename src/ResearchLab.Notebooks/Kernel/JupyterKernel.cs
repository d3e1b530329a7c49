using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ResearchLab.Notebooks.Execution;
using ResearchLab.Notebooks.Formatting;
using ResearchLab.Notebooks.Language;

namespace ResearchLab.Notebooks.Kernel;

/// <summary>
/// A Jupyter kernel, protocol 5.5. Sockets, control requests, shell requests and cells each have a thread of their own, so that an interrupt
/// is heard whatever a cell does.
/// </summary>
public sealed class JupyterKernel : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_native = TimeSpan.FromSeconds(5);

    private readonly BlockingCollection<WireMessage> _control = [];
    private readonly ShellQueue _shell = new();
    private readonly KernelChannels _channels;
    private readonly OutputStreams _streams;
    private readonly KernelHost _host;
    private readonly KernelHistory _history = new();
    private readonly ManualResetEventSlim _ended = new();
    private readonly Lazy<NotebookSession> _session;
    private readonly LanguageRequests _language;
    private readonly TimeProvider _time;
    private readonly Action<string> _log;
    private readonly CrashTrace _trace;
    private ConsoleCapture? _console;
    private RawOutput? _raw;
    private int _count;
    private volatile bool _running;
    private volatile bool _stopAtStart;
    private WireMessage? _asked;
    private long _askedAt;

    /// <summary>Prepares a kernel; nothing listens yet.</summary>
    public JupyterKernel(ConnectionFile connection, KernelOptions options)
    {
        ZmqNative.ConfiguredPath = options.ZmqPath;
        (_time, _log) = (options.Time, options.Log);
        _trace = new CrashTrace(options.TracePath);
        _channels = new KernelChannels(connection, options.Time, Receive, options.Log);
        _streams = new OutputStreams(Stream);
        _host = new KernelHost(_channels, _streams, options.PlotlyScript, options.Time);
        _session = new Lazy<NotebookSession>(() => new NotebookSession(options.Time, _host, _channels.Session[..8] + "-"));
        _language = new LanguageRequests(_session);
    }

    /// <summary>Listens and answers until a client asks for the end or <paramref name="stop"/> is cancelled.</summary>
    /// <exception cref="IOException">A port cannot be opened.</exception>
    public void Run(CancellationToken stop)
    {
        // Cells may fill the pool; answers must not wait until it grows.
        ThreadPool.SetMinThreads(16, 16);
        _channels.Open();
        using RawOutput raw = _raw = RawOutput.Capture(_streams.Out.Write);
        using ConsoleCapture capture = _console = ConsoleCapture.Redirect(_streams.Out, _streams.Error, new InputReader(_host));
        using var guard = new ProcessGuard(Thrown, Exiting);
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
        if (!_session.IsValueCreated)
        {
            _stopAtStart = _running; // the first cell waits for the session to be made
            return;
        }

        // The second time, what did not end by itself is broken off, which the first answer announced.
        WireMessage? request = _host.Request;
        bool again = request is not null && ReferenceEquals(request, _asked) && _time.GetElapsedTime(_askedAt) >= s_patience;
        if (!_session.Value.Stop(force: again))
            return;
        if (!ReferenceEquals(request, _asked))
            (_asked, _askedAt) = (request, _time.GetTimestamp());
        _ = WarnLaterAsync(request, again);
    }

    private async Task WarnLaterAsync(WireMessage? request, bool forced)
    {
        await Task.Delay(forced ? s_native : s_patience, _time);
        if (!_session.Value.IsRunning || !ReferenceEquals(request, _host.Request))
            return;
        Stream("stderr", forced
            ? "The cell cannot be stopped: it is in native code. Wait for it, or restart the kernel (variables are lost then).\n"
            : "The cell has not stopped: it is within a library that does not ask whether it shall. Wait for it, or interrupt again to break it off, "
                + "which now and then ends the kernel and the variables with it.\n");
    }

    // A thread of a cell's that dies says so where the cell says things; the process and the cell go on.
    private void Thrown(Exception exception)
    {
        string text = $"A thread that a cell started ended with {exception.GetType().FullName}: {exception.Message}\n";
        _log(text.TrimEnd());
        _streams.Flush();
        Stream("stderr", text);
    }

    // Environment.Exit in a cell: the last chance to answer.
    private void Exiting()
    {
        if (_ended.IsSet || !_running || _host.Request is not { } request)
            return;
        _streams.End();
        var error = new CellError(0, 0, 0, "ProcessEnded",
            "The cell ended the kernel's process (Environment.Exit). Jupyter starts another one; the variables are gone.",
            "ProcessEnded: the cell ended the kernel's process (Environment.Exit). Jupyter starts another one; the variables are gone.");
        Fail(request, error, silent: false);
        _channels.Status(request, "idle");
        _channels.Dispose();
        _trace.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _trace.Dispose();
        _channels.Dispose();
        _streams.Dispose();
        _host.Dispose();
        if (_session.IsValueCreated)
            _session.Value.Dispose();
        _control.Dispose();
        _ended.Dispose();
    }

    private static void Start(string name, Action work) => new Thread(() => work(), 16 << 20) { IsBackground = true, Name = name }.Start();

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
                _host.Answer(message);
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
                _log($"'{request.Type}' failed: {error}");
                if (request.Type.EndsWith("_request", StringComparison.Ordinal))
                    _channels.Reply(channel, request, KernelReply.Failure(error.GetType().FullName!, error.Message,
                        [$"{error.GetType().FullName}: {error.Message}"]));
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
                _channels.Reply(channel, request, _language.Complete(WireMessage.Text(content, "code"),
                    WireMessage.Number(content, "cursor_pos", int.MaxValue)));
                break;
            case "inspect_request":
                _channels.Reply(channel, request, _language.Inspect(WireMessage.Text(content, "code"),
                    WireMessage.Number(content, "cursor_pos", int.MaxValue)));
                break;
            case "is_complete_request":
                _channels.Reply(channel, request, LanguageRequests.IsComplete(WireMessage.Text(content, "code")));
                break;
            case "history_request":
                _channels.Reply(channel, request, KernelReply.Ok(new JsonObject { ["history"] = _history.Find(content) }));
                break;
            case "comm_info_request":
                _channels.Reply(channel, request, KernelReply.Ok(new JsonObject { ["comms"] = new JsonObject() }));
                break;
            case "comm_open":
                // Nothing here listens to comms: the other side is told so.
                _channels.Publish("comm_close", request.Header,
                    new JsonObject { ["comm_id"] = WireMessage.Text(content, "comm_id"), ["data"] = new JsonObject() });
                break;
            case "interrupt_request":
                Interrupt();
                _channels.Reply(channel, request, KernelReply.Ok([]));
                break;
            case "shutdown_request":
                if (_session.IsValueCreated)
                    _session.Value.Stop();
                var reply = new JsonObject { ["restart"] = WireMessage.Flag(content, "restart", false) };
                _channels.Publish("shutdown_reply", request.Header, KernelReply.Ok((JsonObject)reply.DeepClone()));
                _channels.Reply(channel, request, KernelReply.Ok(reply));
                break;
            case string type when type.EndsWith("_request", StringComparison.Ordinal):
                _channels.Reply(channel, request, KernelReply.Failure("UnknownRequest",
                    $"This kernel does not know '{type}' on the {channel.ToString().ToLowerInvariant()} socket.", []));
                break;
        }
    }

    private void Execute(WireMessage request)
    {
        JsonObject content = request.Content;
        string code = WireMessage.Text(content, "code");
        bool silent = WireMessage.Flag(content, "silent", false);
        bool store = !silent && WireMessage.Flag(content, "store_history", true);
        _host.Begin(request, silent);
        _streams.Begin();
        if (store)
            _history.Add(++_count, code);
        if (!silent)
            _channels.Publish("execute_input", request.Header, new JsonObject { ["code"] = code, ["execution_count"] = _count });
        if (!silent && _trace.TakeBefore() is { } before)
            Stream("stderr", before);

        var reply = new JsonObject { ["status"] = "ok", ["execution_count"] = _count, ["payload"] = new JsonArray(), ["user_expressions"] = new JsonObject() };
        if (LanguageRequests.PagerRequest(code) is { } name)
        {
            ((JsonArray)reply["payload"]!).Add((JsonNode)_language.Page(name));
        }
        else if (code.AsSpan().Trim().Length > 0)
        {
            CellResult result = RunCell(code);
            _raw?.Flush();
            _streams.End();
            if (_host.End() is { } note)
                Stream("stderr", note);
            if (result.Error is { } error)
            {
                // What is queued is taken out before the answer: a client that has the answer may send the next cell at once.
                IReadOnlyList<WireMessage> behind = WireMessage.Flag(content, "stop_on_error", true) ? _shell.TakeExecuteRequests() : [];
                Fail(request, error, silent);
                foreach (WireMessage queued in behind)
                    Abort(queued);
                return;
            }

            if (result.Shown is { } shown && !silent)
            {
                MimeBundle admitted = _host.Admit(shown) ? shown : MimeBundle.Plain(
                    Invariant($"… not shown: a cell may show {KernelHost.MaxCharacters:#,0} characters in all. Write large output to a file."));
                _channels.Publish("execute_result", request.Header,
                    new JsonObject { ["execution_count"] = _count, ["data"] = admitted.Data, ["metadata"] = admitted.Metadata });
                if (store)
                    _history.SetOutput(admitted.Text);
            }
        }

        if (content["user_expressions"] is JsonObject { Count: > 0 } expressions)
            reply["user_expressions"] = Evaluate(expressions);
        _channels.Reply(Channel.Shell, request, reply);
    }

    private CellResult RunCell(string code)
    {
        _trace.Running(Math.Max(1, _count));
        _running = true;
        try
        {
            NotebookSession session = _session.Value;
            if (_stopAtStart)
                return new CellResult(0, null, [], CellErrors.InterruptedBeforeStart(), default);
            CellResult result = session.RunAsync(code, _count).GetAwaiter().GetResult();
            if (result.Error is { IsInterruption: true })
                _console?.Renew();
            return result;
        }
#pragma warning disable CA1031 // a failure of the engine itself is an error of the cell, and the kernel goes on
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            _log($"The engine failed: {thrown}");
            return new CellResult(0, null, [], new CellError(0, 0, 0, thrown.GetType().FullName!, thrown.Message,
                $"{thrown.GetType().FullName}: {thrown.Message}", thrown), default);
        }
        finally
        {
            _running = _stopAtStart = false;
            _trace.Running(0);
        }
    }

    private void Fail(WireMessage request, CellError error, bool silent)
    {
        JsonObject failure = KernelReply.Failure(error.Name, error.Message, error.Text.Split('\n'));
        if (!silent)
            _channels.Publish("error", request.Header,
                new JsonObject { ["ename"] = error.Name, ["evalue"] = error.Message, ["traceback"] = failure["traceback"]!.DeepClone() });
        failure["execution_count"] = _count;
        failure["payload"] = new JsonArray();
        failure["user_expressions"] = new JsonObject();
        _channels.Reply(Channel.Shell, request, failure);
    }

    // What was queued behind a cell that failed is not run.
    private void Abort(WireMessage request)
    {
        _channels.Status(request, "busy");
        _channels.Reply(Channel.Shell, request,
            new JsonObject { ["status"] = "aborted", ["execution_count"] = _count, ["payload"] = new JsonArray(), ["user_expressions"] = new JsonObject() });
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
                ? KernelReply.Failure(error.Name, error.Message, error.Text.Split('\n'))
                : KernelReply.Ok(new JsonObject { ["data"] = bundle.Data.DeepClone(), ["metadata"] = bundle.Metadata.DeepClone() });
        }

        return values;
    }

    private void Stream(string name, string text)
    {
        if (!_host.Silent)
            _channels.Publish("stream", _host.Request?.Header, new JsonObject { ["name"] = name, ["text"] = text });
    }
}
