using MathNet.Numerics.LinearAlgebra;
using ResearchLab.Market;
using ResearchLab.Options;

namespace ResearchLab.Tests.Market;

/// <summary>
/// The fit behind the constants of the modelled chains: smile, term structure, ratio to the volatility index and spreads of
/// real index options. Run over April and May 2019 it gives the constants; June is kept to test them.
/// </summary>
internal static class VolSurfaceFit
{
    public sealed record Smile(double Correlation, double Curvature, double Decay, double RootMeanSquare);

    public sealed record Term(double Ratio30, double Ratio93, double MeanReversion, double RootMeanSquare);

    public sealed record Spread(double PerSpot, double PerRootTimeValue, double PerRootTimeValueYear, double PerIntrinsic);

    /// <summary>SSVI parameters by least squares on implied volatility over the quotes within z ∈ [−3, 1.8], each smile weighing the same.</summary>
    /// <remarks>Every third smile and about twenty quotes of each: the fit hardly moves and takes a second.</remarks>
    public static Smile FitSmile(IReadOnlyCollection<SpxSmile> smiles)
    {
        (SpxSmile Smile, SpxQuote[] Quotes)[] sample = [.. smiles.Where((_, i) => i % 3 == 0).Select(smile =>
        {
            SpxQuote[] inside = [.. smile.Quotes.Where(q => Standardised(smile, q.Strike) is >= -3 and <= 1.8)];
            int every = Math.Max(1, inside.Length / 20);
            return (smile, inside.Where((_, i) => i % every == 0).ToArray());
        })];
        double Error(double rho, double eta, double gamma)
        {
            double total = 0;
            foreach ((SpxSmile smile, SpxQuote[] quotes) in sample)
            {
                // A flat surface at this smile's own at-the-money level isolates the shape.
                double variance = smile.AtmVol * smile.AtmVol, sum = 0;
                VolSlice slice = new VolSurface(variance, variance, 1, rho, eta, gamma, 0).At(smile.Forward, smile.Years);
                foreach (SpxQuote quote in quotes)
                {
                    double miss = slice.ImpliedVol(quote.Strike) - quote.ImpliedVol;
                    sum += miss * miss;
                }

                total += sum / Math.Max(quotes.Length, 1);
            }

            return total / sample.Length;
        }

        double[] best = Minimise(p => Error(p[0], Math.Min(p[1], 2 / (1 + Math.Abs(p[0]))), p[2]), [-0.6, 1.0, 0.4], [0.1, 0.2, 0.05],
            [-0.98, 0.1, 0.05], [0, 2, 0.5]);
        double curvature = Math.Min(best[1], 2 / (1 + Math.Abs(best[0])));
        return new Smile(best[0], curvature, best[2], Math.Sqrt(Error(best[0], curvature, best[2])));
    }

    /// <summary>
    /// Ratios of at-the-money to index volatility at 30 and 93 days, means over the days; then the reversion speed that best carries
    /// each day's own two nodes to its other tenors of 7–250 days. Nodes, not the index, give the speed: the index is of the close,
    /// the chains are snapshots.
    /// </summary>
    public static Term FitTerm(IReadOnlyCollection<SpxSmile> smiles, Dictionary<DateOnly, double> vix, Dictionary<DateOnly, double> vix3M)
    {
        var days = smiles.Where(s => s.Days >= 7).GroupBy(s => s.Date).Select(g => (Date: g.Key, Smiles: g.OrderBy(s => s.Days).ToArray()))
            .Select(d => (d.Date, d.Smiles, Near: Node(d.Smiles, 30), Far: Node(d.Smiles, 93)))
            .Where(d => d.Near > 0 && d.Far > 0).ToArray();
        double Error(double speed)
        {
            double sum = 0;
            int count = 0;
            foreach (var day in days)
            {
                (double shortVariance, double longVariance) = VolSurface.TermStructure(day.Near * day.Near, day.Far * day.Far, speed);
                var surface = new VolSurface(shortVariance, longVariance, speed, 0, 1, 0.5, 0);
                foreach (SpxSmile smile in day.Smiles)
                {
                    double miss = surface.AtmVol(smile.Years) - smile.AtmVol;
                    sum += miss * miss;
                    count++;
                }
            }

            return sum / count;
        }

        double best = Minimise(p => Error(p[0]), [5], [2], [0.5], [30])[0];
        return new Term(
            days.Average(d => d.Near / (vix[d.Date] / 100)), days.Average(d => d.Far / (vix3M[d.Date] / 100)), best, Math.Sqrt(Error(best)));
    }

