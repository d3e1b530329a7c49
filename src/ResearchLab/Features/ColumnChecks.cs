namespace ResearchLab.Features;

/// <summary>Checks the columns handed to an indicator.</summary>
internal static class ColumnChecks
{
    /// <summary>Throws unless every input column has <paramref name="rows"/> rows.</summary>
    /// <exception cref="ArgumentException">One has not.</exception>
    public static void Inputs(int rows, params ReadOnlySpan<int> lengths)
    {
        foreach (int length in lengths)
        {
            if (length != rows)
                throw new ArgumentException(Invariant($"An input column has {length} rows where {rows} are needed; align the columns first."), nameof(lengths));
        }
    }

    /// <summary>Throws unless every output column holds <paramref name="rows"/> rows.</summary>
    /// <exception cref="ArgumentException">One does not.</exception>
    public static void Outputs(int rows, params ReadOnlySpan<int> lengths)
    {
        foreach (int length in lengths)
        {
            if (length < rows)
                throw new ArgumentException(Invariant($"A destination has {length} rows for {rows} values; make it at least as long."), nameof(lengths));
        }
    }
}
