namespace ResearchLab.Features;

/// <summary>Simple moving average of a stream, equal to <see cref="Sma"/> to the bit: the window is summed afresh each time.</summary>
public sealed class SmaStream
{
    private readonly double[] _ring;
    private readonly double[] _window;
    private int _next, _seen;

    /// <summary>Starts without values.</summary>
    /// <param name="window">Values averaged, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    public SmaStream(int window)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        _ring = new double[window];
        _window = new double[window];
    }

    /// <summary>Takes the next value; the mean of the last ones, NaN until there are enough and while one of them is missing.</summary>
    public double Update(double value)
    {
        if (!Push(value))
            return double.NaN;
        double sum = 0;
        for (int k = 0; k < _window.Length - 1; k++)
            sum += _window[k] - value;
        return value + (sum / _window.Length);
    }

    /// <summary>Takes the next value; whether the window is full, which then lies oldest first in <see cref="Window"/>.</summary>
    internal bool Push(double value)
    {
        _ring[_next] = value;
        _next = (_next + 1) % _ring.Length;
        _seen = Math.Min(_seen + 1, _ring.Length);
        _ring.AsSpan(_next).CopyTo(_window);
        _ring.AsSpan(0, _next).CopyTo(_window.AsSpan(_ring.Length - _next));
        return _seen == _ring.Length;
    }

    /// <summary>The last values, oldest first.</summary>
    internal ReadOnlySpan<double> Window => _window;
}
