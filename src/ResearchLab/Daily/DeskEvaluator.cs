using ResearchLab.Backtesting;
using ResearchLab.Basics;
using ResearchLab.Models;
using ResearchLab.Options;
using ResearchLab.Risk;
using ResearchLab.Statistics;

namespace ResearchLab.Daily;

/// <summary>Walks the whole decision forward beside its arms and says what came of it.</summary>
internal sealed class DeskEvaluator
{
    /// <summary>Starting offsets of every account: five places take four weeks to fill, so where one starts matters.</summary>
    public const int Offsets = 20;

    private const double Level = 0.8;

    private static readonly string[] s_removable =
    [
        "expected_outcome", "break_even", "risk_per_trade", "open_risk", "open_positions", "entry_spacing", "daily_loss", "portfolio_var95", "losing_pause",
        "confidence_halves_size", "drawdown_halves_size", "losses_halve_size", "similar_win_rate", "out_of_range_features",
    ];

    private readonly DeskInputs _inputs;
    private readonly DeskPreparation _desk;
    private readonly DateOnly[] _calendar;
    private readonly double _block;
    private readonly CancellationToken _cancellation;

    private DeskEvaluator(DeskInputs inputs, DeskPreparation desk, CancellationToken cancellation)
    {
        (_inputs, _desk, _cancellation) = (inputs, desk, cancellation);
        _calendar = inputs.Data.Bars.Sessions[desk.Ground.Start..];
        // Returns are dependent as long as positions are held.
        _block = Math.Max(1, desk.Ground.Trades.Trades.Where(trade => trade is not null).Select(trade => trade!.Profit.Length).DefaultIfEmpty(1).Max());
    }

    /// <summary>Chooses pickers, walks every arm, and makes the desk of the last session.</summary>
    public static DeskModel Run(DeskInputs inputs, IProgress<RunProgress>? progress, CancellationToken cancellation)
    {
        DeskPreparation desk = DeskPreparation.Of(inputs, progress, cancellation);
        return new DeskEvaluator(inputs, desk, cancellation).Evaluate(progress);
    }

    private DeskModel Evaluate(IProgress<RunProgress>? progress)
    {
        progress?.Report(new RunProgress("walking the desk forward", 0.65));
        DeskGround ground = _desk.Ground;
        WalkRecord[][] competing = [.. _desk.Competing.Select(arm => WalkAll(_ => arm))];
        (int[] chosen, double[,] scores) = DeskArms.Choose(ground, competing);
        DeskArm? InForce(int refresh) => chosen[refresh] < 0 ? null : _desk.Competing[chosen[refresh]];
        WalkRecord[] own = WalkAll(InForce);
        progress?.Report(new RunProgress("walking its arms", 0.75));
        List<ArmResult> arms =
        [
            Result("desk", own, record => record.Excess),
            Result("shares at the desk's delta", own, record => record.SharesExcess, counted: false),
            .. _desk.Competing.Select((arm, i) => Result($"picker {arm.Name}", competing[i], record => record.Excess)),
            .. _desk.Baselines.Select(arm => Result(arm.Name, WalkAll(_ => arm), record => record.Excess)),
            new ArmResult("no_trade", 0, double.NaN, 0, 0, 0, 0, 0, 0, 0, 0, 0),
            VariancePremium(),
        ];
        progress?.Report(new RunProgress("taking each limit away", 0.85));
        WithoutLimit[] without = [.. s_removable.Select(limit => Removed(limit, WalkAll(InForce, limit)))];
        WalkRecord median = own.OrderBy(record => Pnl(record)).ElementAt(own.Length / 2);
        (double rawLow, double netLow) = Lows(own);
        int last = ground.Refreshes.Length - 1, shadow = Enumerable.Range(0, _desk.Competing.Count).MaxBy(i => (scores[last, i], -i));
        bool edge = rawLow > 0 && netLow > 0 && arms[0].Trades >= DeskArms.LeastTrades;
        (IReadOnlyList<DeskYear> years, IReadOnlyList<KeyValuePair<string, int>> stopped) = Decisions(InForce, own);
        var evaluation = new DeskEvaluation(
            ground.Trades.Rows.Spans[ground.Trades.Tested[0]].Session, ground.Trades.Rows.Spans[ground.Trades.Tested[^1]].Session, ground.AccountValue, Offsets,
            arms, years, stopped,
            without, DeskPasses.Of(ground, refresh => InForce(refresh) ?? _desk.Competing[shadow]), Pickers(chosen, scores), Split(median),
            Reliability(InForce, forecast: true), Reliability(InForce, forecast: false), netLow, rawLow, BreakEvenShift(median), Deflated(own), Trials, edge,
            Verdict(arms[0], rawLow, netLow, edge));
        DeskArm shown = _desk.Competing[chosen[last] < 0 ? shadow : chosen[last]];
        PickerKind kind = _inputs.Model.Pickers.Kinds[chosen[last] < 0 ? shadow : chosen[last]];
        return new DeskModel(
            _inputs.Model.Card.Id, chosen[last] >= 0, scores[last, chosen[last] < 0 ? shadow : chosen[last]], _inputs.Model.Pickers.FinalOf(kind),
            shown.Calibrations[last], _inputs.Outcomes.Origin, _desk.Skills[last], evaluation);
    }

