using ResearchLab.Options;

namespace ResearchLab.Market;

/// <summary>Fits <see cref="SmileModel"/> on real smiles.</summary>
internal static class ShapeFit
{
    private const double Nearest = 0.03;
    private const int QuotesPerSmile = 24, LeastDays = 14, MostDays = 120;
    private static readonly double[] s_buckets = [-0.35, -0.2, -0.1, 0, 0.1, 0.2, 0.35];

    /// <summary>The shape that fits, each session at its own level.</summary>
    public static SmileModel Fit(IReadOnlyList<ObservedSmile> smiles, IReadOnlyList<SessionLevel> levels, SmileModel start)
    {
        Dictionary<(string, DateOnly), SessionLevel> byDay = levels.ToDictionary(level => (level.Underlying, level.Session));
        (ObservedSmile Smile, SessionLevel Level, double Atm, ObservedQuote[] Quotes)[] sample = [.. smiles
            .Where(smile => smile.Days is >= LeastDays and <= MostDays && byDay.ContainsKey((smile.Underlying, smile.Session)))
            .Select(smile =>
            {
                SessionLevel level = byDay[(smile.Underlying, smile.Session)];
                ObservedQuote[] inside = [.. smile.Outside.Where(quote => Math.Abs(quote.Delta) >= Nearest)];
                int every = Math.Max(1, inside.Length / QuotesPerSmile);
                return (smile, level, smile.AtmVol > 0 ? smile.AtmVol : level.AtmVol(smile.Days), inside.Where((_, i) => i % every == 0).ToArray());
            })
            .Where(one => one.Item3 > 0)];
        // A month of an underlying weighs the same, and in it a bucket of delta.
        Dictionary<(string, int), int> counts = sample.SelectMany(one => one.Quotes.Select(quote => (one.Level.Month, Bucket(quote.Delta))))
            .GroupBy(key => key).ToDictionary(group => group.Key, group => group.Count());
        double Error(SmileModel model)
        {
            double total = 0;
            foreach ((ObservedSmile smile, SessionLevel level, double atm, ObservedQuote[] quotes) in sample)
            {
                VolSlice slice = new VolSurface(atm * atm, atm * atm, 1, model.Correlation(level.State.Return21), model.Curvature(level.Near), model.Decay, 0)
                    .At(smile.Forward, smile.Years);
                foreach (ObservedQuote quote in quotes)
                {
                    double miss = (slice.ImpliedVol(quote.Strike) - quote.Vol) / atm;
                    total += miss * miss / counts[(level.Month, Bucket(quote.Delta))];
                }
            }

            return total;
        }

        static SmileModel Model(ReadOnlySpan<double> x) => new(x[0], x[1], x[2], x[3], 0.5 / (1 + Math.Exp(-x[4])));
        Span<double> best = [start.CurvatureIntercept, start.CurvatureSlope, start.CorrelationIntercept, start.CorrelationSlope,
            -Math.Log((0.5 / start.Decay) - 1)];
        Simplex.Minimise(x => Error(Model(x)), best, [0.1, 0.8, 0.05, 0.8, 0.3], 600, 1e-7);
        return Model(best);
    }

    private static int Bucket(double delta)
    {
        int at = Array.BinarySearch(s_buckets, delta);
        return at < 0 ? ~at : at;
    }
}
