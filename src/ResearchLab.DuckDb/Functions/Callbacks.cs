using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ResearchLab.DuckDb.Interop;

namespace ResearchLab.DuckDb.Values;

/// <summary>
/// What the engine calls. Static methods, so nothing can be collected under it; the objects they work on are held by a GCHandle that the engine
/// frees through <see cref="Free"/> with the function, the plan or the scan. No exception leaves: it becomes the query's error.
/// </summary>
internal static unsafe class Callbacks
{
    public static nint Hold(object target) => GCHandle.ToIntPtr(GCHandle.Alloc(target));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static void Free(nint held)
    {
        GCHandle handle = GCHandle.FromIntPtr(held);
        object? target = handle.Target;
        handle.Free();
        try
        {
            (target as IDisposable)?.Dispose();
        }
        catch (Exception)
        {
            // An enumerator that fails to end has nobody left to tell.
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static void Scalar(nint info, nint chunk, nint output)
    {
        try
        {
            Target<ScalarFunction>(DuckDbNative.ScalarInfo(info)).Run(chunk, output);
        }
        catch (Exception e)
        {
            DuckDbNative.SetScalarError(info, Text(e));
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static void Bind(nint info)
    {
        try
        {
            TableFunction function = Target<TableFunction>(DuckDbNative.BindInfo(info));
            DuckDBTable table = function.Bind(info);
            foreach (DuckDBTableColumn column in table.Columns)
                DuckDbNative.AddResultColumn(info, column.Name, SqlTypes.Parse(column.SqlType).Handle);
            if (table.RowCount is { } rows)
                DuckDbNative.SetCardinality(info, (ulong)rows, exact: true);
            DuckDbNative.SetBindData(info, Hold(table), &Free);
        }
        catch (Exception e)
        {
            DuckDbNative.SetBindError(info, Text(e));
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static void Init(nint info)
    {
        try
        {
            DuckDbNative.SetInitData(info, Hold(new TableScan(Target<DuckDBTable>(DuckDbNative.InitBindData(info)))), &Free);
        }
        catch (Exception e)
        {
            DuckDbNative.SetInitError(info, Text(e));
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static void Scan(nint info, nint chunk)
    {
        try
        {
            Target<TableScan>(DuckDbNative.CallInitData(info)).Fill(chunk);
        }
        catch (Exception e)
        {
            DuckDbNative.SetCallError(info, Text(e));
        }
    }

    private static T Target<T>(nint held) => (T)GCHandle.FromIntPtr(held).Target!;

    private static string Text(Exception e) => $"{e.GetType().Name}: {e.Message}".Replace('\0', ' ');
}
