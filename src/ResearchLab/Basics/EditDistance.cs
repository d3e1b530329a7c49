namespace ResearchLab.Basics;

/// <summary>How far apart two names are, to guess which one was meant.</summary>
public static class EditDistance
{
    /// <summary>Letters to insert, delete, change or swap with a neighbour, without regard to case.</summary>
    /// <remarks>
    /// Damerau (1964), Communications of the ACM 7(3), 171–176, no letter edited twice: with swaps one less than Levenshtein's for a typical slip.
    /// </remarks>
    /// <param name="left">One name.</param>
    /// <param name="right">The other.</param>
    public static int Of(string left, string right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        var cost = new int[left.Length + 1, right.Length + 1];
        for (int i = 0; i <= left.Length; i++)
        {
            for (int j = 0; j <= right.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    cost[i, j] = i + j;
                    continue;
                }

                int change = Same(left[i - 1], right[j - 1]) ? 0 : 1;
                cost[i, j] = Math.Min(Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1, cost[i - 1, j - 1] + change);
                if (i > 1 && j > 1 && Same(left[i - 1], right[j - 2]) && Same(left[i - 2], right[j - 1]))
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
            }
        }

        return cost[left.Length, right.Length];
    }

    private static bool Same(char one, char other) => char.ToLowerInvariant(one) == char.ToLowerInvariant(other);
}
