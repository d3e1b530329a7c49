namespace ResearchLab.Features;

/// <summary>+DI, −DI, DX and ADX of a stream; the batch in <see cref="Dmi"/> is made of it. A mutable value: keep it in a field or variable.</summary>
public struct DmiStream
{
    private const double RoundingShare = 1e-12;

    private readonly int _window, _seedRanges;
    private double _high, _low, _close, _plus, _minus, _range, _trend;
    private int _seen;

    /// <summary>Starts without values, with Wilder's seed of <paramref name="window"/> movements.</summary>
    /// <param name="window">Nominal window, at least 2; usually 14.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 2.</exception>
    public DmiStream(int window)
        : this(window, window)
    {
    }

    /// <summary>With a seed of <paramref name="seedRanges"/> movements; TA-Lib's is window − 1.</summary>
    internal DmiStream(int window, int seedRanges)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 2);
        (_window, _seedRanges) = (window, seedRanges);
        _close = double.NaN;
    }

    /// <summary>Takes the next bar; each value NaN until it has enough movements. A missing value starts everything afresh.</summary>
    public DmiValues Update(double high, double low, double close)
    {
        double range = double.IsNaN(close) ? double.NaN : Math.Max(high, _close) - Math.Min(low, _close), up = high - _high, down = _low - low;
        (_high, _low, _close) = (high, low, close);
        if (double.IsNaN(range))
        {
            _plus = _minus = _range = _trend = 0;
            _seen = 0;
            return new DmiValues(double.NaN, double.NaN, double.NaN, double.NaN);
        }

        _seen++;
        double keep = _seen <= _seedRanges ? 1 : 1 - (1.0 / _window), rounding = RoundingShare * high;
        _plus = (_plus * keep) + (up > 0 && up - down > rounding ? up : 0);
        _minus = (_minus * keep) + (down > 0 && down - up > rounding ? down : 0);
        _range = (_range * keep) + range;
        if (_seen < _window)
            return new DmiValues(double.NaN, double.NaN, double.NaN, double.NaN);

        double index = 100 * Ratio.Of(Math.Abs(_plus - _minus), _plus + _minus);
        int indices = _seen - _window + 1;
        if (!double.IsNaN(index))
            _trend = indices <= _window ? _trend + (index / _window) : ((_trend * (_window - 1)) + index) / _window;
        return new DmiValues(100 * Ratio.Of(_plus, _range), 100 * Ratio.Of(_minus, _range), index, indices < _window ? double.NaN : _trend);
    }
}
