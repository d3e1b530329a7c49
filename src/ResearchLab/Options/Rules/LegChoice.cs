using System.Globalization;
using System.Runtime.InteropServices;

namespace ResearchLab.Options;

/// <summary>Chooses the legs of one structure in one expiry and says why.</summary>
internal sealed class LegChoice
{
    private readonly StructureRule _rule;
    private readonly ExpirySlice _near;
    private readonly ExpirySlice? _far;
    private readonly double _expectedMove, _atTheMoneyReach, _wingWidth;
    private readonly RuleAdjustments _adjustments;
    private readonly LiquidityRules _liquidity;
    private readonly List<LegRow> _rows = new(4);

    public LegChoice(
        StructureRule rule, ExpirySlice near, ExpirySlice? far, double expectedMove, double atTheMoneyReach, RuleAdjustments adjustments,
        LiquidityRules liquidity, double wingWidth) =>
        (_rule, _near, _far, _expectedMove, _atTheMoneyReach, _adjustments, _liquidity, _wingWidth) =
            (rule, near, far, expectedMove, atTheMoneyReach, adjustments, liquidity, wingWidth);

    /// <summary>The rows chosen.</summary>
    public ReadOnlySpan<LegRow> Rows => CollectionsMarshal.AsSpan(_rows);

    /// <summary>The choices in words.</summary>
    public List<string> Reasons { get; } = new(6);

    // Half the expected move from the spot is not at the money by any measure.
    private const double Furthest = 0.5;

    private OptionChain Chain => _near.Chain;

    /// <summary>Chooses all legs; null when done, else why a leg cannot be had.</summary>
    public string? Run()
    {
        Reasons.Add(ExpiryChoice.Explain(_near, _rule.Days));
        if (_far is { } far)
            Reasons.Add($"later {ExpiryChoice.Explain(far, _rule.FarDays!.Value)}");
        _adjustments.Explain(_rule, Reasons);
        double atTheMoney = double.NaN;
        for (int i = 0; i < _rule.Legs.Count; i++)
        {
            LegRule leg = _rule.Legs[i];
            string? failure = leg.Target switch
            {
                LegTarget.Delta => AddByDelta(leg),
                LegTarget.Wing => AddWing(leg),
                _ => AddAtTheMoney(leg, ref atTheMoney),
            };
            if (failure is not null)
                return failure;
        }

        return null;
    }

    private string? AddByDelta(LegRule leg)
    {
        double target = _adjustments.TargetDelta(leg, _rule.Structure);
        double beyond = LastStrike(leg.Right);
        Pick pick = StrikePicker.ByDelta(_near, leg.Right, target, beyond, _liquidity);
        if (pick.Row < 0)
        {
            string detail = pick.PassedOver < 0 ? "" : $": {_liquidity.Objection(Chain, pick.PassedOver)}";
            return Invariant($"no liquid {Name(leg.Right)} between {Math.Max(target - StrikePicker.DeltaTolerance, 0):0.00}Δ and ")
                + Invariant($"{target + StrikePicker.DeltaTolerance:0.00}Δ{detail}");
        }

        Add(leg, pick, Invariant($"{Side(leg)} {Name(leg.Right)} at {target:0.00}Δ → {Strike(pick.Row)} ({Math.Abs(Chain.Delta[pick.Row]):0.00}Δ)"));
        return null;
    }

    private string? AddWing(LegRule leg)
    {
        double shortStrike = LastStrike(leg.Right);
        double share = leg.Value * _wingWidth, distance = share * _expectedMove;
        Pick pick = StrikePicker.Wing(_near, leg.Right, shortStrike, distance, _adjustments.WideWings ? 1 : 0, _liquidity);
        if (pick.Row < 0)
        {
            string detail = pick.PassedOver < 0 ? "" : $": {_liquidity.Objection(Chain, pick.PassedOver)}";
            return Invariant($"no liquid {Name(leg.Right)} beyond {shortStrike:0.###} for a wing of {distance:0.##}{detail}");
        }

        double width = Math.Abs(Chain.Contracts[pick.Row].Strike - shortStrike);
        Add(leg, pick, Invariant($"{Side(leg)} {Name(leg.Right)} wing {distance:0.##} out ({share:0.##} of the expected move {_expectedMove:0.##}) → ")
            + Invariant($"{Strike(pick.Row)}, {width:0.##} wide"));
        return null;
    }

    private string? AddAtTheMoney(LegRule leg, ref double strike)
    {
        Pick refused = new(-1, -1);
        if (double.IsNaN(strike))
            strike = StrikePicker.AtTheMoney(_near, _far, _rule.Legs, _atTheMoneyReach * _expectedMove, Furthest * _expectedMove, _liquidity, out refused);
        if (double.IsNaN(strike))
        {
            string detail = refused.PassedOver < 0 ? "" : $": {_liquidity.Objection(Chain, refused.PassedOver)}";
            return Invariant($"no liquid strike within {Math.Min(_atTheMoneyReach, Furthest) * _expectedMove:0.##} of the spot {Chain.Spot:0.##}{detail}");
        }

        DateOnly expiry = leg.IsFar ? _far!.Value.Expiry : _near.Expiry;
        int row = Chain.IndexOf(new OptionContract(expiry, strike, leg.Right));
        string later = leg.IsFar ? " later" : "";
        Add(leg, new Pick(row, refused.PassedOver), Invariant($"{Side(leg)}{later} {Name(leg.Right)} at the money ({Chain.Spot:0.##}) → {Strike(row)}"));
        return null;
    }

    private void Add(LegRule leg, Pick pick, string reason)
    {
        _rows.Add(new LegRow(pick.Row, leg.Quantity));
        Reasons.Add(pick.PassedOver < 0 ? reason : $"{reason}; {_liquidity.Objection(Chain, pick.PassedOver)}");
    }

    // Strike of the leg of the same right chosen before; NaN when there is none.
    private double LastStrike(OptionRight right)
    {
        for (int i = _rows.Count - 1; i >= 0; i--)
        {
            OptionContract contract = Chain.Contracts[_rows[i].Row];
            if (contract.Right == right)
                return contract.Strike;
        }

        return double.NaN;
    }

    private string Strike(int row) => Chain.Contracts[row].Strike.ToString("0.###", CultureInfo.InvariantCulture);

    private static string Name(OptionRight right) => right == OptionRight.Call ? "call" : "put";

    private static string Side(LegRule leg) => leg.Quantity > 0 ? "long" : "short";
}
