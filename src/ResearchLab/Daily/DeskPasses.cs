using ResearchLab.Models;
using ResearchLab.Options;
using ResearchLab.Risk;

namespace ResearchLab.Daily;

/// <summary>How often each limit alone and all together pass, for each structure and account size.</summary>
internal static class DeskPasses
{
    /// <summary>Account sizes shown, in dollars.</summary>
    public static IReadOnlyList<double> Accounts { get; } = [10_000, 25_000, 100_000];

    /// <summary>Measures over the tested sessions, each for an account without positions.</summary>
    /// <param name="ground">Sessions and trades.</param>
    /// <param name="armAt">The picker whose scores and calibration say what is expected.</param>
    public static IReadOnlyList<LimitShare> Of(DeskGround ground, Func<int, DeskArm> armAt)
    {
        var shares = new List<LimitShare>();
        int tested = ground.Trades.Tested.Length;
        for (int s = 0; s < Structures.Count; s++)
        {
            var structure = (Structure)s;
            int[] eligible = [.. Enumerable.Range(0, tested).Where(i => ground.Trades.At(i, structure) is not null)];
            foreach (double account in Accounts)
            {
                shares.Add(new LimitShare(account, structure.Name(), "eligible", (double)eligible.Length / tested));
                if (eligible.Length == 0)
                    continue;
                var passed = new Dictionary<string, int>(StringComparer.Ordinal);
                int all = 0;
                foreach (int i in eligible)
                {
                    int refresh = ground.RefreshAt(i);
                    DeskArm arm = armAt(refresh);
                    DeskTrade trade = ground.Trades.At(i, structure)!;
                    var proposal = new TradeProposal(
                        trade.Position, trade.Var95, arm.Calibrations[refresh].Of(structure, arm.Scores[(i * Structures.ClassCount) + s]),
                        ground.Similar(i, refresh, structure), ground.OutOfRange[i]);
                    RiskDecision risk = RiskCheck.Apply(proposal, PortfolioState.Flat(account), ground.Limits, inWords: false);
                    foreach (LimitCheck check in risk.Checks)
                        passed[check.Limit] = passed.GetValueOrDefault(check.Limit) + (check.Passed ? 1 : 0);
                    all += risk.Passed ? 1 : 0;
                }

                shares.AddRange(passed.Select(entry => new LimitShare(account, structure.Name(), entry.Key, (double)entry.Value / eligible.Length)));
                shares.Add(new LimitShare(account, structure.Name(), "all", (double)all / tested));
            }
        }

        return shares;
    }
}
