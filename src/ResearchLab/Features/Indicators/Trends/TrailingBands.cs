namespace ResearchLab.Features;

/// <summary>Two bands that only tighten, and which of them the price respects: the core of SuperTrend and the ATR stop.</summary>
internal struct TrailingBands(bool bullish)
{
    private bool _bullish = bullish;
    private double _upper = double.MaxValue, _lower = double.MinValue;

    /// <summary>Takes the next bands; returns the active one and whether it is the lower.</summary>
    public (double Band, bool IsLower) Update(double upper, double lower, double previousClose, double close)
    {
        if (upper < _upper || previousClose > _upper)
            _upper = upper;
        if (lower > _lower || previousClose < _lower)
            _lower = lower;
        _bullish = close > (_bullish ? _lower : _upper);
        return (_bullish ? _lower : _upper, _bullish);
    }
}