    private WalkRecord[] WalkAll(Func<int, DeskArm?> armAt, string? without = null)
    {
        var records = new WalkRecord[Offsets];
        Parallel.For(0, Offsets, new ParallelOptions { MaxDegreeOfParallelism = _inputs.Request.Threads, CancellationToken = _cancellation }, offset =>
            records[offset] = DeskWalk.Walk(_desk.Ground, armAt, offset, without));
        return records;
    }

    private PickerChoice[] Pickers(int[] chosen, double[,] scores)
    {
        var choices = new List<PickerChoice>();
        for (int r = 0; r < chosen.Length; r++)
        {
            if (r == 0 || chosen[r] != chosen[r - 1])
                choices.Add(new PickerChoice(_inputs.Data.Bars.Sessions[_desk.Ground.Refreshes[r]],
                    chosen[r] < 0 ? PickerKind.NoTrade.Name() : _desk.Competing[chosen[r]].Name, chosen[r] < 0 ? double.NaN : scores[r, chosen[r]]));
        }

        return [.. choices];
    }

    private ArmResult Result(string name, WalkRecord[] records, Func<WalkRecord, double[]> of, bool counted = true)
    {
        double[] mean = DeskArms.Average(records, of);
        Interval interval = BlockBootstrap.Mean(mean, Bootstrap(), Level).Including(Performance.Mean(mean));
        double[] pnl = [.. records.Select(record => counted ? Pnl(record) : of(record).Sum() * _desk.Ground.AccountValue)];
        return new ArmResult(
            name, counted ? (int)DeskArms.Median(records.Select(record => (double)record.Closed.Count)) : 0,
            counted ? DeskArms.Median(records.Select(record =>
                record.Closed.Count == 0 ? double.NaN : record.Closed.Count(one => one.Trade.Outcome.Pnl > 0) / (double)record.Closed.Count)) : double.NaN,
            DeskArms.Median(pnl), pnl.Min(), pnl.Max(), 252 * Performance.Mean(mean), 252 * interval.Low, 252 * interval.High,
            DeskArms.Median(records.Select(record => Performance.MaxDrawdown(counted ? record.Equity : Wealth(of(record))))),
            DeskArms.Median(records.Select(record => Performance.WorstMonth(_calendar, of(record)))),
            DeskArms.Median(records.Select(record => -Performance.ExpectedShortfall(of(record), 0.975))));
    }

    private ArmResult VariancePremium()
    {
        (double[] excess, IReadOnlyList<double> profits) = VariancePremiumArm.Run(_desk.History, _desk.Ground.RiskFree, _desk.Ground.Start);
        Interval interval = BlockBootstrap.Mean(excess, Bootstrap(), Level).Including(Performance.Mean(excess));
        double pnl = excess.Sum() * _desk.Ground.AccountValue;
        return new ArmResult(
            VariancePremiumArm.Name, profits.Count, profits.Count == 0 ? double.NaN : profits.Count(profit => profit > 0) / (double)profits.Count,
            pnl, pnl, pnl,
            252 * Performance.Mean(excess), 252 * interval.Low, 252 * interval.High, Performance.MaxDrawdown(Wealth(excess)),
            Performance.WorstMonth(_calendar, excess), -Performance.ExpectedShortfall(excess, 0.975));
    }

    private WithoutLimit Removed(string limit, WalkRecord[] records) => new(
        limit, (int)DeskArms.Median(records.Select(record => (double)record.Closed.Count)), DeskArms.Median(records.Select(Pnl)),
        DeskArms.Median(records.Select(record => Performance.WorstMonth(_calendar, record.Excess))));

