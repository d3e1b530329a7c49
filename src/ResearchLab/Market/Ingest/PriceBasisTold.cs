using System.Globalization;
using ResearchLab.Lake;

namespace ResearchLab.Market;

/// <summary>
/// How the prices of a file are adjusted, told from what stands beside them: at a split that the file tells, raw closes step by about its ratio and
/// adjusted ones do not; and where an adjusted close does not step with the close, the close is raw.
/// </summary>
/// <param name="Adjustment">How they are adjusted.</param>
/// <param name="InWords">The same with how it is known.</param>
/// <param name="Actions">Splits and dividends to store beside raw bars.</param>
/// <param name="Remarks">What a person should know.</param>
internal sealed record PriceBasisTold(
    BarAdjustment Adjustment, string InWords, IReadOnlyList<(string Symbol, CorporateAction Action)> Actions, IReadOnlyList<string> Remarks)
{
    /// <summary>Tells it.</summary>
    /// <exception cref="CsvIngestException">The splits of the file contradict its closes, each other, or what was said.</exception>
    public static PriceBasisTold Of(
        string file, string[] symbols, DateOnly[] sessions, double[] close, double[]? adjusted, double[]? splits, double[]? dividends, QualityReason[] reasons,
        BarAdjustment? said)
    {
        List<Step> steps = [];
        List<string> remarks = [];
        List<(string Symbol, CorporateAction Action)> actions = [];
        if (splits is not null || dividends is not null || adjusted is not null)
        {
            foreach (int[] rows in RowsOfSymbols.InOrder(symbols, sessions, row => reasons[row] == QualityReason.None && close[row] > 0))
                Walk(rows);
        }

        Step? raw = steps.Find(step => step.Kind == StepKind.Raw), kept = steps.Find(step => step.Kind == StepKind.Adjusted),
            neither = steps.Find(step => step.Kind == StepKind.Neither);
        string At(Step step) => Invariant($"the close of {step.Symbol} goes from {step.Before:0.####} to {step.After:0.####} on {step.Session:yyyy-MM-dd}");
        if (neither is not null)
        {
            string inverse = SplitSteps.KindOf(neither.Before, neither.After, 1 / neither.Ratio) == StepKind.Raw
                ? $" but by one of {Ratio(1 / neither.Ratio)}: write new shares for one old"
                : "";
            throw new CsvIngestException(
                $"{file} tells a split of {Ratio(neither.Ratio)}, and {At(neither)}, which is neither by the split nor flat{inverse}. "
                + $"Correct the file, or leave the column out with --map {(neither.Told ? "split" : "adj_close")}=none.");
        }
        if (raw is not null && kept is not null)
            throw new CsvIngestException($"{file} is adjusted for one split and not for another: {At(raw)} at a split of {Ratio(raw.Ratio)}, "
                + $"{At(kept)} at one of {Ratio(kept.Ratio)}. Give it on one basis.");
        if (raw is not null && said is BarAdjustment.Splits or BarAdjustment.All)
            throw new CsvIngestException($"{file} has raw prices: {At(raw!)} at a split of {Ratio(raw!.Ratio)}. Say --adjusted raw, or leave --adjusted out.");
        if (kept is not null && said == BarAdjustment.Raw)
            throw new CsvIngestException($"{file} has prices adjusted for splits: {At(kept)} at a split of {Ratio(kept.Ratio)}. Leave --adjusted out.");
        bool isRaw = raw is not null || said == BarAdjustment.Raw;
        // yfinance's history adjusts for dividends unless it is told not to, and then has a column of adjusted closes.
        bool all = !isRaw && said is null && splits is not null && adjusted is null && dividends is not null && Array.Exists(dividends, paid => paid > 0);
        if (raw is { Told: false })
        {
            foreach (Step step in steps.Where(step => step.Kind == StepKind.Raw))
                actions.Add((step.Symbol, new CorporateAction(step.Session, CorporateActionKind.Split, step.Ratio)));
        }

        string words = (raw, kept, said) switch
        {
            _ when all => "for splits and dividends (as yfinance's history is, which names both and has no adjusted close; change it with --adjusted)",
            ({ } step, _, _) => Invariant($"raw (told by the split of {Ratio(step.Ratio)} on {step.Session:yyyy-MM-dd})"),
            (_, { } step, _) => Invariant($"for splits (told by the split of {Ratio(step.Ratio)} on {step.Session:yyyy-MM-dd})"),
            (_, _, { } by) => $"{Name(by)} (as said)",
            _ => "for splits (assumed, nothing in the file tells; change it with --adjusted)",
        };
        int paid = actions.Count(action => action.Action.Kind == CorporateActionKind.Dividend);
        if (paid > 0 && !isRaw)
            remarks.Add(Invariant($"{paid} {(paid == 1 ? "dividend" : "dividends")} of the file {(paid == 1 ? "was" : "were")} not stored: ")
                + Invariant($"beside prices that are taken as adjusted it is not told of which basis {(paid == 1 ? "it is" : "they are")}. ")
                + "Say --adjusted raw when the prices are as traded.");
        return new PriceBasisTold(said ?? (isRaw ? BarAdjustment.Raw : all ? BarAdjustment.All : BarAdjustment.Splits), words, isRaw ? actions : [], remarks);

        void Walk(int[] rows)
        {
            for (int i = 0; i < rows.Length; i++)
            {
                int row = rows[i];
                double ratio = splits is null ? double.NaN : splits[row];
                bool told = ratio > 0 && Math.Abs(ratio - 1) > 1e-9;
                if (told)
                    actions.Add((symbols[row], new CorporateAction(sessions[row], CorporateActionKind.Split, ratio)));
                if (dividends is not null && dividends[row] > 0 && i > 0)
                {
                    if (dividends[row] < close[rows[i - 1]])
                        actions.Add((symbols[row], new CorporateAction(sessions[row], CorporateActionKind.Dividend, dividends[row])));
                    else
                        remarks.Add(Invariant($"{symbols[row]}: the dividend of {dividends[row]} on {sessions[row]:yyyy-MM-dd} is not below the close of ")
                            + Invariant($"{close[rows[i - 1]]} before it, and was left out."));
                }

                if (i == 0)
                    continue;
                int before = rows[i - 1];
                if (told)
                    Judge(before, row, ratio, byColumn: true);
                else if (splits is null && adjusted is not null && adjusted[row] > 0 && adjusted[before] > 0)
                    FromAdjusted(before, row);
            }
        }

        void FromAdjusted(int before, int row)
        {
            double factor = adjusted![row] / close[row] / (adjusted[before] / close[before]), step = close[row] / close[before];
            if (Math.Abs(Math.Log(factor)) < SplitSteps.Smallest || Math.Abs(Math.Log(step * factor)) > SplitSteps.Slack(factor)
                || SplitSteps.Nearest(factor) is not { } ratio)
                return;
            Judge(before, row, ratio, byColumn: false);
        }

        void Judge(int before, int row, double ratio, bool byColumn)
        {
            if (SplitSteps.KindOf(close[before], close[row], ratio) is { } kind)
                steps.Add(new Step(symbols[row], sessions[row], ratio, close[before], close[row], kind, byColumn));
        }
    }

    private static string Ratio(double ratio) => ratio >= 1
        ? ratio.ToString("0.####", CultureInfo.InvariantCulture) + ":1"
        : "1:" + (1 / ratio).ToString("0.####", CultureInfo.InvariantCulture);

    private static string Name(BarAdjustment adjustment) =>
        adjustment switch { BarAdjustment.Raw => "raw", BarAdjustment.Splits => "for splits", _ => "for splits and dividends" };

    private sealed record Step(string Symbol, DateOnly Session, double Ratio, double Before, double After, StepKind Kind, bool Told);
}
