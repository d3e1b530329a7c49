using System.Globalization;
using ResearchLab.Lake;

namespace ResearchLab.Market;

/// <summary>
/// What a column of volumes tells against itself and against the stored one: a change of unit, and running totals. Each is refused, since nothing tells
/// which side is in shares; a volume that is small for its price is said only.
/// </summary>
internal static class VolumeChecks
{
    private const string Remedy = "Write all volumes in shares, or leave them out with --map volume=none";
    // A spin-off is traded thinly for two weeks before it is listed: what is less than three on either side is no change of unit.
    private const int Window = 20, FewestRows = 15, FewestShared = 5, FewestOfTotal = 20, FewestBars = 10;

    // A change of unit is by 100 or more: the least on one side is far above the most on the other, and the price goes on as it was.
    private const double Step = 20, UnitTolerance = 0.9, Apart = 6, MostSpread = 20, CalmPrice = 0.1, TotalGrowth = 1.5, TotalShare = 0.8, StoredStep = 20,
        FewDollars = 100_000;
    private static readonly double[] s_units = [100, 1_000, 1_000_000];

    /// <summary>Checks the volumes of daily bars.</summary>
    /// <param name="file">Name of the file, for messages.</param>
    /// <param name="bars">The rows.</param>
    /// <param name="reasons">One a row; those with a reason play no part.</param>
    /// <param name="stored">What the lake has.</param>
    /// <returns>One line a symbol that was refused beside others.</returns>
    /// <exception cref="CsvIngestException">They change their unit or are running totals.</exception>
    public static IReadOnlyList<string> Require(string file, QualityGates.BarColumns bars, QualityReason[] reasons, StoredBars stored)
    {
        var refusal = new SymbolRefusal(bars.Symbol, reasons);
        foreach (int[] rows in RowsOfSymbols.InOrder(bars.Symbol, bars.Session, row => reasons[row] == QualityReason.None && bars.Volume[row] > 0))
        {
            string symbol = bars.Symbol[rows[0]];
            double[] volume = Array.ConvertAll(rows, row => bars.Volume[row]), close = Array.ConvertAll(rows, row => bars.Close[row]);
            if ((InFile(bars, rows, volume, close) ?? AgainstTheLake(symbol, Array.ConvertAll(rows, row => bars.Session[row]), volume, stored)) is { } why)
                refusal.Refuse(rows, $"{file}: the volume of {symbol} {why}.");
        }

        return refusal.Remarks;
    }

    private static string? InFile(QualityGates.BarColumns bars, int[] rows, double[] volume, double[] close)
    {
        if (rows.Length >= FewestOfTotal && IsTotal(volume))
            return $"never falls, from {Text(volume[0])} to {Text(volume[^1])}: it is a running total. Write what was traded each day, "
                + "or leave it out with --map volume=none";
        for (int i = FewestRows; i + FewestRows <= rows.Length; i++)
        {
            if (Ratio(volume[i], volume[i - 1]) > Step && Ratio(close[i], close[i - 1]) < 1 + CalmPrice
                && IsUnit(volume.AsSpan(Math.Max(0, i - Window)..i), volume.AsSpan(i..Math.Min(rows.Length, i + Window))))
                return Invariant($"goes from {Text(volume[i - 1])} to {Text(volume[i])} on {bars.Session[rows[i]]:yyyy-MM-dd} and stays: its unit changes. ")
                    + Invariant($"{Remedy}");
        }

        return null;
    }

    /// <summary>Refuses volumes of bars within sessions that are totals since the open.</summary>
    /// <param name="file">Name of the file, for messages.</param>
    /// <param name="bars">The rows.</param>
    /// <param name="reasons">One a row; those with a reason play no part.</param>
    /// <exception cref="CsvIngestException">They are running totals.</exception>
    public static void RequireNoTotals(string file, QualityGates.IntradayColumns bars, QualityReason[] reasons)
    {
        int totals = 0, sessions = 0;
        foreach (IGrouping<(string Symbol, DateOnly Session), int> session in Enumerable.Range(0, reasons.Length)
            .Where(row => reasons[row] == QualityReason.None && bars.Volume[row] > 0)
            .GroupBy(row => (bars.Symbol[row], bars.Session[row])))
        {
            double[] volume = [.. session.OrderBy(row => bars.Time[row]).Select(row => bars.Volume[row])];
            sessions += volume.Length >= FewestBars ? 1 : 0;
            totals += volume.Length >= FewestBars && IsTotal(volume) ? 1 : 0;
        }

        if (totals > 0 && totals >= TotalShare * sessions)
            throw new CsvIngestException(Invariant($"{file}: the volume never falls within {totals} of {sessions} sessions: it is the total since the open. ")
                + "Write what was traded in each bar, or leave it out with --map volume=none.");
    }

