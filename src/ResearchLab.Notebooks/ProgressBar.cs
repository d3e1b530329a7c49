using ResearchLab.Notebooks.Execution;
using ResearchLab.Notebooks.Formatting;

namespace ResearchLab.Notebooks;

/// <summary>A bar that shows how far a loop has come.</summary>
public sealed class ProgressBar
{
    private readonly DisplayHandle _handle;
    private readonly TimeProvider _time;
    private readonly object _lock = new();
    private readonly long _total;
    private readonly string _label;
    private readonly long _start;
    private long _done;
    private long _shown;

    internal ProgressBar(CellGlobals globals, TimeProvider time, long total, string label)
    {
        (_time, _total, _label, _start) = (time, Math.Max(1, total), label, time.GetTimestamp());
        _handle = globals.display(Bundle());
    }

    /// <summary>Steps done.</summary>
    public long Done => Interlocked.Read(ref _done);

    /// <summary>Counts steps; safe from any thread. The page is changed at most ten times a second.</summary>
    public void Step(long steps = 1) => Report(Interlocked.Add(ref _done, steps));

    /// <summary>Sets how many steps are done.</summary>
    public void Report(long done)
    {
        Interlocked.Exchange(ref _done, done);
        StopSignal.ThrowIfEnding();
        if (Uninterrupted.Get(() => IsDue(done)))
            _handle.Update(Bundle());
    }

    private bool IsDue(long done)
    {
        lock (_lock)
        {
            long now = _time.GetTimestamp();
            if (done < _total && _shown != 0 && _time.GetElapsedTime(_shown, now) < TimeSpan.FromMilliseconds(100))
                return false;
            _shown = now;
            return true;
        }
    }

    private MimeBundle Bundle()
    {
        long done = Math.Clamp(Done, 0, _total);
        string label = _label.Length == 0 ? "" : _label + " ";
        string text = Invariant($"{label}{done:#,0} of {_total:#,0} ({100.0 * done / _total:0}%), {_time.GetElapsedTime(_start).TotalSeconds:0.0} s");
        string html = Invariant($"<label>{TableHtml.Escape(text)}<br><progress style=\"width:20em\" max=\"{_total}\" value=\"{done}\"></progress></label>");
        return MimeBundle.Of(MimeBundle.HtmlText, html, text);
    }
}
