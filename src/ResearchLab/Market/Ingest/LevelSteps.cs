using System.Globalization;
using ResearchLab.Lake;

namespace ResearchLab.Market;

/// <summary>
/// Steps of the close that stay: a split nobody told, or a change of unit. Which side is right cannot be known, so all rows of the symbol are
/// refused; a print that comes back is a bad row and left to <see cref="PriceJumps"/>, as is a step of the last row, which nothing confirms.
/// </summary>
internal static class LevelSteps
{
    private const int MostRemarks = 5, VolumeWindow = 20, MovesWindow = 60, FewDays = 5, LookBackDays = 30, FarLookBackDays = 1830;
    private const double Gross = 5, Far = 50, UnitTolerance = 0.1, SameStep = 0.04, UsualTolerance = 0.015, SmallestStep = 1.22, ManyMoves = 12, BusyShares = 2,
        CalmRange = 1.08, CalmVolume = 3, NearlyFlat = 1.3, Together = 1.1;
    private static readonly double[] s_units = [100, 1_000, 10_000, 1_000_000];
    private static readonly double[] s_smallSplits = [6.0 / 5, 5.0 / 4, 4.0 / 3, 7.0 / 5, 10.0 / 7, 3.0 / 2, 5.0 / 3];

    /// <summary>Marks the rows of symbols whose close takes such a step, within the rows or between them and the stored ones.</summary>
    /// <param name="bars">The rows, after the gates.</param>
    /// <param name="adjustment">How they are adjusted; raw prices may step as a split would and get it later.</param>
    /// <param name="reasons">One a row.</param>
    /// <param name="stored">What the lake has.</param>
    /// <param name="splits">Ratio of each split, by symbol and session.</param>
    /// <param name="splitsAreTold">Whether raw prices come with their splits, so that none comes later.</param>
    /// <returns>One line a step.</returns>
    public static IReadOnlyList<string> Mark(
        QualityGates.BarColumns bars, string adjustment, QualityReason[] reasons, StoredBars stored, ILookup<string, (DateOnly Session, double Ratio)> splits,
        bool splitsAreTold)
    {
        List<string> remarks = [];
        foreach (int[] rows in RowsOfSymbols.InOrder(bars.Symbol, bars.Session, row => reasons[row] is QualityReason.None or QualityReason.Jump))
        {
            if (!Array.Exists(rows, row => reasons[row] == QualityReason.None))
                continue; // refused for another reason
            string symbol = bars.Symbol[rows[0]];
            bool raw = adjustment == "raw";
            List<Step> steps = [.. Steps(bars, rows, reasons, stored).Where(step => !raw
                || !splits[symbol].Any(split => split.Session == step.Session && SplitSteps.KindOf(step.Before, step.After, split.Ratio) == StepKind.Raw))];
            if (steps.Find(step => step.Stays && (!raw || splitsAreTold || step.IsUnit)) is { } lasting)
            {
                foreach (int row in rows)
                    reasons[row] = QualityReason.OtherBasis;
                remarks.Insert(0, lasting.Refusal(symbol));
                continue;
            }

            foreach (Step step in steps.Where(step => step.Row >= 0))
            {
                if (!raw)
                    reasons[step.Row] = QualityReason.Jump;
                if (remarks.Count < MostRemarks)
                    remarks.Add(step.Remark(symbol, kept: reasons[step.Row] == QualityReason.None));
            }
        }

        return remarks;
    }

    /// <summary>The first step of closes within sessions that stays, as a refusal; null when there is none.</summary>
    /// <param name="bars">The rows, after the gates.</param>
    /// <param name="reasons">One a row.</param>
    /// <param name="raw">Whether they are as traded, so that they step at splits.</param>
    public static string? Within(QualityGates.IntradayColumns bars, QualityReason[] reasons, bool raw)
    {
        int[] rows = [.. Enumerable.Range(0, reasons.Length).Where(row => reasons[row] is QualityReason.None or QualityReason.Jump)
            .OrderBy(row => bars.Symbol[row], StringComparer.Ordinal).ThenBy(row => bars.Time[row])];
        int reference = 0;
        for (int i = 1; i + 1 < rows.Length; i++)
        {
            (int before, int row, int next) = (rows[reference], rows[i], rows[i + 1]);
            if (bars.Symbol[before] != bars.Symbol[row] || bars.Symbol[row] != bars.Symbol[next]
                || bars.Time[row] - bars.Time[before] > TimeSpan.FromDays(LookBackDays))
            {
                reference = i;
                continue;
            }

            if (IsStep(bars.Close[before], bars.Close[row]))
            {
                if (Ratio(bars.Close[before], bars.Close[next]) < NearlyFlat)
                    continue; // a print that comes back
                var step = new Step(row, bars.Session[row], bars.Close[before], bars.Close[row], Stays: Ratio(bars.Close[row], bars.Close[next]) < NearlyFlat);
                if (step.Stays && (!raw || step.IsUnit))
                    return step.Refusal(bars.Symbol[row]);
            }

            reference = i;
        }

        return null;
    }

