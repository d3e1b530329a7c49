using ResearchLab.Backtesting;
using ResearchLab.Columns;
using ResearchLab.Lake;
using ResearchLab.Options;
using ResearchLab.Time;

namespace ResearchLab.Models;

/// <summary>
/// Labels in the lake. An outcome is known at the close of the session that ends it, so a read as of any time gives exactly the labels
/// that could be known then; outcomes still open are not kept.
/// </summary>
public static class LabelStore
{
    private static readonly string[] s_reasons = ["not_traded", "take_profit", "stop_loss", "time_limit", "open", "regime_change", "assigned", "expired"];

    /// <summary>Name of a reason in files and output, such as <c>take_profit</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such reason.</exception>
    public static string NameOf(ExitReason reason) =>
        (int)reason < s_reasons.Length
            ? s_reasons[(int)reason]
            : throw new ArgumentOutOfRangeException(nameof(reason), reason, Invariant($"There is no exit reason {(int)reason}."));

    /// <summary>Adds the outcomes that have ended; those the lake holds already write nothing.</summary>
    public static AppendResult Append(DataLake lake, OutcomeMatrix outcomes)
    {
        int[] kept = [.. Enumerable.Range(0, outcomes.Outcomes.Length).Where(i => outcomes.EndAt(i) is not null)];
        TradeOutcome[] ended = Array.ConvertAll(kept, i => outcomes.Outcomes[i]);
        var rows = new Frame(
        [
            new Column<string>("symbol", Repeat(outcomes.Symbol, ended.Length)),
            new Column<DateOnly>("session", Array.ConvertAll(ended, outcome => outcome.Signal)),
            new Column<string>("structure", Array.ConvertAll(ended, outcome => outcome.Structure.Name())),
            new Column<string>("spec", Repeat(outcomes.Spec, ended.Length)),
            new Column<string>("origin", Array.ConvertAll(kept, i => outcomes.OriginOf(i / Structures.Count).ToString().ToLowerInvariant())),
            new Column<string>("reason", Array.ConvertAll(ended, outcome => NameOf(outcome.Reason))),
            new Column<DateOnly>("entry", Array.ConvertAll(ended, outcome => outcome.Entry)),
            new Column<DateOnly>("exit", Array.ConvertAll(ended, outcome => outcome.Exit)),
            new Column<double>("pnl", Array.ConvertAll(ended, outcome => outcome.Pnl)),
            new Column<double>("costs", Array.ConvertAll(ended, outcome => outcome.Costs)),
            new Column<double>("capital_at_risk", Array.ConvertAll(ended, outcome => outcome.CapitalAtRisk)),
            new Column<double>("win_probability", outcomes.WinProbabilities.Length == 0
                ? Missing(ended.Length)
                : Array.ConvertAll(kept, i => outcomes.WinProbabilities[i])),
            new Column<double>("min_win_probability", Repeat(outcomes.WinProbabilities.Length == 0 ? double.NaN : outcomes.MinWinProbability, ended.Length)),
            new Column<DateOnly>("end", Array.ConvertAll(kept, i => outcomes.EndAt(i)!.Value)),
            .. Enumerable.Range(0, LabelPricing.Corners).Select(corner => new Column<double>(
                Invariant($"corner_{corner + 1}"), outcomes.Corners.Length == 0
                    ? Missing(ended.Length)
                    : Array.ConvertAll(kept, i => outcomes.Corners[(i * LabelPricing.Corners) + corner]))),
            new Column<DateTimeOffset>("known_at", Array.ConvertAll(kept, i => KnownAt.Daily(outcomes.EndAt(i)!.Value))),
        ]);
        return lake.Append(Datasets.Labels, rows, "computed");
    }

