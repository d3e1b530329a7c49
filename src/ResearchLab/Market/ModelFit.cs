using MathNet.Numerics.LinearAlgebra;
using ResearchLab.Options;

namespace ResearchLab.Market;

/// <summary>Fits the constants of the modelled chains on real ones.</summary>
/// <remarks>
/// Three fits, one after another. Smile: SSVI by least squares on implied volatility between −3 and 1.8 deviations, each smile at its own
/// at-the-money level and weighing the same. Term structure: the mean ratios of at-the-money volatility to the indices at 30 and 93 days,
/// then the reversion speed that best carries each session's own two nodes to its other tenors (the indices are closes and the chains may
/// be snapshots, so they do not tell the speed). Spreads: least squares on relative errors over quotes worth at least 0.2 bp of spot and
/// within three deviations. <c>lab chain model-error</c> runs it.
/// </remarks>
public static class ModelFit
{
    private const int Near = 30, Far = 93, QuotesPerSmile = 20;
    private const double LeastTimeValuePerSpot = 2e-5, MostDeviations = 3;

    // Beyond 20 a year a shock is gone within two weeks and the 30-day index could not tell; from 8 on the error hardly depends on it.
    private const double MinSpeed = 0.5, MaxSpeed = 20;

    /// <summary>The constants that fit.</summary>
    /// <param name="smiles">Real smiles, at least one session with the tenors of both indices.</param>
    /// <param name="vix">30-day index in points by session.</param>
    /// <param name="vix3M">3-month index in points by session.</param>
    /// <exception cref="ArgumentException">No session has both indices and smiles around 30 and 93 days.</exception>
    public static ModelConstants Fit(IReadOnlyList<ObservedSmile> smiles, Func<DateOnly, double> vix, Func<DateOnly, double> vix3M)
    {
        ArgumentNullException.ThrowIfNull(smiles);
        (double rho, double eta, double gamma) = Smile(smiles);
        (double ratio30, double ratio93, double speed) = Term(smiles, vix, vix3M);
        double[] spread = Spread(smiles);
        return new ModelConstants(ratio30, ratio93, speed, rho, eta, gamma, spread[0], spread[1], spread[2], spread[3]);
    }

    /// <summary>Regressors of the spread of every usable quote: spot, √(time value · spot), the same times years, intrinsic value.</summary>
    internal static IEnumerable<(ObservedQuote Quote, double TimeValue, double Intrinsic)> SpreadQuotes(ObservedSmile smile)
    {
        foreach (ObservedQuote quote in smile.Outside.Concat(smile.Inside))
        {
            if (quote.TimeValue >= LeastTimeValuePerSpot * smile.Spot && Math.Abs(smile.Deviations(quote.Strike)) <= MostDeviations)
                yield return (quote, quote.TimeValue, double.IsNaN(quote.Vol) ? Math.Abs(quote.Strike - smile.Forward) : 0);
        }
    }

    private static (double Rho, double Eta, double Gamma) Smile(IReadOnlyList<ObservedSmile> smiles)
    {
        // Every third smile and about twenty quotes of each: the fit hardly moves and takes a second.
        (ObservedSmile Smile, ObservedQuote[] Quotes)[] sample = [.. smiles.Where((_, i) => i % 3 == 0).Select(smile =>
        {
            ObservedQuote[] inside = [.. smile.Outside.Where(quote => smile.Deviations(quote.Strike) is >= -3 and <= 1.8)];
            int every = Math.Max(1, inside.Length / QuotesPerSmile);
            return (smile, inside.Where((_, i) => i % every == 0).ToArray());
        })];
        double Error(double rho, double eta, double gamma)
        {
            double total = 0;
            foreach ((ObservedSmile smile, ObservedQuote[] quotes) in sample)
            {
                double variance = smile.AtmVol * smile.AtmVol, sum = 0;
                VolSlice slice = new VolSurface(variance, variance, 1, rho, eta, gamma, 0).At(smile.Forward, smile.Years);
                foreach (ObservedQuote quote in quotes)
                {
                    double miss = slice.ImpliedVol(quote.Strike) - quote.Vol;
                    sum += miss * miss;
                }

                total += sum / Math.Max(quotes.Length, 1);
            }

            return total / sample.Length;
        }

        // 2/(1 + |ρ|) is the bound that excludes butterfly arbitrage.
        static (double, double, double) Bounded(ReadOnlySpan<double> x)
        {
            double rho = -0.98 / (1 + Math.Exp(-x[0])), eta = Math.Min(Math.Exp(x[1]), 2 / (1 - rho));
            return (rho, eta, 0.5 / (1 + Math.Exp(-x[2])));
        }

        Span<double> best = [0.5, 0, 1.4];
        Simplex.Minimise(
            x =>
            {
                (double rho, double eta, double gamma) = Bounded(x);
                return Error(rho, eta, gamma);
            },
            best, [0.3, 0.2, 0.5], 400, 1e-9);
        return Bounded(best);
    }

