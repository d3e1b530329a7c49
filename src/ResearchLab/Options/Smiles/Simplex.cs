namespace ResearchLab.Options;

/// <summary>Nelder and Mead's downhill simplex (1965, Computer Journal 7(4), 308–313) for a few variables.</summary>
internal static class Simplex
{
    /// <summary>Minimises in place from a start; deterministic.</summary>
    /// <param name="objective">What to make small; not NaN.</param>
    /// <param name="start">Start on entry, best point on return.</param>
    /// <param name="steps">Edge of the first simplex in each variable.</param>
    /// <param name="maxEvaluations">Most evaluations.</param>
    /// <param name="relativeTolerance">Ends when the values of the simplex differ by less than this share.</param>
    /// <returns>The smallest value.</returns>
    public static double Minimise(
        Func<ReadOnlySpan<double>, double> objective, Span<double> start, ReadOnlySpan<double> steps, int maxEvaluations, double relativeTolerance = 1e-7)
    {
        int n = start.Length;
        Span<double> points = stackalloc double[(n + 1) * n], values = stackalloc double[n + 1];
        Span<double> centre = stackalloc double[n], trial = stackalloc double[n], second = stackalloc double[n];
        for (int i = 0; i <= n; i++)
        {
            Span<double> point = points.Slice(i * n, n);
            start.CopyTo(point);
            if (i > 0)
                point[i - 1] += steps[i - 1];
            values[i] = objective(point);
        }

        int evaluations = n + 1;
        while (true)
        {
            int best = 0, worst = 0;
            for (int i = 1; i <= n; i++)
            {
                best = values[i] < values[best] ? i : best;
                worst = values[i] >= values[worst] ? i : worst;
            }

            if (evaluations >= maxEvaluations || values[worst] - values[best] <= relativeTolerance * Math.Abs(values[best]))
            {
                points.Slice(best * n, n).CopyTo(start);
                return values[best];
            }

            double nextWorst = double.NegativeInfinity;
            centre.Clear();
            for (int i = 0; i <= n; i++)
            {
                if (i == worst)
                    continue;
                nextWorst = Math.Max(nextWorst, values[i]);
                for (int j = 0; j < n; j++)
                    centre[j] += points[(i * n) + j] / n;
            }

            Span<double> last = points.Slice(worst * n, n);
            double reflected = Try(objective, centre, last, -1, trial);
            evaluations++;
            if (reflected < values[best])
            {
                double expanded = Try(objective, centre, last, -2, second);
                evaluations++;
                Replace(expanded < reflected ? second : trial, Math.Min(expanded, reflected), last, ref values[worst]);
            }
            else if (reflected < nextWorst)
            {
                Replace(trial, reflected, last, ref values[worst]);
            }
            else
            {
                double contracted = Try(objective, centre, last, reflected < values[worst] ? -0.5 : 0.5, second);
                evaluations++;
                if (contracted < Math.Min(reflected, values[worst]))
                {
                    Replace(second, contracted, last, ref values[worst]);
                    continue;
                }

                for (int i = 0; i <= n; i++)
                {
                    if (i == best)
                        continue;
                    Span<double> point = points.Slice(i * n, n);
                    for (int j = 0; j < n; j++)
                        point[j] = 0.5 * (point[j] + points[(best * n) + j]);
                    values[i] = objective(point);
                }

                evaluations += n;
            }
        }
    }

    private static double Try(Func<ReadOnlySpan<double>, double> objective, ReadOnlySpan<double> centre, ReadOnlySpan<double> worst, double factor,
        Span<double> point)
    {
        for (int j = 0; j < point.Length; j++)
            point[j] = centre[j] + (factor * (worst[j] - centre[j]));
        return objective(point);
    }

    private static void Replace(ReadOnlySpan<double> point, double value, Span<double> place, ref double placeValue)
    {
        point.CopyTo(place);
        placeValue = value;
    }
}
