namespace ResearchLab.Features;

/// <summary>Relative strength index of a stream, equal to <see cref="Rsi"/>. A mutable value: keep it in a field or variable.</summary>
public struct RsiStream
{
    private readonly int _window;
    private double _previous, _gains, _losses;
    private int _seen;

    /// <summary>Starts without values.</summary>
    /// <param name="window">Nominal window, at least 1; usually 14.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    public RsiStream(int window)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        _window = window;
        _previous = double.NaN;
    }

    /// <summary>Takes the next close; 0 … 100, NaN until there are enough changes. A missing value starts the seed afresh.</summary>
    public double Update(double close)
    {
        double change = close - _previous, share = 1.0 / _window;
        _previous = close;
        if (double.IsNaN(change))
        {
            _gains = _losses = 0;
            _seen = 0;
            return double.NaN;
        }

        double decay = _seen < _window ? 1 : 1 - share;
        _seen += _seen < _window ? 1 : 0;
        _gains = (_gains * decay) + (Math.Max(change, 0) * share);
        _losses = (_losses * decay) + (Math.Max(-change, 0) * share);
        return _seen < _window ? double.NaN : 100 * Ratio.Of(_gains, _gains + _losses);
    }
}
