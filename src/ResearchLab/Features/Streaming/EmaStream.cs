namespace ResearchLab.Features;

/// <summary>
/// Exponential moving average of a stream, equal to <see cref="Ema"/> and, by <see cref="Wilder"/>, to <see cref="Smma"/>. A mutable value: keep it in a field
/// or variable.
/// </summary>
public struct EmaStream
{
    private readonly int _window;
    private readonly double _factor;
    private double _average;
    private int _seen;

    /// <summary>Starts without values, with the factor 2 / (window + 1).</summary>
    /// <param name="window">Nominal window, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    public EmaStream(int window)
        : this(window, 2.0 / (window + 1))
    {
    }

    private EmaStream(int window, double factor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        (_window, _factor) = (window, factor);
    }

    /// <summary>Wilder's smoothing, factor 1 / window.</summary>
    /// <param name="window">Nominal window, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    public static EmaStream Wilder(int window) => new(window, 1.0 / window);

    /// <summary>Takes the next value; the average, NaN until there are enough values. A missing value starts the seed afresh.</summary>
    public double Update(double value)
    {
        if (double.IsNaN(value))
        {
            _seen = 0;
            _average = 0;
            return double.NaN;
        }

        bool seeding = _seen < _window;
        _seen += seeding ? 1 : 0;
        _average += (value - _average) * (seeding ? 1.0 / _seen : _factor);
        return _seen < _window ? double.NaN : _average;
    }
}
