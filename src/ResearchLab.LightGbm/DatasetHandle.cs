using System.Runtime.InteropServices;

namespace ResearchLab.LightGbm;

/// <summary>Owns a native dataset.</summary>
internal sealed class DatasetHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle() => LightGbmNative.DatasetFree(handle) == 0;
}
