using ResearchLab.Notebooks.Execution;
using ResearchLab.Notebooks.Formatting;

namespace ResearchLab.Notebooks;

/// <summary>Who shows what cells display and answers what they ask; this one keeps nothing and has no answers.</summary>
public class CellHost
{
    /// <summary>Whether displayed values are to be formatted for this host.</summary>
    public virtual bool Shows => false;

    /// <summary>Shows a value.</summary>
    /// <param name="bundle">Its forms.</param>
    /// <param name="displayId">Id by which it can be changed later.</param>
    public virtual void Display(MimeBundle bundle, string displayId)
    {
    }

    /// <summary>Changes what was displayed under an id, wherever it stands.</summary>
    public virtual void Update(MimeBundle bundle, string displayId)
    {
    }

    /// <summary>Clears the cell's output.</summary>
    /// <param name="wait">Only when the next output comes.</param>
    public virtual void ClearOutput(bool wait)
    {
    }

    /// <summary>Asks the person a question and waits for the answer.</summary>
    /// <exception cref="InvalidOperationException">Nobody is there to answer.</exception>
    public virtual string Input(string prompt, bool password) =>
        throw new InvalidOperationException($"'{prompt}' asks for input, but nobody is there to answer in this run. Make it a parameter instead.");

    /// <summary>Text of plotly.js for a figure that is shown now; null when the page has it already.</summary>
    public virtual string? PlotlyScript() => null;
}

/// <summary>Something displayed that can be changed.</summary>
public sealed class DisplayHandle
{
    private readonly CellGlobals _globals;

    internal DisplayHandle(CellGlobals globals, string id) => (_globals, Id) = (globals, id);

    /// <summary>Id in the notebook.</summary>
    public string Id { get; }

    /// <summary>Shows <paramref name="value"/> in its place.</summary>
    public void Update(object? value) => _globals.Update(Id, value);

    /// <inheritdoc/>
    public override string ToString() => Id;
}

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
        string text = $"{label}{done:#,0} of {_total:#,0} ({100.0 * done / _total:0}%), {_time.GetElapsedTime(_start).TotalSeconds:0.0} s";
        string html = $"<label>{TableHtml.Escape(text)}<br><progress style=\"width:20em\" max=\"{_total}\" value=\"{done}\"></progress></label>";
        return MimeBundle.Of(MimeBundle.HtmlText, html, text);
    }
}
