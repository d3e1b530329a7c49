namespace ResearchLab.Notebooks.Kernel;

/// <summary>A socket of libzmq; only the thread that owns it may call it.</summary>
internal sealed unsafe class ZmqSocket : IDisposable
{
    private const int MaxFrames = 4096;

    private nint _handle;

    public ZmqSocket(nint context, int type)
    {
        _handle = ZmqNative.Socket(context, type);
        if (_handle == 0)
            throw Failure("open a socket");
        // What was sent last may still leave after the end, but never hold the process up.
        Set(ZmqNative.Linger, 300);
        Set(ZmqNative.SndHwm, 0); // outputs are not dropped; how much a cell may print is limited before
        Set(ZmqNative.RcvHwm, 0);
    }

    public nint Handle => _handle;

    public void Set(int option, int value)
    {
        if (ZmqNative.SetOption(_handle, option, &value, sizeof(int)) != 0)
            throw Failure(Invariant($"set option {option} to {value}"));
    }

    public void Set(int option, long value)
    {
        if (ZmqNative.SetOption(_handle, option, &value, sizeof(long)) != 0)
            throw Failure(Invariant($"set option {option} to {value}"));
    }

    public void Set(int option, ReadOnlySpan<byte> value)
    {
        fixed (byte* data = value)
        {
            if (ZmqNative.SetOption(_handle, option, data, (nuint)value.Length) != 0)
                throw Failure(Invariant($"set option {option}"));
        }
    }

    public void Bind(string endpoint)
    {
        if (ZmqNative.Bind(_handle, endpoint) != 0)
            throw Failure($"listen on '{endpoint}'");
    }

    public void Connect(string endpoint)
    {
        if (ZmqNative.Connect(_handle, endpoint) != 0)
            throw Failure($"connect to '{endpoint}'");
    }

    /// <summary>Sends all frames without waiting; a peer that is gone is no error.</summary>
    public void Send(IReadOnlyList<ReadOnlyMemory<byte>> frames)
    {
        for (int i = 0; i < frames.Count; i++)
        {
            fixed (byte* data = frames[i].Span)
            {
                int flags = ZmqNative.DontWait | (i < frames.Count - 1 ? ZmqNative.SendMore : 0);
                int sent;
                do
                    sent = ZmqNative.Send(_handle, data, (nuint)frames[i].Length, flags);
                while (sent < 0 && ZmqNative.Error() == ZmqNative.Interrupted);
                if (sent < 0)
                    return;
            }
        }
    }

    /// <summary>The frames of the next message; null when none is there.</summary>
    public List<byte[]>? TryReceive()
    {
        var frames = new List<byte[]>();
        bool more = true;
        while (more)
        {
            ZmqNative.Message message;
            _ = ZmqNative.MessageInit(&message);
            try
            {
                if (ZmqNative.MessageReceive(&message, _handle, ZmqNative.DontWait) < 0)
                {
                    if (ZmqNative.Error() == ZmqNative.Interrupted)
                        continue;
                    return null;
                }

                // More frames than any message has are counted out, not kept.
                if (frames.Count < MaxFrames)
                    frames.Add(new ReadOnlySpan<byte>(ZmqNative.MessageData(&message), (int)ZmqNative.MessageSize(&message)).ToArray());
            }
            finally
            {
                _ = ZmqNative.MessageClose(&message);
            }

            int value = 0;
            nuint length = sizeof(int);
            more = ZmqNative.GetOption(_handle, ZmqNative.RcvMore, &value, &length) == 0 && value != 0;
        }

        return frames;
    }

    public void Dispose()
    {
        if (_handle != 0)
            _ = ZmqNative.Close(_handle);
        _handle = 0;
    }

    private static IOException Failure(string what)
    {
        int error = ZmqNative.Error();
        return new IOException($"libzmq cannot {what}: {ZmqNative.Describe(error)}. Is another kernel using the same connection file?");
    }
}