    private static IEnumerable<Step> Steps(QualityGates.BarColumns bars, int[] rows, QualityReason[] reasons, StoredBars stored)
    {
        (string symbol, DateOnly first, DateOnly last) = (bars.Symbol[rows[0]], bars.Session[rows[0]], bars.Session[rows[^1]]);
        double reference = stored.LastClose(symbol, first);
        if (double.IsNaN(reference) && stored.LastClose(symbol, first, FarLookBackDays) is var long_ && Ratio(long_, bars.Close[rows[0]]) > Far)
            reference = long_;
        // A first print far from all others is a bad one.
        int start = double.IsNaN(reference) && rows.Length > 1 && reasons[rows[0]] == QualityReason.Jump ? 1 : 0;
        for (int i = start; i < rows.Length; i++)
        {
            int row = rows[i];
            double close = bars.Close[row];
            int wrong = double.IsNaN(reference) ? 0 : PriceJumps.Wrong(bars, rows.AsSpan(i), reference, QualityGates.DefaultMaxJump);
            if (wrong > 0)
            {
                i += wrong - 1;
                continue;
            }

            // A bar that stands alone is a bad one, and the next goes on from the one before it.
            if (reasons[row] == QualityReason.Jump && i + 1 < rows.Length && Ratio(reference, bars.Close[rows[i + 1]]) < Together)
                continue;
            if (IsStep(reference, close) || IsWholeStep(bars, rows, i, reference))
            {
                var step = new Step(row, bars.Session[row], reference, close, Stays: false);
                bool near = i == 0 || bars.Session[row].DayNumber - bars.Session[rows[i - 1]].DayNumber <= LookBackDays;
                bool told = step.IsUnit || (near && IsCalm(bars, rows, i));
                // What a busy day explains is a true move, and as any other of its size only its own row is refused.
                if (told || reasons[row] == QualityReason.Jump || (near && PriceJumps.IsSplitShaped(reference, close)))
                    yield return step with { Stays = told && i + 1 < rows.Length };
            }

            reference = close;
        }

        if (rows.Length > 1 && stored.NextClose(symbol, last) is var next && IsStep(reference, next))
            yield return new Step(-1, last, reference, next, Stays: true);
    }

    private static bool IsStep(double before, double after) => Ratio(before, after) > Gross || PriceJumps.IsSplitShaped(before, after);

    private static double Ratio(double before, double after) => after < before ? before / after : after / before;

    /// <summary>
    /// Whether all prices step at once by a fifth or more, far beyond the moves of the days before, on a calm day: open and close are both there. Where
    /// no volume tells that the day was calm, only the ratio of a small split does. Of some 530 large shares from 1980 on no true move looks so: at the
    /// news behind one, twice as many shares and more are traded.
    /// </summary>
    private static bool IsWholeStep(QualityGates.BarColumns bars, int[] rows, int i, double before)
    {
        int row = rows[i];
        double ratio = Ratio(before, bars.Close[row]);
        if (!(ratio > SmallestStep) || i < FewDays || bars.High[row] > bars.Low[row] * CalmRange)
            return false;
        double step = Math.Log(ratio);
        if (Math.Abs(step - Math.Log(bars.Close[row] < before ? before / bars.Open[row] : bars.Open[row] / before)) > SameStep)
            return false;
        double[] moves = [.. Enumerable.Range(Math.Max(1, i - MovesWindow), i - Math.Max(1, i - MovesWindow))
            .Select(at => Math.Abs(Math.Log(bars.Close[rows[at]] / bars.Close[rows[at - 1]]))).Order()];
        if (moves.Length == 0 || step < ManyMoves * moves[moves.Length / 2])
            return false;
        double[] shares = [.. rows[Math.Max(0, i - VolumeWindow)..i].Select(at => bars.Volume[at]).Where(traded => traded > 0).Order()];
        return shares.Length < FewDays || !(bars.Volume[row] > 0)
            ? Array.Exists(s_smallSplits, split => Math.Abs(step - Math.Log(split)) < UsualTolerance)
            : bars.Volume[row] < BusyShares * shares[shares.Length / 2];
    }

    /// <summary>
    /// Whether about as much money was traded as on the days before: at a split and a change of unit it is, at a crash many times more. True where it is not
    /// known.
    /// </summary>
    private static bool IsCalm(QualityGates.BarColumns bars, int[] rows, int i)
    {
        double[] traded = [.. rows[Math.Max(0, i - VolumeWindow)..i].Select(Traded).Where(money => money > 0).Order()];
        return traded.Length < FewDays || !(Traded(rows[i]) > CalmVolume * traded[traded.Length / 2]);

        double Traded(int row) => bars.Close[row] * bars.Volume[row];
    }

    private sealed record Step(int Row, DateOnly Session, double Before, double After, bool Stays)
    {
        private double Times => Ratio(Before, After);

        /// <summary>Whether it is the step between two units of the same money or count.</summary>
        public bool IsUnit => Array.Exists(s_units, unit => Math.Abs(Math.Log(Times / unit)) < UnitTolerance);

        private string Shape
        {
            get
            {
                string ratio = Times.ToString("0.##", CultureInfo.InvariantCulture);
                return IsUnit ? $"{ratio} times {(After < Before ? "less" : "more")}, as in another unit"
                    : After < Before ? $"about a split of {ratio} for 1" : $"about a reverse split of 1 for {ratio}";
            }
        }

        private string From(string symbol) => Row < 0
            ? Invariant($"{symbol}: its close is {Before:0.####} on {Session:yyyy-MM-dd} and the next one in the lake {After:0.####}")
            : Invariant($"{symbol}: its close goes from {Before:0.####} to {After:0.####} on {Session:yyyy-MM-dd}");

        public string Refusal(string symbol) => $"{From(symbol)} and stays, {Shape} that neither file nor lake tells: its rows are refused. " +
            (IsUnit
                ? "Write all rows in one unit"
                : "Give prices adjusted for splits, raw ones with a column of splits, or say --adjusted raw if they are as traded") +
            "; say --jumps keep if the step is real.";

        public string Remark(string symbol, bool kept) =>
            $"{From(symbol)}, {Shape} that neither file nor lake tells; the row {(kept ? "is kept as traded" : "waits in quarantine")}. " +
            "Give prices adjusted for splits, or raw ones with a column of splits.";
    }
}
