using ResearchLab.Options;

namespace ResearchLab.Backtesting;

/// <summary>Whether the regime a trade was entered in has ended: one close in another may be chance, the second running is not.</summary>
/// <param name="regimeAt">State of the market at a session's close; null never ends a trade.</param>
internal struct RegimeWatch(Func<DateOnly, MarketRegime>? regimeAt)
{
    private MarketRegime _enteredIn;
    private bool _otherBefore;

    /// <summary>Whether it had ended by the last close that was watched.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>The trade is entered at a session's close.</summary>
    public void Enter(DateOnly session) => _enteredIn = regimeAt?.Invoke(session) ?? default;

    /// <summary>A later close.</summary>
    public void Close(DateOnly session)
    {
        bool other = regimeAt is not null && regimeAt(session).DiffersFrom(_enteredIn);
        HasEnded = other && _otherBefore;
        _otherBefore = other;
    }
}
