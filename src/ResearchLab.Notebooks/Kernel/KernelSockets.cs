using System.Collections.Concurrent;

namespace ResearchLab.Notebooks.Kernel;

/// <summary>
/// The five sockets of a kernel. One thread owns them all, and never runs anything that can take long: what comes in is handed to
/// <paramref name="received"/>, what goes out is queued from any thread.
/// </summary>
internal sealed unsafe class KernelSockets(ConnectionFile connection, Action<Channel, List<byte[]>> received) : IDisposable
{
    private const int MaxBatch = 64;
    private const long MaxMessageBytes = 1L << 30; // of one frame; libzmq drops the connection of a client that sends more

    private readonly ConcurrentQueue<(Channel Channel, IReadOnlyList<ReadOnlyMemory<byte>> Frames)> _outgoing = new();
    private readonly object _wakeLock = new();
    private readonly ZmqSocket[] _sockets = new ZmqSocket[5];
    private nint _context;
    private ZmqSocket? _wakeReceiver;
    private ZmqSocket? _wakeSender;
    private Thread? _thread;
    private volatile bool _closing;
    private int _signalled;

    /// <summary>Listens on all ports and starts the thread.</summary>
    /// <exception cref="IOException">A port is taken.</exception>
    public void Open()
    {
        _context = ZmqNative.ContextNew();
        (int Type, int Port)[] kinds =
        [
            (ZmqNative.Router, connection.ShellPort), (ZmqNative.Router, connection.ControlPort), (ZmqNative.Router, connection.StdinPort),
            (ZmqNative.XPub, connection.IopubPort), (ZmqNative.Router, connection.HeartbeatPort),
        ];
        for (int i = 0; i < kinds.Length; i++)
        {
            _sockets[i] = new ZmqSocket(_context, kinds[i].Type);
            _sockets[i].Set(ZmqNative.MaxMsgSize, MaxMessageBytes);
            if (kinds[i].Type == ZmqNative.Router)
                _sockets[i].Set(ZmqNative.RouterHandover, 1); // a client that reconnects under its name replaces itself
            else
                _sockets[i].Set(ZmqNative.XPubVerbose, 1);
            _sockets[i].Bind(connection.Endpoint(kinds[i].Port));
        }

        _wakeReceiver = new ZmqSocket(_context, ZmqNative.Pair);
        _wakeReceiver.Bind("inproc://wake");
        _wakeSender = new ZmqSocket(_context, ZmqNative.Pair);
        _wakeSender.Connect("inproc://wake");
        _thread = new Thread(Loop) { IsBackground = true, Name = "sockets" };
        _thread.Start();
    }

    /// <summary>Queues a message; safe from any thread, keeps the order of calls.</summary>
    public void Send(Channel channel, IReadOnlyList<ReadOnlyMemory<byte>> frames)
    {
        _outgoing.Enqueue((channel, frames));
        Wake();
    }

    /// <summary>Sends what is queued and closes everything; takes a second at most.</summary>
    public void Dispose()
    {
        if (_thread is null || _closing)
            return;
        _closing = true;
        Wake();
        _thread.Join(TimeSpan.FromSeconds(1));
    }

    private void Wake()
    {
        if (Interlocked.Exchange(ref _signalled, 1) != 0)
            return;
        lock (_wakeLock)
            _wakeSender?.Send([ReadOnlyMemory<byte>.Empty]);
    }

    private void Loop()
    {
        var items = stackalloc ZmqNative.PollItem[6];
        for (int i = 0; i < 6; i++)
            items[i] = new ZmqNative.PollItem { Socket = i < 5 ? _sockets[i].Handle : _wakeReceiver!.Handle, Events = ZmqNative.PollIn };
        while (!_closing)
        {
            // The timeout is a belt to the braces: every queued message also wakes the poll.
            int ready = ZmqNative.Poll(items, 6, 500);
            if (ready < 0 && ZmqNative.Error() == ZmqNative.TermError)
                break;
            while (_wakeReceiver!.TryReceive() is not null)
            {
                // Only the waking matters.
            }

            Interlocked.Exchange(ref _signalled, 0);
            Flush();
            for (int i = 0; i < 5; i++)
            {
                // A flood on one socket must not keep the others waiting: an interrupt comes by control.
                for (int taken = 0; taken < MaxBatch && _sockets[i].TryReceive() is { } frames; taken++)
                    Take((Channel)i, frames);
            }
        }

        Flush();
        foreach (ZmqSocket socket in _sockets)
            socket.Dispose();
        _wakeReceiver!.Dispose();
        lock (_wakeLock)
        {
            _wakeSender!.Dispose();
            _wakeSender = null;
        }

        _ = ZmqNative.ContextTerminate(_context);
    }

    private void Take(Channel channel, List<byte[]> frames)
    {
        if (channel == Channel.Heartbeat)
            _sockets[(int)Channel.Heartbeat].Send(frames.ConvertAll(frame => (ReadOnlyMemory<byte>)frame));
        else
            received(channel, frames);
        Flush();
    }

    private void Flush()
    {
        while (_outgoing.TryDequeue(out (Channel Channel, IReadOnlyList<ReadOnlyMemory<byte>> Frames) next))
            _sockets[(int)next.Channel].Send(next.Frames);
    }
}
