namespace ResearchLab.LightGbm.Tests;

/// <summary>Small seeded problems with a known answer.</summary>
internal static class Problems
{
    public static readonly LightGbmParameters Multiclass = new()
    {
        Objective = Objective.Multiclass,
        Classes = 3,
        Rounds = 30,
        Leaves = 7,
        LearningRate = 0.1,
        MinDataInLeaf = 10,
        FeatureFraction = 0.9,
        BaggingFraction = 0.8,
        BaggingFrequency = 1,
        Seed = 7,
    };

    /// <summary>Uniform columns in (−1, 1) from a fixed linear congruential sequence.</summary>
    public static double[][] Uniform(int rows, int columns, uint seed)
    {
        ulong state = seed;
        return [.. Enumerable.Range(0, columns).Select(_ => Enumerable.Range(0, rows).Select(_ =>
        {
            state = unchecked((state * 6364136223846793005UL) + 1442695040888963407UL);
            return ((state >> 11) * (2.0 / (1UL << 53))) - 1;
        }).ToArray())];
    }

    /// <summary>Class by the signs of the first two columns: exclusive or, with a third class when both are near 0.</summary>
    public static float[] Xor(double[][] columns, bool third) => [.. Enumerable.Range(0, columns[0].Length).Select(i =>
        third && Math.Abs(columns[0][i]) < 0.3 && Math.Abs(columns[1][i]) < 0.3 ? 2f : columns[0][i] > 0 ^ columns[1][i] > 0 ? 1f : 0f)];

    public static double[] Matrix(double[][] columns) => [.. columns.SelectMany(column => column)];

    public static Booster Train(double[][] columns, float[] labels, LightGbmParameters parameters)
    {
        using var train = LightGbmDataset.FromColumns(columns, labels, [], parameters);
        return Booster.Train(train, parameters);
    }
}
