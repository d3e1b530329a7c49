namespace ResearchLab.Features;

/// <summary>MACD of a stream, equal to <see cref="Macd"/>. A mutable value: keep it in a field or variable.</summary>
public struct MacdStream
{
    private EmaStream _fast, _slow, _signal;

    /// <summary>Starts without values.</summary>
    /// <param name="fast">Window of the fast EMA, at least 1; usually 12.</param>
    /// <param name="slow">Window of the slow EMA, at least 1; usually 26.</param>
    /// <param name="signal">Window of the signal EMA, at least 1; usually 9.</param>
    /// <exception cref="ArgumentOutOfRangeException">A window is below 1.</exception>
    public MacdStream(int fast, int slow, int signal) => (_fast, _slow, _signal) = (new EmaStream(fast), new EmaStream(slow), new EmaStream(signal));

    /// <summary>Takes the next close; line, signal and histogram in price units, each NaN until it has enough values.</summary>
    public (double Line, double Signal, double Histogram) Update(double close)
    {
        double line = _fast.Update(close) - _slow.Update(close), signal = _signal.Update(line);
        return (line, signal, line - signal);
    }
}
