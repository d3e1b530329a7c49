using ResearchLab.DuckDb.Interop;

namespace ResearchLab.DuckDb.Values;

/// <summary>A scalar function of .NET: computes a chunk of rows at a time, on any of the engine's threads.</summary>
internal abstract class ScalarFunction(string name, ColumnType[] parameters, ColumnType result, bool takesNulls)
{
    protected string Name => name;

    protected ColumnType Result => result;

    /// <summary>Computes all rows of <paramref name="chunk"/> into <paramref name="output"/>.</summary>
    public void Run(nint chunk, nint output)
    {
        int rows = (int)DuckDbNative.BorrowedChunkSize(chunk);
        var inputs = new VectorReader[parameters.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = new VectorReader($"{name} argument {i + 1}", parameters[i]);
            inputs[i].Attach(DuckDbNative.BorrowedChunkVector(chunk, (ulong)i));
        }

        bool[]? isNull = takesNulls ? null : Nulls(inputs, rows);
        Compute(inputs, isNull, rows, output);
    }

    protected abstract void Compute(VectorReader[] inputs, bool[]? isNull, int rows, nint output);

    private static unsafe bool[]? Nulls(VectorReader[] inputs, int rows)
    {
        bool[]? isNull = null;
        foreach (VectorReader input in inputs)
        {
            if (input.Validity == null)
                continue;
            isNull ??= new bool[rows];
            for (int row = 0; row < rows; row++)
                isNull[row] |= input.IsNull(row);
        }

        return isNull;
    }
}

/// <summary>One whose result is computed from typed values without boxing.</summary>
internal sealed class TypedScalarFunction<TResult>(string name, ColumnType[] parameters, ColumnType result, bool takesNulls, Func<VectorReader[], int, TResult> row)
    : ScalarFunction(name, parameters, result, takesNulls)
{
    protected override void Compute(VectorReader[] inputs, bool[]? isNull, int rows, nint output)
    {
        var results = new TResult[rows];
        for (int i = 0; i < rows; i++)
        {
            if (isNull is null || !isNull[i])
                results[i] = row(inputs, i);
        }

        // Writers keep buffers, so each chunk has its own.
        if (ColumnWriter.For(typeof(TResult), Result) is { } writer)
        {
            writer.Write(results, isNull, 0, rows, new VectorTarget(output));
            return;
        }

        for (int i = 0; i < rows; i++)
        {
            object? value = isNull is not null && isNull[i] ? null : results[i];
            if (!ValueWriter.TryWrite(output, Result, i, value))
                throw new InvalidCastException($"{Name} returned {value} ({value!.GetType()}), which does not fit its type {Result.Name}.");
        }
    }
}
