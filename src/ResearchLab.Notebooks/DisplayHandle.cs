namespace ResearchLab.Notebooks;

/// <summary>Something displayed that can be changed.</summary>
public sealed class DisplayHandle
{
    private readonly CellGlobals _globals;

    internal DisplayHandle(CellGlobals globals, string id) => (_globals, Id) = (globals, id);

    /// <summary>Id in the notebook.</summary>
    public string Id { get; }

    /// <summary>Shows <paramref name="value"/> in its place.</summary>
    public void Update(object? value) => _globals.Update(Id, value);

    /// <inheritdoc/>
    public override string ToString() => Id;
}
