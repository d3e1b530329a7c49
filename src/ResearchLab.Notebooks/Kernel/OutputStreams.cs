using System.Runtime.CompilerServices;
using System.Text;
using ResearchLab.Notebooks.Execution;

namespace ResearchLab.Notebooks.Kernel;

/// <summary>
/// What cells print, gathered and sent every few hundredths of a second: a loop that prints lines costs a few messages, not one a line.
/// A cell that prints without end is cut off, and told so.
/// </summary>
internal sealed class OutputStreams : IDisposable
{
    /// <summary>Characters that one cell may print.</summary>
    public const int MaxCharacters = 20_000_000;

    private const int MaxChunk = 100_000;
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(30);

    private readonly Action<string, string> _send;
    // Monitors and a finally block: a cell that is stopped while it prints must leave no lock behind.
    private readonly object _lock = new();
    private readonly object _sendLock = new();
    private readonly Timer _timer;
    private StringBuilder _text = new();
    private string _name = "stdout";
    private long _printed;
    private long _dropped;
    private bool _scheduled;

    public OutputStreams(Action<string, string> send)
    {
        _send = send;
        _timer = new Timer(_ => Flush(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Out = new StreamText(this, "stdout");
        Error = new StreamText(this, "stderr");
    }

    public TextWriter Out { get; }

    public TextWriter Error { get; }

    /// <summary>A cell begins: it may print its own share.</summary>
    public void Begin()
    {
        lock (_lock)
            _printed = _dropped = 0;
    }

    /// <summary>Sends what is gathered.</summary>
    public void Flush()
    {
        lock (_sendLock)
        {
            (string name, StringBuilder text) = Take(_name);
            Send(name, text);
        }
    }

    /// <summary>A cell ended: sends the rest, and how much was cut off.</summary>
    public void End()
    {
        Flush();
        long dropped;
        lock (_lock)
            (dropped, _dropped) = (_dropped, 0);
        if (dropped > 0)
            _send("stderr",
                Invariant($"\n… {dropped:#,0} more characters were cut off: a cell may print {MaxCharacters:#,0}. Write large output to a file.\n"));
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    [MethodImpl(Uninterrupted.Kept)]
    private void Write(string name, ReadOnlySpan<char> text)
    {
        StopSignal.ThrowIfEnding();
        try
        {
            // Nothing: the work is in the finally block, which a stop does not break off.
        }
        finally
        {
            Append(name, text);
        }
    }

    private void Append(string name, ReadOnlySpan<char> text)
    {
        (string Name, StringBuilder Text)? full = null;
        lock (_lock)
        {
            long room = MaxCharacters - _printed;
            if (text.Length > room)
            {
                _dropped += text.Length - Math.Max(0, room);
                if (room <= 0)
                    return;
                text = text[..(int)room];
            }

            _printed += text.Length;
            if (name == _name && _text.Length + text.Length < MaxChunk)
            {
                _text.Append(text);
                if (!_scheduled)
                    _timer.Change(s_interval, Timeout.InfiniteTimeSpan);
                _scheduled = true;
                return;
            }
        }

        // Another stream or a full buffer: what came before goes out first.
        lock (_sendLock)
        {
            full = Take(name);
            Send(full.Value.Name, full.Value.Text);
            lock (_lock)
            {
                _text.Append(text);
                if (!_scheduled)
                    _timer.Change(s_interval, Timeout.InfiniteTimeSpan);
                _scheduled = true;
            }
        }
    }

    private (string Name, StringBuilder Text) Take(string nextName)
    {
        lock (_lock)
        {
            (string, StringBuilder) taken = (_name, _text);
            (_text, _name, _scheduled) = (new StringBuilder(), nextName, false);
            return taken;
        }
    }

    private void Send(string name, StringBuilder text)
    {
        for (int start = 0; start < text.Length; start += MaxChunk)
            _send(name, text.ToString(start, Math.Min(MaxChunk, text.Length - start)));
    }

    private sealed class StreamText(OutputStreams owner, string name) : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => owner.Write(name, [value]);

        public override void Write(string? value) => owner.Write(name, value);

        public override void Write(char[] buffer, int index, int count) => owner.Write(name, buffer.AsSpan(index, count));

        public override void Write(ReadOnlySpan<char> buffer) => owner.Write(name, buffer);

        public override void WriteLine(string? value) => owner.Write(name, value + "\n");

        public override void WriteLine() => owner.Write(name, "\n");

        public override void Flush()
        {
            StopSignal.ThrowIfEnding();
            Uninterrupted.Run(owner.Flush);
        }
    }
}
