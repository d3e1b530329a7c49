namespace ResearchLab.LightGbm;

/// <summary>
/// Brings columns into native memory. Bins are found on the rows LightGBM itself would sample, then the rows go over in blocks that fit
/// the cache: the columns are never copied as a whole, and no row crosses the border alone.
/// </summary>
internal static unsafe class ColumnBinning
{
    private const int BlockRows = 2048;

    /// <summary>What LightGBM takes for zero, and leaves out of samples.</summary>
    private const double Zero = 1e-35f;

    /// <summary>A training set with bins of its own; the same bins as from the whole matrix.</summary>
    public static DatasetHandle Train(nint[] columns, int rows, string parameters)
    {
        LightGbmNative.Check(LightGbmNative.GetSampleCount(rows, parameters, out int most));
        var sampled = new int[most];
        int count;
        fixed (int* output = sampled)
            LightGbmNative.Check(LightGbmNative.SampleIndices(rows, parameters, output, out count));
        DatasetHandle handle = FromSample(columns, rows, sampled.AsSpan(0, count), parameters);
        try
        {
            Push(handle, columns, rows);
            return handle;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>A set with the bins of another.</summary>
    public static DatasetHandle Like(DatasetHandle reference, nint[] columns, int rows, string parameters)
    {
        double[] matrix = new double[checked(rows * columns.Length)];
        for (int column = 0; column < columns.Length; column++)
            new ReadOnlySpan<double>((double*)columns[column], rows).CopyTo(matrix.AsSpan(column * rows));
        fixed (double* data = matrix)
        {
            LightGbmNative.Check(LightGbmNative.DatasetCreateFromMat(
                data, LightGbmNative.Float64, rows, columns.Length, 0, parameters, reference, out DatasetHandle handle));
            return handle;
        }
    }

    /// <summary>Raw scores of a model, class-major.</summary>
    public static double[] RawScores(Booster model, nint[] columns, int rows)
    {
        var scores = new double[checked(rows * model.Classes)];
        var block = new double[BlockRows * columns.Length];
        for (int start = 0; start < rows; start += BlockRows)
        {
            int length = Math.Min(BlockRows, rows - start);
            for (int column = 0; column < columns.Length; column++)
                new ReadOnlySpan<double>((double*)columns[column] + start, length).CopyTo(block.AsSpan(column * length));
            double[] raw = model.Predict(block.AsSpan(0, length * columns.Length), length, PredictionKind.RawScore);
            for (int i = 0; i < length; i++)
            {
                for (int k = 0; k < model.Classes; k++)
                    scores[((long)k * rows) + start + i] = raw[(i * model.Classes) + k];
            }
        }

        return scores;
    }

    private static DatasetHandle FromSample(nint[] columns, int rows, ReadOnlySpan<int> sampled, string parameters)
    {
        // One native block for all columns, freed as soon as the bins are found.
        var values = new nint[columns.Length];
        var places = new nint[columns.Length];
        var counts = new int[columns.Length];
        try
        {
            for (int column = 0; column < columns.Length; column++)
            {
                var source = (double*)columns[column];
                int count = 0;
                foreach (int row in sampled)
                    count += IsSampled(source[row]) ? 1 : 0;
                values[column] = (nint)System.Runtime.InteropServices.NativeMemory.Alloc((nuint)Math.Max(count, 1), sizeof(double));
                places[column] = (nint)System.Runtime.InteropServices.NativeMemory.Alloc((nuint)Math.Max(count, 1), sizeof(int));
                counts[column] = count;
                for (int i = 0, at = 0; i < sampled.Length; i++)
                {
                    double value = source[sampled[i]];
                    if (!IsSampled(value))
                        continue;
                    ((double*)values[column])[at] = value;
                    ((int*)places[column])[at++] = i;
                }
            }

            // The library puts pointers of its own into the tables it is given, so it gets copies: ours must be freed as they are.
            nint[] valueTable = [.. values], placeTable = [.. places];
            fixed (nint* value = valueTable, place = placeTable)
            fixed (int* count = counts)
            {
                LightGbmNative.Check(LightGbmNative.DatasetCreateFromSampledColumn(
                    (double**)value, (int**)place, columns.Length, count, sampled.Length, rows, rows, parameters, out DatasetHandle handle));
                return handle;
            }
        }
        finally
        {
            for (int column = 0; column < columns.Length; column++)
            {
                System.Runtime.InteropServices.NativeMemory.Free((void*)values[column]);
                System.Runtime.InteropServices.NativeMemory.Free((void*)places[column]);
            }
        }
    }

    private static bool IsSampled(double value) => Math.Abs(value) > Zero || double.IsNaN(value);

    private static void Push(DatasetHandle handle, nint[] columns, int rows)
    {
        int width = columns.Length;
        var block = new double[BlockRows * width];
        fixed (double* data = block)
        {
            for (int start = 0; start < rows; start += BlockRows)
            {
                int length = Math.Min(BlockRows, rows - start);
                for (int column = 0; column < width; column++)
                {
                    double* source = (double*)columns[column] + start;
                    double* target = data + column;
                    for (int i = 0; i < length; i++, target += width)
                        *target = source[i];
                }

                LightGbmNative.Check(LightGbmNative.DatasetPushRows(handle, data, LightGbmNative.Float64, length, width, start));
            }
        }
    }
}
