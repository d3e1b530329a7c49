using System.Collections;
using System.Data.Common;

namespace ResearchLab.DuckDb;

/// <summary>The parameters of a command, in the order that positional markers use.</summary>
public sealed class DuckDBParameterCollection : DbParameterCollection, IReadOnlyList<DuckDBParameter>
{
    private readonly List<DuckDBParameter> _items = [];

    /// <inheritdoc cref="DbParameterCollection.Count"/>
    public override int Count => _items.Count;

    /// <inheritdoc/>
    public override object SyncRoot => ((ICollection)_items).SyncRoot;

    /// <summary>The parameter at a place.</summary>
    public new DuckDBParameter this[int index]
    {
        get => _items[index];
        set => _items[index] = value;
    }

    /// <summary>The parameter of a name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public new DuckDBParameter this[string parameterName]
    {
        get => _items[Find(parameterName)];
        set => _items[Find(parameterName)] = value;
    }

    /// <summary>Adds a parameter.</summary>
    public DuckDBParameter Add(DuckDBParameter parameter)
    {
        _items.Add(parameter);
        return parameter;
    }

    /// <summary>Adds a <see cref="DuckDBParameter"/>, or any other value as a parameter without a name.</summary>
    public override int Add(object value)
    {
        _items.Add(value as DuckDBParameter ?? new DuckDBParameter(value));
        return _items.Count - 1;
    }

    /// <summary>Adds a value for the marker <c>$name</c>.</summary>
    public DuckDBParameter AddWithValue(string parameterName, object? value) => Add(new DuckDBParameter(parameterName, value));

    /// <inheritdoc/>
    public override void AddRange(Array values)
    {
        foreach (object value in values)
            Add(value);
    }

    /// <inheritdoc/>
    public override void Clear() => _items.Clear();

    /// <inheritdoc/>
    public override bool Contains(object value) => IndexOf(value) >= 0;

    /// <inheritdoc/>
    public override bool Contains(string value) => IndexOf(value) >= 0;

    /// <inheritdoc/>
    public override void CopyTo(Array array, int index) => ((ICollection)_items).CopyTo(array, index);

    /// <inheritdoc/>
    public override IEnumerator GetEnumerator() => _items.GetEnumerator();

    IEnumerator<DuckDBParameter> IEnumerable<DuckDBParameter>.GetEnumerator() => _items.GetEnumerator();

    /// <inheritdoc/>
    public override int IndexOf(object value) => value is DuckDBParameter parameter ? _items.IndexOf(parameter) : -1;

    /// <inheritdoc/>
    public override int IndexOf(string parameterName)
    {
        string bare = parameterName.TrimStart('$', '@', ':', '?');
        return _items.FindIndex(item => item.ParameterName.Equals(bare, StringComparison.OrdinalIgnoreCase));
    }

    /// <inheritdoc/>
    public override void Insert(int index, object value) => _items.Insert(index, (DuckDBParameter)value);

    /// <inheritdoc/>
    public override void Remove(object value) => _items.Remove((DuckDBParameter)value);

    /// <inheritdoc/>
    public override void RemoveAt(int index) => _items.RemoveAt(index);

    /// <inheritdoc/>
    public override void RemoveAt(string parameterName) => _items.RemoveAt(Find(parameterName));

    /// <inheritdoc/>
    protected override DbParameter GetParameter(int index) => _items[index];

    /// <inheritdoc/>
    protected override DbParameter GetParameter(string parameterName) => _items[Find(parameterName)];

    /// <inheritdoc/>
    protected override void SetParameter(int index, DbParameter value) => _items[index] = (DuckDBParameter)value;

    /// <inheritdoc/>
    protected override void SetParameter(string parameterName, DbParameter value) => _items[Find(parameterName)] = (DuckDBParameter)value;

    private int Find(string name)
    {
        int index = IndexOf(name);
        return index >= 0 ? index : throw new ArgumentException($"No parameter is named '{name}' (there are: {string.Join(", ", _items.Select(p => p.ParameterName))}).", nameof(name));
    }
}
