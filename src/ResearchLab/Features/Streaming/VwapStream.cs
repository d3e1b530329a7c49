namespace ResearchLab.Features;

/// <summary>Volume-weighted average price since the anchor, equal to <see cref="Vwap.Anchored"/>. A mutable value: keep it in a field or variable.</summary>
public struct VwapStream
{
    private double _traded, _volume;

    /// <summary>Takes the next bar; price units. A missing row gives NaN and is left out of the sums, as is all before anything traded.</summary>
    public double Update(double high, double low, double close, double volume)
    {
        double traded = (high + low + close) / 3 * volume;
        if (double.IsNaN(traded))
            return double.NaN;
        _traded += traded;
        _volume += volume;
        return Ratio.Of(_traded, _volume);
    }

    /// <summary>Anchors afresh: call it before the first bar of a session.</summary>
    public void Reset() => _traded = _volume = 0;
}
