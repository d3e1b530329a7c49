using ResearchLab.Backtesting;
using ResearchLab.Options;

namespace ResearchLab.Models;

/// <summary>How the trades of labels are chosen and followed, session by session; what evaluates a decision trades the same way.</summary>
/// <param name="history">Chains and quotes of the underlying; read from several threads.</param>
/// <param name="contexts">Market facts known at the close of each session of <paramref name="history"/>.</param>
/// <param name="costs">What fills cost.</param>
/// <param name="rules">Departures from the rules.</param>
/// <param name="pricing">Price level of the trades; null for the prices of each session.</param>
public sealed class LabelTrades(ChainHistory history, RuleContext[] contexts, CostModel costs, RuleOptions rules, LabelPricing? pricing)
{
    // Rules look at no later expiries, and building them takes half the time.
    private readonly ChainHistory _ruled = history.Priced is null || history.Observed is not null
        ? history
        : history.At(new Repricing(1, MostDays: StructureRules.MostDays));

    /// <summary>Sessions, ascending.</summary>
    public DateOnly[] Sessions => history.Sessions;

    /// <summary>What can be traded at the close of one session.</summary>
    /// <param name="row">Index of the session.</param>
    public SessionTrades At(int row)
    {
        DateOnly session = history.Sessions[row];
        OptionChain? chain = _ruled.ChainAt(session);
        ChainOrigin? origin = chain?.Origin;
        (ChainHistory own, CostModel paid, double scale) = (history, costs, 1);
        if (pricing?.ReferencePrice / chain?.Spot is > 0 and double ratio && double.IsFinite(ratio))
        {
            if (chain!.Origin == ChainOrigin.Modelled && history.Priced is not null)
            {
                (own, scale) = (history.At(new Repricing(ratio, MostDays: StructureRules.MostDays)), ratio);
                chain = own.ChainAt(session);
            }
            else
            {
                paid = costs.AtPrice(1 / ratio);
            }
        }

        // Made-up quotes are never stale.
        OptionChain? before = chain?.Origin == ChainOrigin.Observed && row > 0 ? history.ChainAt(history.Sessions[row - 1]) : null;
        LiquidityRules liquidity = before?.Origin != ChainOrigin.Observed ? LiquidityRules.Default : LiquidityRules.Default with { Previous = before };
        return new SessionTrades(chain, origin, scale, contexts[row], liquidity, history, own, paid, rules);
    }
}
