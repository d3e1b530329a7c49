using System.Runtime.InteropServices;

namespace ResearchLab.LightGbm;

/// <summary>Owns the prepared configuration of single-row predictions; its booster must outlive it.</summary>
internal sealed class FastConfigHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle() => LightGbmNative.FastConfigFree(handle) == 0;
}