    private (double Raw, double Net) Lows(WalkRecord[] own)
    {
        double[] raw = DeskArms.Average(own, record => record.Excess), shares = DeskArms.Average(own, record => record.SharesExcess);
        (double Raw, double Net) lowest = (double.PositiveInfinity, double.PositiveInfinity);
        // The corner that is worst for the trades as a whole stands for the chain model's error.
        foreach (double[] shift in Corners(own))
        {
            double[] at = [.. raw.Zip(shift, (value, more) => value + more)];
            double[] net = [.. at.Zip(shares, (value, other) => value - other)];
            lowest = (Math.Min(lowest.Raw, 252 * BlockBootstrap.Mean(at, Bootstrap(), Level).Low), Math.Min(lowest.Net,
                252 * BlockBootstrap.Mean(net, Bootstrap(), Level).Low));
        }

        return lowest;
    }

    // What each corner adds to the daily returns, at the exit of each trade.
    private IEnumerable<double[]> Corners(WalkRecord[] own)
    {
        DeskGround ground = _desk.Ground;
        bool modelled = own.SelectMany(record => record.Closed).Any(one => one.Trade.CornerReturns.Length > 0);
        for (int corner = 0; corner < (modelled ? LabelPricing.Corners : 1); corner++)
        {
            var shift = new double[_calendar.Length];
            foreach (WalkRecord record in own)
            {
                foreach (BookTrade one in record.Closed)
                {
                    if (one.Trade.CornerReturns.Length == 0 || double.IsNaN(one.Trade.CornerReturns[corner]))
                        continue;
                    int at = one.Trade.Last - ground.Start;
                    shift[at] += one.Units * (one.Trade.CornerReturns[corner] - one.Trade.Outcome.Return) * one.Trade.Outcome.CapitalAtRisk / record.Equity[at]
                        / own.Length;
                }
            }

            yield return shift;
        }
    }

