using ResearchLab.Options;

namespace ResearchLab.Models;

/// <summary>Weights that let rare classes count for more in a fit.</summary>
internal static class ClassWeights
{
    /// <summary>Logarithm of each class's weight: its share to the power of −<paramref name="balance"/>, such that the mean weight of the rows is 1.</summary>
    /// <param name="labels">Class of each training row, at least one.</param>
    /// <param name="balance">0 leaves the classes as they are, 1 gives every class the same sum of weights.</param>
    /// <returns>Empty when <paramref name="balance"/> is 0.</returns>
    public static double[] LogOf(Structure[] labels, double balance)
    {
        if (balance == 0)
            return [];
        var counts = new double[Structures.ClassCount];
        foreach (Structure label in labels)
            counts[(int)label]++;
        // One row more for each, so that a class that never occurred has a weight too.
        double[] weights = Array.ConvertAll(counts, count => Math.Pow((labels.Length + counts.Length) / (counts.Length * (count + 1)), balance));
        double mean = counts.Zip(weights, (count, weight) => count * weight).Sum() / labels.Length;
        return Array.ConvertAll(weights, weight => Math.Log(weight / mean));
    }
}
