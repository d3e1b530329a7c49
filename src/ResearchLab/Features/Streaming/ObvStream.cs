namespace ResearchLab.Features;

/// <summary>On-balance volume of a stream, equal to <see cref="Obv"/>. A mutable value: keep it in a field or variable.</summary>
public struct ObvStream
{
    private double _previous, _total;
    private bool _started;

    /// <summary>Takes the next bar; shares. A missing value starts the sum afresh.</summary>
    public double Update(double close, double volume)
    {
        double change = _started ? close - _previous : double.NaN;
        _started = true;
        _previous = close;
        bool missing = double.IsNaN(close) || double.IsNaN(volume);
        _total = missing || double.IsNaN(change) ? 0 : _total + (change > 0 ? volume : change < 0 ? -volume : 0);
        return missing ? double.NaN : _total;
    }
}
