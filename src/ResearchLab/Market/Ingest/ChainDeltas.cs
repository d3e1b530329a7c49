using ResearchLab.Lake;

namespace ResearchLab.Market;

/// <summary>The sign of deltas: above 0 for calls, below for puts, told from whole columns since some vendors leave it out.</summary>
internal static class ChainDeltas
{
    /// <summary>Deltas with their signs; single ones of the wrong sign are missing and counted.</summary>
    /// <param name="file">Name of the file.</param>
    /// <param name="quotes">All rows.</param>
    /// <param name="delta">Deltas from −1 to 1; changed.</param>
    /// <param name="units">Told what they were taken for.</param>
    /// <exception cref="CsvIngestException">Those of a right have the wrong sign, and it cannot be told that it was left out.</exception>
    public static double[] Signed(string file, QualityGates.QuoteColumns quotes, double[] delta, List<string> units)
    {
        int[] calls = Known("C"), puts = Known("P");
        if (calls.Count(row => delta[row] < 0) * 2 > calls.Length)
            throw new CsvIngestException($"{file} has calls with deltas below 0, such as {Example(calls, below: true)}. Leave the column out with --map "
                + "delta=none; deltas are computed when they are needed.");
        if (puts.Count(row => delta[row] > 0) * 2 > puts.Length)
        {
            // Without its sign the delta of a put grows with the strike; that of the call beside it falls.
            (int up, int down) = Steps(puts);
            if (down > 0 && up <= 2 * down)
                throw new CsvIngestException($"{file} has puts with deltas above 0, such as {Example(puts, below: false)}, that are not those of the puts "
                    + "without their sign. Leave the column out with --map delta=none; deltas are computed when they are needed.");
            if (up > 0)
            {
                foreach (int row in puts)
                    delta[row] = -Math.Abs(delta[row]);
                units.Add("deltas of puts without sign, stored below 0");
            }
        }

        int[] wrong = [.. calls.Where(row => delta[row] < 0), .. puts.Where(row => delta[row] > 0)];
        foreach (int row in wrong)
            delta[row] = double.NaN;
        if (wrong.Length > 0)
            units.Add($"{wrong.Length} deltas of the wrong sign left out");
        return delta;

        int[] Known(string right) =>
            [.. Enumerable.Range(0, delta.Length).Where(row => quotes.Right[row] == right && double.IsFinite(delta[row]) && delta[row] != 0)];

        string Example(int[] rows, bool below) =>
            Invariant($"{delta[rows.First(row => delta[row] < 0 == below)]:0.####} at strike ")
                + Invariant($"{quotes.Strike[rows.First(row => delta[row] < 0 == below)]:0.###}");

        (int Up, int Down) Steps(int[] rows)
        {
            (int up, int down) = (0, 0);
            foreach (IGrouping<(string, DateOnly, DateOnly), int> expiry in rows.GroupBy(
                row => (quotes.Underlying[row], quotes.Session[row], quotes.Expiry[row])))
            {
                int[] sorted = [.. expiry.OrderBy(row => quotes.Strike[row])];
                for (int i = 1; i < sorted.Length; i++)
                {
                    double step = Math.Abs(delta[sorted[i]]) - Math.Abs(delta[sorted[i - 1]]);
                    (up, down) = (up + (step > 0 ? 1 : 0), down + (step < 0 ? 1 : 0));
                }
            }

            return (up, down);
        }
    }
}
