using System.Runtime.InteropServices;

namespace ResearchLab.LightGbm;

/// <summary>
/// Asks for the memory a native call will need before it is made. LightGBM's aligned allocator does not check what it gets, so running
/// out of memory inside would end the process; here it is an exception. Nothing is touched, so asking costs next to nothing.
/// </summary>
internal static unsafe class NativeMemoryCheck
{
    /// <summary>What threads, small buffers and rounding take besides.</summary>
    private const double Margin = 16 << 20;

    /// <summary>A histogram bin holds a sum of gradients and of hessians; a feature of a leaf has a header beside.</summary>
    private const double BytesOfBin = 16, BytesOfFeature = 128;

    /// <summary>Room for binned rows.</summary>
    /// <exception cref="LightGbmException">There is not enough.</exception>
    public static void RequireDataset(int rows, int columns, int maxBins) => Require(
        (double)rows * columns * (maxBins > 255 ? 2 : 1), Invariant($"{rows:N0} rows × {columns} features"),
        "Use fewer rows or features, or give the process more memory");

    /// <summary>Room for training: histograms of every leaf, gradients and scores of every row.</summary>
    /// <exception cref="LightGbmException">There is not enough.</exception>
    public static void RequireTraining(int rows, int columns, LightGbmParameters parameters) => Require(
        ((double)parameters.Leaves * columns * ((Math.Min(parameters.MaxBins, rows) + 1) * BytesOfBin + BytesOfFeature))
            + ((double)rows * parameters.Classes * 24) + (rows * 16.0),
        Invariant($"the histograms of {parameters.Leaves:N0} leaves × {columns} features × {parameters.MaxBins:N0} bins and the scores of {rows:N0} rows × ")
            + Invariant($"{parameters.Classes} classes"),
        "Use fewer leaves, bins or rows, or give the process more memory");

    private static void Require(double bytes, string what, string remedy)
    {
        double needed = bytes + Margin;
        try
        {
            // A size beyond any address space fails as one that is merely too large does.
            NativeMemory.Free(NativeMemory.Alloc((nuint)Math.Min(needed, long.MaxValue / 2)));
        }
        catch (OutOfMemoryException error)
        {
            throw new LightGbmException(Invariant($"LightGBM has not enough memory: {what} need about {needed / (1 << 20):N0} MB. {remedy}."), error);
        }
    }
}