    /// <summary>The labels of a symbol and spec as of the time of the view; an outcome it does not hold is open.</summary>
    /// <param name="view">What is read, and as of when.</param>
    /// <param name="symbol">Ticker.</param>
    /// <param name="spec">How the labels were made.</param>
    /// <param name="withCorners">Whether returns at the corners of the chain model's error are wanted: half of the reading.</param>
    public static OutcomeMatrix Read(LakeView view, string symbol, string spec, bool withCorners = true)
    {
        string[] columns = [.. Datasets.Labels.AllColumns.Select(column => column.Name)
            .Where(name => name is not ("symbol" or "spec") && (withCorners || !name.StartsWith("corner_", StringComparison.Ordinal)))];
        Frame rows = view.Read(Datasets.Labels, columns, LakeFilter.Equal("symbol", symbol), LakeFilter.Equal("spec", spec));
        ReadOnlySpan<DateOnly> signals = rows.Get<DateOnly>("session"), entries = rows.Get<DateOnly>("entry"), exits = rows.Get<DateOnly>("exit");
        ReadOnlySpan<string> structures = rows.Get<string>("structure"), reasons = rows.Get<string>("reason"), origins = rows.Get<string>("origin");
        ReadOnlySpan<double> pnl = rows.Get<double>("pnl"), costs = rows.Get<double>("costs"), capital = rows.Get<double>("capital_at_risk");

        DateOnly[] sessions = [.. new SortedSet<DateOnly>(signals.ToArray())];
        var outcomes = new TradeOutcome[sessions.Length * Structures.Count];
        for (int i = 0; i < outcomes.Length; i++)
        {
            outcomes[i] = new TradeOutcome(
                (Structure)(i % Structures.Count), sessions[i / Structures.Count], default, default, ExitReason.Open, double.NaN, 0, double.NaN);
        }

        ReadOnlySpan<DateOnly> end = rows.Get<DateOnly>("end");
        double[][] corner = !withCorners ? [] : [.. Enumerable.Range(1, LabelPricing.Corners).Select(n => rows.ToArray<double>(Invariant($"corner_{n}")))];
        bool hasCorners = corner.Any(column => column.Any(double.IsFinite));
        double[] corners = hasCorners ? Missing(outcomes.Length * LabelPricing.Corners) : [];
        var ends = new DateOnly[outcomes.Length];
        double[] win = rows.ToArray<double>("win_probability"), least = rows.ToArray<double>("min_win_probability");
        double bound = Array.Find(least, double.IsFinite);
        double[] wins = bound > 0 ? Missing(outcomes.Length) : [];
        ChainOrigin weakest = ChainOrigin.Observed;
        var originOf = new ChainOrigin?[sessions.Length];
        for (int row = 0; row < rows.Rows; row++)
        {
            Structure structure = Structures.Parse(structures[row]);
            int session = Array.BinarySearch(sessions, signals[row]), index = (session * Structures.Count) + (int)structure;
            outcomes[index] = new TradeOutcome(
                structure, signals[row], entries[row], exits[row], Reason(reasons[row]), pnl[row], costs[row], capital[row]);
            if (wins.Length > 0)
                wins[index] = win[row];
            for (int c = 0; c < LabelPricing.Corners && hasCorners; c++)
                corners[(index * LabelPricing.Corners) + c] = corner[c][row];
            ends[index] = end[row];
            var origin = ChainOrigins.Parse(origins[row]);
            originOf[session] = origin;
            if (origin > weakest)
                weakest = origin;
        }

        return new OutcomeMatrix(symbol, spec, weakest, sessions, outcomes)
        {
            Origins = originOf,
            Corners = corners,
            CornerEnds = ends,
            WinProbabilities = wins,
            MinWinProbability = bound > 0 ? bound : Eligibility.MinWinProbability,
        };
    }

    private static ExitReason Reason(string name)
    {
        int index = Array.IndexOf(s_reasons, name);
        return index >= 0 ? (ExitReason)index : throw ChainOrigins.Unknown("exit reason", name, $"one of {string.Join(", ", s_reasons)}");
    }

    private static double[] Missing(int count)
    {
        var values = new double[count];
        Array.Fill(values, double.NaN);
        return values;
    }

    private static T[] Repeat<T>(T text, int count)
    {
        var texts = new T[count];
        Array.Fill(texts, text);
        return texts;
    }
}
