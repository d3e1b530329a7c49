namespace ResearchLab.Notebooks;

/// <summary>What every cell can call without an import.</summary>
public sealed class CellGlobals
{
    private readonly Lock _lock = new();
    private List<object?> _displays = [];

    /// <summary>Shows <paramref name="value"/> as an output of the running cell; safe from any thread.</summary>
#pragma warning disable IDE1006, SA1300 // lower case is how notebook users call it in every C# kernel
    public void display(object? value)
#pragma warning restore IDE1006, SA1300
    {
        lock (_lock)
            _displays.Add(value);
    }

    /// <summary>Hands over what was displayed since the last call.</summary>
    internal IReadOnlyList<object?> TakeDisplays()
    {
        lock (_lock)
        {
            List<object?> taken = _displays;
            _displays = [];
            return taken;
        }
    }
}
