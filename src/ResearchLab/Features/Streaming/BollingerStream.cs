namespace ResearchLab.Features;

/// <summary>Bollinger bands of a stream, equal to <see cref="Bollinger"/> to 1e-12.</summary>
public sealed class BollingerStream
{
    private readonly SmaStream _values;
    private readonly double _deviations;

    /// <summary>Starts without values.</summary>
    /// <param name="window">Values in the window, at least 2; usually 20.</param>
    /// <param name="deviations">Standard deviations from the middle to a band, above 0; usually 2.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 2 or <paramref name="deviations"/> not positive.</exception>
    public BollingerStream(int window, double deviations)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 2);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(deviations);
        _values = new SmaStream(window);
        _deviations = deviations;
    }

    /// <summary>Takes the next close; middle, upper and lower band in price units, NaN until there are enough values.</summary>
    public (double Middle, double Upper, double Lower) Update(double close)
    {
        if (!_values.Push(close))
            return (double.NaN, double.NaN, double.NaN);
        double sum = 0, squares = 0;
        ReadOnlySpan<double> window = _values.Window;
        foreach (double value in window[..^1])
        {
            double difference = value - close;
            sum += difference;
            squares += difference * difference;
        }

        double middle = close + (sum / window.Length);
        double reach = _deviations * Math.Sqrt(Math.Max(squares - (sum * sum / window.Length), 0) / window.Length);
        return (middle, middle + reach, middle - reach);
    }
}
