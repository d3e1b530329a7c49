using System.Runtime.InteropServices;

namespace ResearchLab.Options;

/// <summary>How the strike of a leg is found.</summary>
public enum LegTarget : byte
{
    /// <summary>Nearest absolute delta.</summary>
    Delta,

    /// <summary>Strike nearest to the spot, the same for all such legs of a structure.</summary>
    AtTheMoney,

    /// <summary>A multiple of the expected move beyond the leg before it, at least one strike.</summary>
    Wing,
}

/// <summary>How one leg is chosen.</summary>
/// <param name="Right">Call or put.</param>
/// <param name="Quantity">+1 bought, −1 sold.</param>
/// <param name="Target">How the strike is found.</param>
/// <param name="Value">Absolute delta, or the fraction of the expected move for a wing.</param>
/// <param name="IsFar">Whether the leg takes the later expiry of a calendar.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LegRule(OptionRight Right, int Quantity, LegTarget Target, double Value = 0, bool IsFar = false);

/// <summary>Calendar days to expiry aimed at and allowed.</summary>
/// <param name="Target">Days aimed at.</param>
/// <param name="Min">Fewest days allowed.</param>
/// <param name="Max">Most days allowed.</param>
public readonly record struct DayRange(int Target, int Min, int Max);

/// <summary>The rule of one structure.</summary>
/// <param name="Structure">Which structure.</param>
/// <param name="Days">Days to expiry of the (nearer) legs.</param>
/// <param name="Legs">The legs in the order of their choice; a delta leg lies beyond an earlier leg of its right, out of the money.</param>
/// <param name="FarDays">Days to expiry of the later legs of a calendar; null otherwise.</param>
public sealed record StructureRule(Structure Structure, DayRange Days, IReadOnlyList<LegRule> Legs, DayRange? FarDays = null);

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
