namespace ResearchLab.Features;

/// <summary>Average true range of a stream, equal to <see cref="Atr"/>. A mutable value: keep it in a field or variable.</summary>
public struct AtrStream
{
    private EmaStream _average;
    private double _previous;

    /// <summary>Starts without values.</summary>
    /// <param name="window">Nominal window, at least 1; usually 14.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    public AtrStream(int window)
    {
        _average = EmaStream.Wilder(window);
        _previous = double.NaN;
    }

    /// <summary>Takes the next bar; price units, NaN until there are enough ranges. A missing value starts the seed afresh.</summary>
    public double Update(double high, double low, double close)
    {
        double range = double.IsNaN(close) ? double.NaN : Math.Max(high, _previous) - Math.Min(low, _previous);
        _previous = close;
        return _average.Update(range);
    }
}
