using System.ComponentModel;
using ResearchLab.Notebooks.Execution;
using ResearchLab.Notebooks.Formatting;

namespace ResearchLab.Notebooks;

/// <summary>What every cell can call without an import.</summary>
public sealed class CellGlobals
{
    private readonly object _lock = new(); // a monitor: a cell that is stopped here leaves no lock behind
    private readonly CellHost _host;
    private readonly TimeProvider _time;
    private readonly string _idPrefix;
    private readonly Dictionary<string, object?> _handOver = new(StringComparer.Ordinal);
    private List<object?> _displays = [];
    private int _ids;

    internal CellGlobals(CellHost host, TimeProvider time, string idPrefix) => (_host, _time, _idPrefix) = (host, time, idPrefix);

    /// <summary>Ends when the cell is to stop: pass it to long work so that it ends cleanly. Without it the cell is stopped all the same.</summary>
    public CancellationToken Cancelled { get; internal set; }

#pragma warning disable IDE1006, SA1300 // lower case is how notebook users call it in every C# kernel
    /// <summary>Shows <paramref name="value"/> as an output of the running cell; safe from any thread.</summary>
    /// <returns>A handle whose <c>Update</c> shows another value in its place.</returns>
    public DisplayHandle display(object? value)
#pragma warning restore IDE1006, SA1300
    {
        StopSignal.ThrowIfEnding();
        MimeBundle? bundle = _host.Shows ? Formatter.Format(value, _host.PlotlyScript) : null;
        return Uninterrupted.Get(() =>
        {
            string id;
            lock (_lock)
            {
                if (bundle is null)
                    _displays.Add(value);
                id = Invariant($"{_idPrefix}display-{++_ids}");
            }

            if (bundle is not null)
                _host.Display(bundle, id);
            return new DisplayHandle(this, id);
        });
    }

    /// <summary>What a report states about itself: named metrics, and how old its data may be.</summary>
    public NotebookReport Report { get; } = new();

    /// <summary>HTML to show: as the last expression of a cell, or by <c>display(Html(…))</c>.</summary>
    public RichText Html(string text) => new(MimeBundle.HtmlText, text);

    /// <summary>Markdown to show.</summary>
    public RichText Markdown(string text) => new("text/markdown", text);

    /// <summary>An SVG drawing to show.</summary>
    public RichText Svg(string text) => new("image/svg+xml", text);

    /// <summary>Clears the output of the cell.</summary>
    /// <param name="wait">Only when the next output comes, which does not flicker.</param>
    public void ClearOutput(bool wait = false)
    {
        StopSignal.ThrowIfEnding();
        Uninterrupted.Run(() =>
        {
            lock (_lock)
                _displays.Clear();
            _host.ClearOutput(wait);
        });
    }

    /// <summary>Asks a question and waits for the answer.</summary>
    /// <exception cref="InvalidOperationException">Nobody is there to answer, as in a scheduled run.</exception>
    public string Input(string prompt = "") => _host.Input(prompt, password: false);

    /// <summary>Asks for text that is not shown as it is typed.</summary>
    /// <exception cref="InvalidOperationException">Nobody is there to answer, as in a scheduled run.</exception>
    public string Password(string prompt = "") => _host.Input(prompt, password: true);

    /// <summary>Shows a progress bar; call <c>Step()</c> on it.</summary>
    /// <param name="total">Number of steps.</param>
    /// <param name="label">What is being done.</param>
    public ProgressBar Progress(long total, string label = "") => new(this, _time, total, label);

    /// <summary>A value that a magic command hands to the cell it writes.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public T TakeHandedOver<T>(string key)
    {
        lock (_lock)
            return _handOver.Remove(key, out object? value) ? (T)value! : throw new KeyNotFoundException($"Nothing was handed over as '{key}'.");
    }

    internal string HandOver(object? value)
    {
        lock (_lock)
        {
            string key = Invariant($"value-{++_ids}");
            _handOver[key] = value;
            return key;
        }
    }

    internal void Update(string id, object? value)
    {
        StopSignal.ThrowIfEnding();
        MimeBundle? bundle = _host.Shows ? Formatter.Format(value, _host.PlotlyScript) : null;
        Uninterrupted.Run(() =>
        {
            if (bundle is not null)
            {
                _host.Update(bundle, id);
                return;
            }

            lock (_lock)
                _displays.Add(value);
        });
    }

    /// <summary>Hands over what was displayed since the last call.</summary>
    internal IReadOnlyList<object?> TakeDisplays()
    {
        lock (_lock)
        {
            List<object?> taken = _displays;
            _displays = [];
            return taken;
        }
    }
}
