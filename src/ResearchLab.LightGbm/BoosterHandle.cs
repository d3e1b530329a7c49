using System.Runtime.InteropServices;

namespace ResearchLab.LightGbm;

/// <summary>Owns a native booster.</summary>
internal sealed class BoosterHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle() => LightGbmNative.BoosterFree(handle) == 0;
}