    /// <summary>Says where so little is traded that the numbers may be thousands or millions.</summary>
    public static IEnumerable<string> Remarks(QualityGates.BarColumns bars, QualityReason[] reasons)
    {
        foreach (int[] rows in RowsOfSymbols.InOrder(bars.Symbol, bars.Session, row => reasons[row].IsKept() && bars.Volume[row] > 0))
        {
            double[] money = [.. rows.Select(row => bars.Volume[row] * bars.Close[row]).Order()];
            if (rows.Length >= FewestOfTotal && money[money.Length / 2] is < FewDollars and var few)
                yield return $"{bars.Symbol[rows[0]]}: volume times close is {Text(Math.Round(few))} on the middle day, which is little: "
                    + "if the volumes are thousands or millions, name their column so, such as 'Volume (M)'.";
        }
    }

    private static string? AgainstTheLake(string symbol, DateOnly[] sessions, double[] volume, StoredBars stored)
    {
        (DateOnly[] storedSessions, double[] storedVolume) = stored.Volumes(symbol);
        if (storedSessions.Length < FewestShared)
            return null;
        double[] ratios = [.. sessions.Select((session, i) => Array.BinarySearch(storedSessions, session) is >= 0 and var at && storedVolume[at] > 0
            ? volume[i] / storedVolume[at]
            : double.NaN).Where(double.IsFinite).Order()];
        if (ratios.Length >= FewestShared && ratios[ratios.Length / 2] is var ratio && Ratio(ratio, 1) > StoredStep)
            return $"is {Text(ratio)} times the stored one on {ratios.Length} sessions that both have: their units differ. {Remedy}";
        int next = Array.BinarySearch(storedSessions, sessions[0]) is var found && found < 0 ? ~found : found;
        double[] before = [.. storedVolume[Math.Max(0, next - Window)..next].Where(shares => shares > 0)];
        return ratios.Length == 0 && before.Length >= FewestRows && volume.Length >= FewestRows
            && IsUnit(before, volume.AsSpan(0, Math.Min(Window, volume.Length)))
            ? Invariant($"is {Text(volume[0])} on {sessions[0]:yyyy-MM-dd} where the lake ends with {Text(before[^1])}, and stays so: their units differ. ")
                + Invariant($"{Remedy}")
            : null;
    }

    private static bool IsUnit(ReadOnlySpan<double> before, ReadOnlySpan<double> after)
    {
        double[] one = before.ToArray(), other = after.ToArray();
        Array.Sort(one);
        Array.Sort(other);
        (double[] small, double[] large) = one[^1] < other[^1] ? (one, other) : (other, one);
        // A share that begins to be traded has no such even volumes on both sides.
        double step = large[large.Length / 2] / small[small.Length / 2];
        return large[0] > Apart * small[^1] && large[^1] < MostSpread * large[0] && small[^1] < MostSpread * small[0]
            && Array.Exists(s_units, unit => Math.Abs(Math.Log(step / unit)) < UnitTolerance);
    }

    private static bool IsTotal(double[] volume)
    {
        var added = new HashSet<double>();
        for (int i = 1; i < volume.Length; i++)
        {
            if (volume[i] < volume[i - 1])
                return false;
            added.Add(Math.Round(volume[i] - volume[i - 1], 6));
        }

        // What grows by the same again and again was not traded, but is no total either.
        return volume[^1] > TotalGrowth * volume[0] && added.Count > volume.Length / 2;
    }

    private static double Ratio(double one, double other) => one > other ? one / other : other / one;

    private static string Text(double number) => number.ToString("#,0.####", CultureInfo.InvariantCulture);
}
