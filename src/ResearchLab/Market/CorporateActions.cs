namespace ResearchLab.Market;

/// <summary>
/// Prices from raw prices and actions. A bar is changed by the actions after it only, so what is derived from the actions known at one time is
/// what could have been computed then.
/// </summary>
/// <remarks>
/// Proportional back-adjustment, as CRSP and Yahoo do it: a dividend D with ex-session e multiplies every earlier price by 1 − D / C, C being the
/// last raw close before e; a split of ratio r divides them by r and multiplies their volumes by r. CRSP (2021), Data Descriptions Guide,
/// "Cumulative Factor to Adjust Prices".
/// </remarks>
public static class CorporateActions
{
    /// <summary>What to multiply each raw price by.</summary>
    /// <param name="sessions">Ascending sessions of the bars.</param>
    /// <param name="rawClose">Raw closes, which dividends are measured against; used for <see cref="PriceBasis.Total"/> only.</param>
    /// <param name="actions">In any order; those up to the first and after the last session play no part.</param>
    /// <param name="basis">What the prices are to mean.</param>
    /// <exception cref="ArgumentException">A value is not positive, or a dividend is not below the close before it.</exception>
    public static double[] Factors(ReadOnlySpan<DateOnly> sessions, ReadOnlySpan<double> rawClose, IEnumerable<CorporateAction> actions, PriceBasis basis)
    {
        ArgumentNullException.ThrowIfNull(actions);
        if (sessions.Length != rawClose.Length)
            throw new ArgumentException($"There are {sessions.Length} sessions but {rawClose.Length} closes. Give one a session.", nameof(rawClose));
        // Latest first; a dividend of a split's session is in old shares, so both are measured against the same close.
        CorporateAction[] latest = [.. actions.OrderByDescending(action => action.Session).ThenBy(action => action.Kind)];
        var factors = new double[sessions.Length];
        double factor = 1;
        int next = 0;
        for (int i = sessions.Length - 1; i >= 0; i--)
        {
            for (; next < latest.Length && latest[next].Session > sessions[i]; next++)
            {
                if (i < sessions.Length - 1)
                    factor *= Factor(latest[next], rawClose[i], sessions[i], basis);
            }

            factors[i] = factor;
        }

        return factors;
    }

    /// <summary>Raw bars with their prices and volumes in another basis. Volumes follow splits only.</summary>
    /// <exception cref="ArgumentException">A value is not positive, or a dividend is not below the close before it.</exception>
    public static BarSeries Adjust(BarSeries raw, IReadOnlyCollection<CorporateAction> actions, PriceBasis basis)
    {
        ArgumentNullException.ThrowIfNull(raw);
        ArgumentNullException.ThrowIfNull(actions);
        if (basis == PriceBasis.Raw)
            return raw;
        double[] price = Factors(raw.Sessions, raw.Close, actions, basis);
        double[] shares = basis == PriceBasis.Split ? price : Factors(raw.Sessions, raw.Close, actions, PriceBasis.Split);
        double[] Scaled(double[] values) => [.. values.Zip(price, (value, factor) => value * factor)];
        return raw with
        {
            Open = Scaled(raw.Open),
            High = Scaled(raw.High),
            Low = Scaled(raw.Low),
            Close = Scaled(raw.Close),
            Volume = [.. raw.Volume.Zip(shares, (volume, factor) => volume / factor)],
        };
    }

    /// <summary>
    /// The actions behind a table of cumulative factors, as QuantConnect's factor files have them: the factors of a row hold for every session up to
    /// its own and after that of the row before. Where a factor steps, the next session of the bars is the ex-session.
    /// </summary>
    /// <param name="sessions">Ascending sessions of the raw bars.</param>
    /// <param name="rawClose">Their raw closes.</param>
    /// <param name="factors">Rows ascending by date: cumulative price factor (dividends) and split factor, both multiplied into earlier prices.</param>
    /// <exception cref="ArgumentException">A factor is not positive, or rows are not ascending.</exception>
    public static IReadOnlyList<CorporateAction> FromFactors(
        ReadOnlySpan<DateOnly> sessions, ReadOnlySpan<double> rawClose, IReadOnlyList<(DateOnly Date, double PriceFactor, double SplitFactor)> factors)
    {
        ArgumentNullException.ThrowIfNull(factors);
        var actions = new List<CorporateAction>();
        for (int row = 1; row < factors.Count; row++)
        {
            (DateOnly date, double price, double split) = factors[row - 1];
            (DateOnly following, double nextPrice, double nextSplit) = factors[row];
            if (!(price > 0 && split > 0 && nextPrice > 0 && nextSplit > 0) || following <= date)
                throw new ArgumentException(
                    Invariant($"The factors of {date:yyyy-MM-dd} and {following:yyyy-MM-dd} are not positive or not ascending. Correct the factor file."),
                    nameof(factors));
            int at = sessions.BinarySearch(date);
            int last = at >= 0 ? at : ~at - 1;
            if (last < 0 || last + 1 >= sessions.Length)
                continue;
            if (nextSplit != split)
                actions.Add(new CorporateAction(sessions[last + 1], CorporateActionKind.Split, nextSplit / split));
            if (nextPrice != price)
                actions.Add(new CorporateAction(sessions[last + 1], CorporateActionKind.Dividend, rawClose[last] * (1 - (price / nextPrice))));
        }

        return actions;
    }

    private static double Factor(CorporateAction action, double closeBefore, DateOnly before, PriceBasis basis)
    {
        if (!(action.Value > 0))
            throw new ArgumentException(
                Invariant($"The {action.Kind.ToString().ToLowerInvariant()} of {action.Session:yyyy-MM-dd} is {action.Value}. Give a value above 0."),
                nameof(action));
        if (action.Kind == CorporateActionKind.Split)
            return basis == PriceBasis.Raw ? 1 : 1 / action.Value;
        if (basis != PriceBasis.Total)
            return 1;
        return action.Value < closeBefore
            ? 1 - (action.Value / closeBefore)
            : throw new ArgumentException(
                Invariant($"The dividend of {action.Session:yyyy-MM-dd} is {action.Value} but the close of {before:yyyy-MM-dd} is {closeBefore}. ")
                    + "Give dollars a share, and raw prices.", nameof(action));
    }
}
