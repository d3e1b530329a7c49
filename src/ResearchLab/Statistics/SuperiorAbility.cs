namespace ResearchLab.Statistics;

/// <summary>
/// Tests that ask whether the best of many strategies is better than the benchmark once it is counted that it is the best of many. P-values
/// are (1 + resamples at least as extreme) / (1 + resamples), so that none is 0.
/// </summary>
/// <remarks>
/// White (2000), "A Reality Check for Data Snooping", Econometrica 68(5), 1097–1126; Hansen (2005), "A Test for Superior Predictive
/// Ability", Journal of Business and Economic Statistics 23(4), 365–380; Romano and Wolf (2005), "Stepwise Multiple Testing as Formalized
/// Data Snooping", Econometrica 73(4), 1237–1282, with the adjusted p-values of their 2016 paper, Statistics and Probability Letters 113,
/// 38–40.
/// </remarks>
public static class SuperiorAbility
{
    /// <summary>White's reality check: not studentised, so that one wild poor strategy weakens it.</summary>
    public static RealityCheck RealityCheck(ResampledAdvantage advantage)
    {
        ArgumentNullException.ThrowIfNull(advantage);
        int best = 0;
        for (int k = 1; k < advantage.Strategies; k++)
            best = advantage.Mean[k] > advantage.Mean[best] ? k : best;
        double statistic = Math.Sqrt(advantage.Rows) * advantage.Mean[best];
        int asHigh = 0;
        for (int resample = 0; resample < advantage.Options.Resamples; resample++)
        {
            double highest = double.NegativeInfinity;
            foreach (double move in Row(advantage, resample))
                highest = Math.Max(highest, move);
            asHigh += highest >= statistic ? 1 : 0;
        }

        return new RealityCheck(statistic, PValue(asHigh, advantage), best);
    }

    /// <summary>Hansen's test with its three p-values.</summary>
    public static SuperiorPredictiveAbility Test(ResampledAdvantage advantage)
    {
        ArgumentNullException.ThrowIfNull(advantage);
        int count = advantage.Strategies, best = 0;
        double[] studentised = Studentised(advantage), inverse = new double[count], lower = new double[count], consistent = new double[count];
        double threshold = -Math.Sqrt(2 * Math.Log(Math.Log(advantage.Rows)));
        for (int k = 0; k < count; k++)
        {
            best = studentised[k] > studentised[best] ? k : best;
            inverse[k] = advantage.Deviation[k] > 0 ? 1 / advantage.Deviation[k] : 0;
            lower[k] = Math.Min(studentised[k], 0);
            consistent[k] = studentised[k] < threshold ? studentised[k] : 0;
        }

        double statistic = Math.Max(studentised[best], 0);
        int lowerHigh = 0, consistentHigh = 0, upperHigh = 0;
        for (int resample = 0; resample < advantage.Options.Resamples; resample++)
        {
            ReadOnlySpan<double> moves = Row(advantage, resample);
            double low = 0, middle = 0, high = 0;
            for (int k = 0; k < count; k++)
            {
                double move = moves[k] * inverse[k];
                low = Math.Max(low, move + lower[k]);
                middle = Math.Max(middle, move + consistent[k]);
                high = Math.Max(high, move);
            }

            lowerHigh += low >= statistic ? 1 : 0;
            consistentHigh += middle >= statistic ? 1 : 0;
            upperHigh += high >= statistic ? 1 : 0;
        }

        double pValue = PValue(consistentHigh, advantage);
        return new SuperiorPredictiveAbility(
            statistic, pValue, PValue(lowerHigh, advantage), PValue(upperHigh, advantage), best,
            Math.Sqrt(pValue * (1 - pValue) / advantage.Options.Resamples));
    }

    /// <summary>Romano and Wolf's StepM, studentised: names every strategy that is better, not only whether the best is.</summary>
    public static StepwiseTest StepM(ResampledAdvantage advantage)
    {
        ArgumentNullException.ThrowIfNull(advantage);
        int count = advantage.Strategies;
        double[] studentised = Studentised(advantage);
        int[] order = [.. Enumerable.Range(0, count).OrderByDescending(k => studentised[k])];
        var asHigh = new int[count];
        for (int resample = 0; resample < advantage.Options.Resamples; resample++)
        {
            ReadOnlySpan<double> moves = Row(advantage, resample);
            double highest = double.NegativeInfinity;
            // From the worst up: each strategy competes with itself and all below it.
            for (int place = count - 1; place >= 0; place--)
            {
                int k = order[place];
                if (advantage.Deviation[k] > 0)
                    highest = Math.Max(highest, moves[k] / advantage.Deviation[k]);
                asHigh[place] += highest >= studentised[k] ? 1 : 0;
            }
        }

        var pValues = new double[count];
        double before = 0;
        for (int place = 0; place < count; place++)
        {
            before = Math.Max(before, advantage.Deviation[order[place]] > 0 ? PValue(asHigh[place], advantage) : 1);
            pValues[order[place]] = before;
        }

        return new StepwiseTest(studentised, pValues);
    }

    private static double[] Studentised(ResampledAdvantage advantage)
    {
        var studentised = new double[advantage.Strategies];
        for (int k = 0; k < studentised.Length; k++)
            studentised[k] = advantage.Deviation[k] > 0 ? Math.Sqrt(advantage.Rows) * advantage.Mean[k] / advantage.Deviation[k] : 0;
        return studentised;
    }

    private static ReadOnlySpan<double> Row(ResampledAdvantage advantage, int resample) =>
        advantage.Moves.AsSpan(resample * advantage.Strategies, advantage.Strategies);

    private static double PValue(int asHigh, ResampledAdvantage advantage) => (1.0 + asHigh) / (1.0 + advantage.Options.Resamples);
}
