using Microsoft.DotNet.Interactive;

namespace ResearchLab.Interactive;

/// <summary>What .NET Interactive calls when it loads the lab as a package; from a built folder, <c>extension.dib</c> does the same.</summary>
public sealed class LabExtension : IKernelExtension
{
    /// <summary>Registers how the lab's values are shown.</summary>
    /// <param name="kernel">The kernel that loads it.</param>
    public Task OnLoadAsync(Kernel kernel)
    {
        Load();
        return Task.CompletedTask;
    }

    /// <summary>Registers how the lab's values are shown; doing it again changes nothing, and what a cell registers afterwards wins.</summary>
    public static void Load() => LabFormatters.Register();
}
