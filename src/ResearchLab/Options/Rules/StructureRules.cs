namespace ResearchLab.Options;

/// <summary>Strikes and expiries of the eleven structures as a table.</summary>
public static class StructureRules
{
    private const OptionRight Call = OptionRight.Call, Put = OptionRight.Put;
    private const double ExpectedMoveQuarter = 0.25, ExpectedMove = 1;
    private static readonly DayRange s_month = new(30, 21, 45), s_sixWeeks = new(45, 30, 60), s_twoMonths = new(60, 45, 75);

    private static readonly StructureRule[] s_rules =
    [
        new(Structure.LongCall, s_twoMonths, [new(Call, +1, LegTarget.Delta, 0.60)]),
        new(Structure.LongPut, s_twoMonths, [new(Put, +1, LegTarget.Delta, 0.60)]),
        new(Structure.BullCallSpread, s_sixWeeks, [new(Call, +1, LegTarget.Delta, 0.55), new(Call, -1, LegTarget.Delta, 0.30)]),
        new(Structure.BearPutSpread, s_sixWeeks, [new(Put, +1, LegTarget.Delta, 0.55), new(Put, -1, LegTarget.Delta, 0.30)]),
        new(Structure.BullPutSpread, s_sixWeeks, [new(Put, -1, LegTarget.Delta, 0.28), new(Put, +1, LegTarget.Wing, ExpectedMoveQuarter)]),
        new(Structure.BearCallSpread, s_sixWeeks, [new(Call, -1, LegTarget.Delta, 0.28), new(Call, +1, LegTarget.Wing, ExpectedMoveQuarter)]),
        new(Structure.IronCondor, s_sixWeeks,
        [
            new(Put, -1, LegTarget.Delta, 0.18), new(Put, +1, LegTarget.Wing, ExpectedMoveQuarter),
            new(Call, -1, LegTarget.Delta, 0.18), new(Call, +1, LegTarget.Wing, ExpectedMoveQuarter),
        ]),
        new(Structure.IronButterfly, s_sixWeeks,
        [
            new(Put, -1, LegTarget.AtTheMoney), new(Put, +1, LegTarget.Wing, ExpectedMove),
            new(Call, -1, LegTarget.AtTheMoney), new(Call, +1, LegTarget.Wing, ExpectedMove),
        ]),
        new(Structure.LongStraddle, s_sixWeeks, [new(Call, +1, LegTarget.AtTheMoney), new(Put, +1, LegTarget.AtTheMoney)]),
        new(Structure.LongStrangle, s_sixWeeks, [new(Call, +1, LegTarget.Delta, 0.25), new(Put, +1, LegTarget.Delta, 0.25)]),
        new(Structure.PutCalendar, s_month, [new(Put, -1, LegTarget.AtTheMoney), new(Put, +1, LegTarget.AtTheMoney, IsFar: true)], s_twoMonths),
    ];

    /// <summary>The rules, indexed by <see cref="Structure"/>.</summary>
    public static IReadOnlyList<StructureRule> All => s_rules;

    /// <summary>Most days to expiry that any rule looks at.</summary>
    public static int MostDays { get; } = s_rules.Max(rule => Math.Max(rule.Days.Max, rule.FarDays?.Max ?? 0));

    /// <summary>The rule of a structure that trades.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="structure"/> is <see cref="Structure.NoTrade"/>.</exception>
    public static StructureRule Of(Structure structure) =>
        (int)structure < s_rules.Length
            ? s_rules[(int)structure]
            : throw new ArgumentOutOfRangeException(nameof(structure), structure, "no_trade has no legs. Ask for one of the eleven structures.");
}
