namespace ResearchLab.Models;

/// <summary>Tries many candidates with little, and gives more only to those that did best.</summary>
/// <remarks>
/// Jamieson and Talwalkar (2016), "Non-stochastic Best Arm Identification and Hyperparameter Optimization", AISTATS; one bracket of
/// Hyperband, Li et al. (2018), Journal of Machine Learning Research 18(185).
/// </remarks>
public static class SuccessiveHalving
{
    /// <summary>The rungs: one of <paramref name="eta"/> goes on, with <paramref name="eta"/> times the resource, up to the whole of it.</summary>
    /// <param name="candidates">Candidates of the first rung, at least 1.</param>
    /// <param name="most">Resource of the last rung, at least 1.</param>
    /// <param name="eta">At least 2.</param>
    /// <param name="least">Least resource that says anything; rungs below it are left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public static IReadOnlyList<Rung> Rungs(int candidates, int most, int eta = 3, int least = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(candidates, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(eta, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(least, 1);
        var rungs = new List<Rung>();
        for (int left = candidates, resource = most; left >= 1 && resource >= Math.Min(least, most); left /= eta, resource /= eta)
            rungs.Add(new Rung(left, resource));
        // Found from the top: as many rungs as there are thirds, the last with all of the resource.
        int[] resources = [.. rungs.Select(rung => rung.Resource).Reverse()];
        return [.. rungs.Select((rung, i) => new Rung(rung.Candidates, resources[i]))];
    }

    /// <summary>Runs the bracket.</summary>
    /// <param name="rungs">The rungs.</param>
    /// <param name="loss">Loss of a candidate, numbered from 0, with a resource; less is better, NaN is worst.</param>
    /// <returns>The best candidate of the last rung; of equals the one with the lower number.</returns>
    public static int Run(IReadOnlyList<Rung> rungs, Func<int, int, double> loss)
    {
        ArgumentNullException.ThrowIfNull(rungs);
        ArgumentNullException.ThrowIfNull(loss);
        int[] left = [.. Enumerable.Range(0, rungs[0].Candidates)];
        foreach (Rung rung in rungs)
        {
            double[] losses = [.. left.Take(rung.Candidates).Select(candidate => loss(candidate, rung.Resource))];
            left = [.. Enumerable.Range(0, losses.Length).OrderBy(i => double.IsNaN(losses[i]) ? double.PositiveInfinity : losses[i]).ThenBy(i => left[i])
                .Select(i => left[i])];
        }

        return left[0];
    }
}
