namespace ResearchLab.Notebooks.Kernel;

/// <summary>Requests that wait for the shell thread, in order; those to run cells can be aborted while they wait.</summary>
internal sealed class ShellQueue
{
    private readonly LinkedList<WireMessage> _waiting = new();
    private readonly object _lock = new();

    public void Add(WireMessage message)
    {
        lock (_lock)
        {
            _waiting.AddLast(message);
            Monitor.Pulse(_lock);
        }
    }

    /// <summary>Messages as they come, without end.</summary>
    public IEnumerable<WireMessage> Take()
    {
        while (true)
        {
            WireMessage next;
            lock (_lock)
            {
                while (_waiting.First is null)
                    Monitor.Wait(_lock);
                next = _waiting.First.Value;
                _waiting.RemoveFirst();
            }

            yield return next;
        }
    }

    /// <summary>Takes the requests out that would run a cell; the others stay.</summary>
    public IReadOnlyList<WireMessage> TakeExecuteRequests()
    {
        lock (_lock)
        {
            WireMessage[] taken = [.. _waiting.Where(message => message.Type == "execute_request")];
            for (LinkedListNode<WireMessage>? node = _waiting.First, next; node is not null; node = next)
            {
                next = node.Next;
                if (node.Value.Type == "execute_request")
                    _waiting.Remove(node);
            }

            return taken;
        }
    }
}
