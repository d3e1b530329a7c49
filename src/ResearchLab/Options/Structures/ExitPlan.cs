using ResearchLab.Time;

namespace ResearchLab.Options;

/// <summary>When to leave a structure.</summary>
/// <remarks>
/// Take profit at 50% of the credit for credits, 25% for the iron butterfly (it rarely makes more before its last weeks), and at 50% of the
/// premium for debits; stop at a loss of twice the credit, or of 30% of the capital at risk for debits. Where twice the credit is more than
/// can be lost, as for most iron butterflies, the stop is the capital at risk. Close vertical spreads, condors and butterflies 21 days before
/// expiry, everything else on the last session before expiry. Where 21 days before expiry would not be after the session of entry it is
/// 7 days before expiry, and where that would not be either the last session before expiry. A level that <see cref="RuleOptions"/> turns
/// off is infinite.
/// </remarks>
public static class ExitPlan
{
    private const double ProfitShare = 0.5, ButterflyProfitShare = 0.25, CreditStop = 2, DebitStop = 0.3;
    private const int EarlyDays = 21, FallbackDays = 7;

    /// <summary>The exit rules of a position entered the session after <paramref name="session"/>.</summary>
    /// <param name="structure">Which structure.</param>
    /// <param name="session">Session of the chain it was chosen from.</param>
    /// <param name="expiry">Nearest expiry of its legs.</param>
    /// <param name="premium">Debit or credit in dollars per structure unit, positive.</param>
    /// <param name="capitalAtRisk">Capital at risk in dollars per structure unit.</param>
    /// <param name="options">Departures from the rules; null for none.</param>
    public static ExitRules For(
        Structure structure, DateOnly session, DateOnly expiry, double premium, double capitalAtRisk, RuleOptions? options = null)
    {
        options ??= RuleOptions.Default;
        double share = structure == Structure.IronButterfly ? ButterflyProfitShare : ProfitShare;
        double stop = structure.IsCredit() ? Math.Min(CreditStop * premium, capitalAtRisk) : DebitStop * capitalAtRisk;
        return new ExitRules(
            TakeProfit: options.TimeOnly ? double.PositiveInfinity : share * premium,
            StopLoss: options.TimeOnly || !options.Stops ? double.PositiveInfinity : stop,
            CloseOn: CloseOn(structure, session, expiry))
        {
            OnRegimeChange = options.RegimeExits && !options.TimeOnly,
        };
    }

    private static DateOnly CloseOn(Structure structure, DateOnly session, DateOnly expiry)
    {
        ExchangeCalendar calendar = ExchangeCalendar.Nyse;
        DateOnly entry = calendar.Next(session);
        DateOnly last = calendar.Previous(expiry);
        bool early = structure is Structure.BullCallSpread or Structure.BearPutSpread or Structure.BullPutSpread
            or Structure.BearCallSpread or Structure.IronCondor or Structure.IronButterfly;
        if (!early)
            return last;
        foreach (int days in (ReadOnlySpan<int>)[EarlyDays, FallbackDays])
        {
            DateOnly close = calendar.OnOrBefore(expiry.AddDays(-days));
            if (close > entry)
                return close;
        }

        return last;
    }
}
