namespace ResearchLab.Features;

/// <summary>Accumulation/distribution line (Chaikin).</summary>
public static class Adl
{
    /// <summary>
    /// Multiplier ((close − low) − (high − close)) / (high − low), 0 in a session with one price; multiplier · volume; and its running
    /// sum from the first session (TA-Lib AD). After a missing value the sum starts afresh at 0, since only its changes carry meaning.
    /// </summary>
    /// <param name="high">Highs.</param>
    /// <param name="low">Lows.</param>
    /// <param name="close">Closes.</param>
    /// <param name="volume">Shares traded.</param>
    /// <param name="multiplier">Receives −1 … 1.</param>
    /// <param name="flow">Receives shares.</param>
    /// <param name="line">Receives shares; NaN where an input is missing.</param>
    /// <exception cref="ArgumentException">The columns differ in length or a destination is too short.</exception>
    public static void Compute(
        ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, ReadOnlySpan<double> volume,
        Span<double> multiplier, Span<double> flow, Span<double> line)
    {
        ColumnChecks.Outputs(close.Length, line.Length);
        Flow(high, low, close, volume, multiplier, flow);
        double total = 0;
        for (int i = 0; i < close.Length; i++)
        {
            total = double.IsNaN(flow[i]) ? 0 : total + flow[i];
            line[i] = double.IsNaN(flow[i]) ? double.NaN : total;
        }
    }

    /// <summary>Money flow multiplier and volume of each session.</summary>
    internal static void Flow(
        ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, ReadOnlySpan<double> volume,
        Span<double> multiplier, Span<double> flow)
    {
        int rows = close.Length;
        ColumnChecks.Inputs(rows, high.Length, low.Length, volume.Length);
        ColumnChecks.Outputs(rows, multiplier.Length, flow.Length);
        for (int i = 0; i < rows; i++)
        {
            double range = high[i] - low[i];
            multiplier[i] = range == 0 ? close[i] - close[i] : (close[i] - low[i] - (high[i] - close[i])) / range;
            flow[i] = multiplier[i] * volume[i];
        }
    }
}