    private (IReadOnlyList<DeskYear> Years, IReadOnlyList<KeyValuePair<string, int>> Stopped) Decisions(Func<int, DeskArm?> inForce, WalkRecord[] own)
    {
        DeskGround ground = _desk.Ground;
        var stopped = new Dictionary<string, int>(StringComparer.Ordinal);
        var counts = new SortedDictionary<int, int[]>();
        double[] mean = DeskArms.Average(own, record => record.Excess);
        for (int i = 0; i < ground.Trades.Tested.Length; i++)
        {
            int year = ground.Trades.Rows.Spans[ground.Trades.Tested[i]].Session.Year;
            int[] count = counts.TryGetValue(year, out int[]? found) ? found : counts[year] = new int[3];
            DeskVerdict? verdict = DeskWalk.Decide(ground, inForce, i, PortfolioState.Flat(ground.AccountValue), ground.Limits);
            count[(int)(verdict?.Decision ?? Decision.NoTrade)]++;
            foreach (string limit in DeskStops.Of(verdict, Enumerable.Range(0, Structures.Count).Any(s => ground.Trades.At(i, (Structure)s) is not null)))
                stopped[limit] = stopped.GetValueOrDefault(limit) + 1;
        }

        DeskYear[] years = [.. counts.Select(entry => new DeskYear(
            entry.Key, entry.Value.Sum(), entry.Value[0], entry.Value[1], entry.Value[2],
            DeskArms.Median(own.Select(record => (double)record.Closed.Count(one => _calendar[one.Trade.Last - ground.Start].Year == entry.Key))),
            _calendar.Zip(mean).Where(day => day.First.Year == entry.Key).Sum(day => day.Second)))];
        return (years, [.. stopped.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key, StringComparer.Ordinal)]);
    }

    private static PnlSplit Split(WalkRecord record)
    {
        double delta = 0, decay = 0, costs = 0, total = 0;
        foreach ((DeskTrade trade, int units, _) in record.Closed)
        {
            delta += units * trade.DeltaPnl.Sum();
            decay += units * trade.DecayPnl.Sum();
            costs -= units * trade.Outcome.Costs;
            total += units * trade.Outcome.Pnl;
        }

        return new PnlSplit(delta, decay, total - delta - decay - costs, costs);
    }

    private ReliabilityBin[] Reliability(Func<int, DeskArm?> inForce, bool forecast)
    {
        const int Bins = 10;
        var (sum, won, count) = (new double[Bins], new double[Bins], new int[Bins]);
        DeskGround ground = _desk.Ground;
        for (int i = 0; i < ground.Trades.Tested.Length; i++)
        {
            if (DeskWalk.Decide(ground, inForce, i, PortfolioState.Flat(1e12), ground.Limits) is not { Risk: not null } verdict
                || ground.Trades.At(i, verdict.Structure) is not { IsClosed: true } trade)
                continue;
            double p = forecast ? verdict.Forecast.WinProbability : trade.Position.WinProbability;
            if (double.IsNaN(p))
                continue;
            int bin = Math.Min((int)(p * Bins), Bins - 1);
            sum[bin] += p;
            won[bin] += trade.Outcome.Pnl > 0 ? 1 : 0;
            count[bin]++;
        }

        return [.. Enumerable.Range(0, Bins).Where(bin => count[bin] > 0)
            .Select(bin => new ReliabilityBin(sum[bin] / count[bin], won[bin] / count[bin], count[bin]))];
    }

    // The trades stay; only the level of every modelled volatility moves.
    private double? BreakEvenShift(WalkRecord record)
    {
        if (record.Closed.Count == 0 || _desk.History.Priced is null || record.Closed.Any(one => one.Trade.Position.Origin != ChainOrigin.Modelled))
            return null;
        double[] shifts = [-0.3, -0.2, -0.15, -0.1, -0.05, 0, 0.05, 0.1, 0.15, 0.2, 0.3];
        double[] pnl = new double[shifts.Length];
        Parallel.For(0, shifts.Length, new ParallelOptions { MaxDegreeOfParallelism = _inputs.Request.Threads, CancellationToken = _cancellation }, i =>
        {
            foreach (BookTrade one in record.Closed)
            {
                SessionTrades session = _desk.Sessions.At(Array.BinarySearch(_desk.Sessions.Sessions, one.Trade.Position.Session));
                TradeOutcome outcome = session.Simulate(one.Trade.Position, new Repricing(session.Scale, 1 + shifts[i], 1));
                pnl[i] += one.Units * (outcome.IsComplete ? outcome.Pnl : one.Trade.Outcome.Pnl);
            }
        });
        double? nearest = null;
        for (int i = 0; i + 1 < shifts.Length; i++)
        {
            if (pnl[i] == pnl[i + 1] || pnl[i] * pnl[i + 1] > 0)
                continue;
            double root = shifts[i] + ((shifts[i + 1] - shifts[i]) * pnl[i] / (pnl[i] - pnl[i + 1]));
            nearest = nearest is null || Math.Abs(root) < Math.Abs(nearest.Value) ? root : nearest;
        }

        return nearest;
    }

    // Every specification tried for the question, each with all pickers that competed.
    private int Trials => Math.Max(_inputs.Model.Options.Trials, 1) * _desk.Competing.Count;

    private double Deflated(WalkRecord[] own)
    {
        double[] mean = DeskArms.Average(own, record => record.Excess);
        SeriesMoments moments = Moments.Of(mean);
        int trials = Trials;
        // Without the trials' own ratios their variance is that of the ratio of an unskilled one.
        return moments.StandardDeviation > 0
            ? SharpeRatio.Deflated(moments.Mean / moments.StandardDeviation, moments.Count, moments.Skewness, moments.Kurtosis, trials, 1.0 / moments.Count)
            : double.NaN;
    }

    private string Verdict(ArmResult desk, double rawLow, double netLow, bool edge)
    {
        string earned = desk.Trades == 0
            ? $"{(edge ? "Edge" : "No edge")}: the desk closed no trade"
            : Invariant($"{(edge ? "Edge" : "No edge")}: the desk closed {desk.Trades} trades and earned {Display.Percent(desk.MeanPerYear, 2)} of the ")
                + Invariant($"account a year above T-bills (80% {Display.Percent(desk.Low, 2)}…{Display.Percent(desk.High, 2)})");
        return $"{earned}; at the low end of the chain model's error the lower bound is {Display.Percent(rawLow, 2)}, "
            + $"net of shares at its delta {Display.Percent(netLow, 2)}.";
    }

    private BootstrapOptions Bootstrap() => new(Math.Min(_block, Math.Max(1, _calendar.Length / 4.0)), 400, _inputs.Request.Seed);

    private static double Pnl(WalkRecord record) => record.Closed.Sum(one => one.Units * one.Trade.Outcome.Pnl);

    private static double[] Wealth(double[] excess)
    {
        double[] wealth = new double[excess.Length];
        double value = 1;
        for (int i = 0; i < excess.Length; i++)
            wealth[i] = value *= 1 + excess[i];
        return wealth;
    }
}