    /// <summary>At-the-money volatility at a tenor, interpolated in total variance; NaN outside the smiles.</summary>
    public static double Node(SpxSmile[] ascending, int days)
    {
        for (int i = 1; i < ascending.Length; i++)
        {
            SpxSmile low = ascending[i - 1], high = ascending[i];
            if (low.Days > days || high.Days < days || low.Days == high.Days)
                continue;
            double weight = (days - low.Days) / (double)(high.Days - low.Days);
            double total = ((1 - weight) * low.AtmVol * low.AtmVol * low.Days) + (weight * high.AtmVol * high.AtmVol * high.Days);
            return Math.Sqrt(total / days);
        }

        return double.NaN;
    }

    /// <summary>Log-moneyness in at-the-money standard deviations.</summary>
    public static double Standardised(SpxSmile smile, double strike) =>
        Math.Log(strike / smile.Forward) / (smile.AtmVol * Math.Sqrt(smile.Years));

    /// <summary>
    /// Spread ≈ a·spot + (b + c·years)·√(time value · spot) + d·intrinsic by least squares on relative errors,
    /// over quotes worth at least 0.2 bp of spot.
    /// </summary>
    public static Spread FitSpread(IReadOnlyCollection<SpxSmile> smiles)
    {
        Matrix<double> normal = Matrix<double>.Build.Dense(4, 4);
        Vector<double> right = Vector<double>.Build.Dense(4);
        foreach (SpxSmile smile in smiles.Where(s => s.Days >= 7))
        {
            foreach ((SpxQuote quote, double[] terms) in Terms(smile))
            {
                for (int i = 0; i < 4; i++)
                {
                    right[i] += terms[i] / quote.Spread;
                    for (int j = 0; j < 4; j++)
                        normal[i, j] += terms[i] * terms[j] / (quote.Spread * quote.Spread);
                }
            }
        }

        Vector<double> solved = normal.Solve(right);
        return new Spread(solved[0], solved[1], solved[2], solved[3]);
    }

    /// <summary>The regressors of every quote of a smile: spot, √(time value · spot), the same times years, intrinsic value.</summary>
    public static IEnumerable<(SpxQuote Quote, double[] Terms)> Terms(SpxSmile smile)
    {
        var outside = smile.Quotes.ToDictionary(q => q.Strike, q => q.Mid);
        foreach (SpxQuote quote in smile.Quotes.Concat(smile.InTheMoney))
        {
            double intrinsic = Math.Abs(quote.Strike - smile.Forward);
            bool isInside = quote.Right == OptionRight.Call ? quote.Strike < smile.Forward : quote.Strike >= smile.Forward;
            double z = Math.Abs(Math.Log(quote.Strike / smile.Forward)) / (smile.AtmVol * Math.Sqrt(smile.Years));
            if (!outside.TryGetValue(quote.Strike, out double timeValue) || timeValue < 2e-5 * smile.Spot || z > 3)
                continue;
            double root = Math.Sqrt(timeValue * smile.Spot);
            yield return (quote, [smile.Spot, root, root * smile.Years, isInside ? intrinsic : 0]);
        }
    }

    /// <summary>Coordinate descent with shrinking steps: slow, simple, deterministic, enough for three bounded parameters.</summary>
    private static double[] Minimise(Func<double[], double> error, double[] start, double[] steps, double[] lower, double[] upper)
    {
        double[] best = [.. start], size = [.. steps];
        double lowest = error(best);
        for (int round = 0; round < 60; round++)
        {
            bool improved = false;
            for (int i = 0; i < best.Length; i++)
            {
                foreach (double direction in (double[])[1, -1])
                {
                    double[] trial = [.. best];
                    trial[i] = Math.Clamp(best[i] + (direction * size[i]), lower[i], upper[i]);
                    double value = error(trial);
                    if (value < lowest)
                    {
                        (best, lowest, improved) = (trial, value, true);
                        break;
                    }
                }
            }

            if (!improved)
            {
                for (int i = 0; i < size.Length; i++)
                    size[i] *= 0.5;
            }
        }

        return best;
    }
}
