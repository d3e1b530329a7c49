using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ResearchLab.LightGbm;

/// <summary>The functions of <c>LightGBM/c_api.h</c> that the binding uses; every status is checked by <see cref="Check"/>.</summary>
internal static unsafe partial class LightGbmNative
{
    internal const string Library = "lib_lightgbm";

    internal const int Float32 = 0;
    internal const int Float64 = 1;
    internal const int Int32 = 2;

    static LightGbmNative() => NativeLibrary.SetDllImportResolver(typeof(LightGbmNative).Assembly, LightGbmLibrary.Resolve);

    /// <summary>Throws with the library's own message when <paramref name="status"/> reports a failure.</summary>
    internal static void Check(int status, [CallerArgumentExpression(nameof(status))] string call = "")
    {
        if (status == 0)
            return;
        string message = Marshal.PtrToStringUTF8((nint)GetLastError())?.ReplaceLineEndings(" ").Trim() ?? "no message";
        int open = call.IndexOf('(', StringComparison.Ordinal);
        string function = call[..(open < 0 ? call.Length : open)].Replace("LightGbmNative.", "", StringComparison.Ordinal);
        throw new LightGbmException($"LightGBM {function} failed: {message}");
    }

    [LibraryImport(Library, EntryPoint = "LGBM_GetLastError")]
    internal static partial byte* GetLastError();

    [LibraryImport(Library, EntryPoint = "LGBM_RegisterLogCallback")]
    internal static partial int RegisterLogCallback(delegate* unmanaged<byte*, void> callback);

    [LibraryImport(Library, EntryPoint = "LGBM_DatasetCreateFromMat", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int DatasetCreateFromMat(
        double* data, int dataType, int rows, int columns, int isRowMajor, string parameters, DatasetHandle reference, out DatasetHandle dataset);

    [LibraryImport(Library, EntryPoint = "LGBM_GetSampleCount", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int GetSampleCount(int rows, string parameters, out int count);

    [LibraryImport(Library, EntryPoint = "LGBM_SampleIndices", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int SampleIndices(int rows, string parameters, int* indices, out int count);

    [LibraryImport(Library, EntryPoint = "LGBM_DatasetCreateFromSampledColumn", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int DatasetCreateFromSampledColumn(
        double** values, int** indices, int columns, int* counts, int sampledRows, int localRows, long allRows, string parameters, out DatasetHandle dataset);

    [LibraryImport(Library, EntryPoint = "LGBM_DatasetPushRows")]
    internal static partial int DatasetPushRows(DatasetHandle dataset, double* data, int dataType, int rows, int columns, int startRow);

    [LibraryImport(Library, EntryPoint = "LGBM_DatasetSetFeatureNames", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int DatasetSetFeatureNames(DatasetHandle dataset, string[] names, int count);

    [LibraryImport(Library, EntryPoint = "LGBM_DatasetSetField", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int DatasetSetField(DatasetHandle dataset, string field, void* data, int count, int dataType);

    [LibraryImport(Library, EntryPoint = "LGBM_DatasetFree")]
    internal static partial int DatasetFree(nint dataset);

    [LibraryImport(Library, EntryPoint = "LGBM_BoosterCreate", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int BoosterCreate(DatasetHandle train, string parameters, out BoosterHandle booster);

    [LibraryImport(Library, EntryPoint = "LGBM_BoosterLoadModelFromString", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int BoosterLoadModelFromString(string text, out int iterations, out BoosterHandle booster);

    [LibraryImport(Library, EntryPoint = "LGBM_BoosterFree")]
    internal static partial int BoosterFree(nint booster);

    [LibraryImport(Library, EntryPoint = "LGBM_BoosterAddValidData")]
    internal static partial int BoosterAddValidData(BoosterHandle booster, DatasetHandle validation);

    [LibraryImport(Library, EntryPoint = "LGBM_BoosterUpdateOneIter")]
    internal static partial int BoosterUpdateOneIter(BoosterHandle booster, out int isFinished);

    [LibraryImport(Library, EntryPoint = "LGBM_BoosterUpdateOneIterCustom")]
    internal static partial int BoosterUpdateOneIterCustom(BoosterHandle booster, float* gradients, float* hessians, out int isFinished);

    [LibraryImport(Library, EntryPoint = "LGBM_BoosterMerge")]
    internal static partial int BoosterMerge(BoosterHandle booster, BoosterHandle other);

    [LibraryImport(Library, EntryPoint = "LGBM_BoosterGetPredict")]
    internal static partial int BoosterGetPredict(BoosterHandle booster, int dataIndex, out long length, double* results);

    [LibraryImport(Library, EntryPoint = "LGBM_BoosterGetEvalCounts")]
    internal static partial int BoosterGetEvalCounts(BoosterHandle booster, out int count);

    [LibraryImport(Library, EntryPoint = "LGBM_BoosterGetEval")]
    internal static partial int BoosterGetEval(BoosterHandle booster, int dataIndex, out int count, double* results);

    [LibraryImport(Library, EntryPoint = "LGBM_BoosterGetNumClasses")]
    internal static partial int BoosterGetNumClasses(BoosterHandle booster, out int classes);

    [LibraryImport(Library, EntryPoint = "LGBM_BoosterGetNumFeature")]
    internal static partial int BoosterGetNumFeature(BoosterHandle booster, out int features);

    [LibraryImport(Library, EntryPoint = "LGBM_BoosterSaveModelToString")]
    internal static partial int BoosterSaveModelToString(
        BoosterHandle booster, int startIteration, int iterations, int importanceType, long bufferBytes, out long writtenBytes, byte* buffer);

    [LibraryImport(Library, EntryPoint = "LGBM_BoosterCalcNumPredict")]
    internal static partial int BoosterCalcNumPredict(BoosterHandle booster, int rows, int predictType, int startIteration, int iterations, out long length);

    [LibraryImport(Library, EntryPoint = "LGBM_BoosterPredictForMat", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int BoosterPredictForMat(
        BoosterHandle booster, double* data, int dataType, int rows, int columns, int isRowMajor, int predictType, int startIteration, int iterations,
        string parameters, out long length, double* results);

    [LibraryImport(Library, EntryPoint = "LGBM_BoosterPredictForMatSingleRowFastInit", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int BoosterPredictForMatSingleRowFastInit(
        BoosterHandle booster, int predictType, int startIteration, int iterations, int dataType, int columns, string parameters, out FastConfigHandle config);

    [LibraryImport(Library, EntryPoint = "LGBM_BoosterPredictForMatSingleRowFast")]
    internal static partial int BoosterPredictForMatSingleRowFast(FastConfigHandle config, double* row, out long length, double* results);

    [LibraryImport(Library, EntryPoint = "LGBM_FastConfigFree")]
    internal static partial int FastConfigFree(nint config);

    [LibraryImport(Library, EntryPoint = "LGBM_BoosterFeatureImportance")]
    internal static partial int BoosterFeatureImportance(BoosterHandle booster, int iterations, int importanceType, double* results);
}
