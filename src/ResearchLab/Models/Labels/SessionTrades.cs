using ResearchLab.Backtesting;
using ResearchLab.Options;

namespace ResearchLab.Models;

/// <summary>What can be traded at the close of one session. Not for several threads.</summary>
public sealed class SessionTrades
{
    private readonly ChainDistributions? _distributions;
    private readonly RuleContext _context;
    private readonly LiquidityRules _liquidity;
    private readonly ChainHistory _history;
    private readonly ChainHistory _own;
    private readonly CostModel _paid;
    private readonly RuleOptions _rules;

    internal SessionTrades(
        OptionChain? chain, ChainOrigin? origin, double scale, RuleContext context, LiquidityRules liquidity, ChainHistory history, ChainHistory own,
        CostModel paid, RuleOptions rules)
    {
        (_distributions, Origin, Scale, _context, _liquidity) = (chain is null ? null : new ChainDistributions(chain), origin, scale, context, liquidity);
        (_history, _own, _paid, _rules) = (history, own, paid, rules);
    }

    /// <summary>Kind of the chain; null without one.</summary>
    public ChainOrigin? Origin { get; }

    /// <summary>Factor between the prices of the session and those traded at.</summary>
    public double Scale { get; }

    /// <summary>Strikes and expiry of a structure, or why there are none.</summary>
    public StructureChoice Choose(Structure structure) => _distributions is null
        ? new StructureChoice(null, "not tradable: no chain broad enough to choose from")
        : ParameterRules.Choose(structure, _distributions, _context, _liquidity, _rules);

    /// <summary>What becomes of a position chosen here.</summary>
    public TradeOutcome Simulate(StructurePosition chosen) => OutcomeEngine.Simulate(chosen, _own, _paid, options: _rules);

    /// <summary>The same on other prices of the modelled chains.</summary>
    /// <param name="chosen">The position.</param>
    /// <param name="repricing">Other prices; the scale must be <see cref="Scale"/>.</param>
    public TradeOutcome Simulate(StructurePosition chosen, Repricing repricing) =>
        OutcomeEngine.Simulate(chosen, _history.At(repricing), _paid, options: _rules);

    /// <summary>The same with every mark on the way.</summary>
    public TradePath Trace(StructurePosition chosen) => OutcomeEngine.Trace(chosen, _own, _paid, options: _rules);
}
