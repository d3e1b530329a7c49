namespace ResearchLab.Options;

/// <summary>Stage 2: turns a structure into strikes and expiry by rule, never by learning.</summary>
/// <remarks>
/// The expiry nearest to the rule's target within its range is tried first (a monthly before others equally near, then the earlier
/// one); where a leg finds no liquid strike the next expiry is tried; a strike at the money may be a little off it, and more only
/// when no expiry has a better one. Targets are in <see cref="StructureRules"/>, shifts in
/// <see cref="RuleAdjustments"/>, liquidity in <see cref="LiquidityRules"/>.
/// </remarks>
public static class ParameterRules
{
    // Shares of the expected move within which another strike stands in for the one at the money: a little in any expiry of the range
    // before more in the best one. A butterfly a quarter of the expected move off the money is a bet on direction.
    private static readonly double[] s_atTheMoneyReach = [0.15, 0.5];

    /// <summary>Chooses the position of one structure from one chain.</summary>
    /// <param name="structure">Which structure.</param>
    /// <param name="chain">The chain at the close of the session.</param>
    /// <param name="context">Market facts that shift the strikes; NaN where unknown.</param>
    /// <returns>A position in which every number is known, or the reason why there is none.</returns>
    public static StructureChoice Choose(Structure structure, OptionChain chain, RuleContext context) =>
        Choose(structure, chain, context, LiquidityRules.Default);

    /// <summary>The same with other liquidity rules, and with departures from the rules; null for none.</summary>
    public static StructureChoice Choose(Structure structure, OptionChain chain, RuleContext context, LiquidityRules liquidity, RuleOptions? options = null) =>
        Choose(structure, new ChainDistributions(chain), context, liquidity, options);

    /// <summary>The same from the distributions of a chain, for several structures of one chain.</summary>
    public static StructureChoice Choose(
        Structure structure, ChainDistributions distributions, RuleContext context, LiquidityRules liquidity, RuleOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(distributions);
        OptionChain chain = distributions.Chain;
        options = RuleOptions.Checked(options);
        if (structure == Structure.NoTrade)
            return PositionBuilder.NotTradable("no_trade is the decision to stay out");
        StructureRule rule = StructureRules.Of(structure);
        List<ExpirySlice> slices = ExpirySlice.Of(chain);
        List<ExpirySlice> near = ExpiryChoice.InRange(slices, rule.Days);
        if (near.Count == 0)
            return PositionBuilder.NotTradable(Invariant($"no expiry within {rule.Days.Min}–{rule.Days.Max} days of {chain.Session:yyyy-MM-dd}"));

        var adjustments = new RuleAdjustments(context);
        string? firstFailure = null;
        bool atTheMoney = false;
        foreach (LegRule leg in rule.Legs)
            atTheMoney |= leg.Target == LegTarget.AtTheMoney;
        foreach (double reach in s_atTheMoneyReach.AsSpan(atTheMoney ? 0 : 1))
        {
            foreach (ExpirySlice slice in near)
            {
                foreach (ExpirySlice? far in ExpiryChoice.FarOf(slice, slices, rule))
                {
                    StructureChoice choice = Attempt(rule, distributions, slice, far, reach, adjustments, liquidity, options);
                    if (choice.Position is not null)
                        return choice;
                    firstFailure ??= Invariant($"{slice.Expiry:yyyy-MM-dd}: {choice.NotTradable}");
                }
            }
        }

        firstFailure ??= Invariant($"no later expiry within {rule.FarDays?.Min}–{rule.FarDays?.Max} days");
        string others = near.Count > 1 ? Invariant($"; {near.Count - 1} other {(near.Count == 2 ? "expiry" : "expiries")} failed too") : "";
        return PositionBuilder.NotTradable(firstFailure.Replace("not tradable: ", "", StringComparison.Ordinal) + others);
    }

    private static StructureChoice Attempt(
        StructureRule rule, ChainDistributions distributions, ExpirySlice slice, ExpirySlice? far, double reach, RuleAdjustments adjustments,
        LiquidityRules liquidity, RuleOptions options)
    {
        (RiskNeutralDistribution? distribution, string? reason) = distributions.At(slice.Expiry);
        if (distribution is null)
            return PositionBuilder.NotTradable($"no risk-neutral distribution: {reason}");
        var choice = new LegChoice(rule, slice, far, distribution.ExpectedMove, reach, adjustments, liquidity, options.WingWidth);
        return choice.Run() is { } failure
            ? PositionBuilder.NotTradable(failure)
            : PositionBuilder.Build(rule.Structure, distributions, choice.Rows, choice.Reasons, options);
    }
}