    private static (double Ratio30, double Ratio93, double Speed) Term(
        IReadOnlyList<ObservedSmile> smiles, Func<DateOnly, double> vix, Func<DateOnly, double> vix3M)
    {
        var days = smiles.GroupBy(smile => smile.Session).OrderBy(group => group.Key)
            .Select(group => (Session: group.Key, Smiles: group.OrderBy(smile => smile.Days).ToArray()))
            .Select(day => (day.Session, day.Smiles, Near: Node(day.Smiles, Near), Far: Node(day.Smiles, Far), Vix: vix(day.Session), Vix3M: vix3M(day.Session)))
            .Where(day => day.Near > 0 && day.Far > 0 && day.Vix > 0 && day.Vix3M > 0).ToArray();
        if (days.Length == 0)
            throw new ArgumentException("No session has both volatility indices and expiries on both sides of 30 and of 93 days. Ingest the indices of the sessions of the chains.", nameof(smiles));
        double Error(double speed)
        {
            double sum = 0;
            int count = 0;
            foreach (var day in days)
            {
                (double shortVariance, double longVariance) = VolSurface.TermStructure(day.Near * day.Near, day.Far * day.Far, speed);
                var surface = new VolSurface(shortVariance, longVariance, speed, 0, 1, 0.5, 0);
                foreach (ObservedSmile smile in day.Smiles)
                {
                    double miss = surface.AtmVol(smile.Years) - smile.AtmVol;
                    sum += miss * miss;
                    count++;
                }
            }

            return sum / count;
        }

        double speed = MinSpeed;
        for (double step = 0.5, low = MinSpeed, high = MaxSpeed; step > 1e-3; step *= 0.1)
        {
            for (double trial = low; trial <= high; trial += step)
                speed = Error(trial) < Error(speed) ? trial : speed;
            (low, high) = (Math.Max(MinSpeed, speed - step), Math.Min(MaxSpeed, speed + step));
        }

        return (days.Average(day => day.Near / (day.Vix / 100)), days.Average(day => day.Far / (day.Vix3M / 100)), speed);
    }

    // At-the-money volatility at a tenor, interpolated in total variance; NaN outside the smiles.
    private static double Node(ObservedSmile[] ascending, int days)
    {
        for (int i = 1; i < ascending.Length; i++)
        {
            ObservedSmile low = ascending[i - 1], high = ascending[i];
            if (low.Days > days || high.Days < days || low.Days == high.Days)
                continue;
            double share = (days - low.Days) / (double)(high.Days - low.Days);
            return Math.Sqrt((((1 - share) * low.AtmVol * low.AtmVol * low.Days) + (share * high.AtmVol * high.AtmVol * high.Days)) / days);
        }

        return double.NaN;
    }

    private static double[] Spread(IReadOnlyList<ObservedSmile> smiles)
    {
        Matrix<double> normal = Matrix<double>.Build.Dense(4, 4);
        Vector<double> right = Vector<double>.Build.Dense(4);
        Span<double> terms = stackalloc double[4];
        foreach (ObservedSmile smile in smiles)
        {
            foreach ((ObservedQuote quote, double timeValue, double intrinsic) in SpreadQuotes(smile))
            {
                double root = Math.Sqrt(timeValue * smile.Spot);
                (terms[0], terms[1], terms[2], terms[3]) = (smile.Spot, root, root * smile.Years, intrinsic);
                for (int i = 0; i < 4; i++)
                {
                    right[i] += terms[i] / quote.Spread;
                    for (int j = 0; j < 4; j++)
                        normal[i, j] += terms[i] * terms[j] / (quote.Spread * quote.Spread);
                }
            }
        }

        return [.. normal.Solve(right)];
    }
}
