namespace ResearchLab.Features;

/// <summary>What an indicator is about.</summary>
public enum IndicatorGroup
{
    /// <summary>Averages and lines through the price.</summary>
    Average,

    /// <summary>Trend, channels and stops.</summary>
    Trend,

    /// <summary>Momentum and oscillators.</summary>
    Oscillator,

    /// <summary>Volatility.</summary>
    Volatility,

    /// <summary>Volume and flow.</summary>
    Volume,

    /// <summary>Statistics of prices and returns.</summary>
    Statistic,

    /// <summary>Candles and levels.</summary>
    Pattern,
}
