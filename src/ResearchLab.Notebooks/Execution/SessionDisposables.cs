namespace ResearchLab.Notebooks.Execution;

/// <summary>
/// Values that cells declared with <c>using</c>: each is disposed when its variable holds another one, or when the session ends, the newest first.
/// </summary>
internal sealed class SessionDisposables
{
    private readonly List<(string Name, object Value)> _held = [];

    /// <summary>Whether there are some.</summary>
    public bool Any => _held.Count > 0;

    /// <summary>Notes the values of the names a cell declared with using.</summary>
    public void Hold(IEnumerable<(string Name, object? Value)> declared)
    {
        foreach ((string name, object? value) in declared)
        {
            if (value is IDisposable or IAsyncDisposable && !_held.Exists(held => ReferenceEquals(held.Value, value)))
                _held.Add((name, value));
        }
    }

    /// <summary>Disposes what its variable no longer holds; on the thread of the cells.</summary>
    /// <param name="variables">The newest variable of each name.</param>
    /// <returns>Values that could not be disposed, and why.</returns>
    public async Task<IReadOnlyList<string>> ReleaseAsync(IReadOnlyList<(string Name, Type Type, object? Value)> variables)
    {
        (string Name, object Value)[] replaced =
            [.. _held.Where(held => !variables.Any(variable => variable.Name == held.Name && IsSame(variable.Value, held.Value)))];
        _held.RemoveAll(held => replaced.Contains(held));
        return await DisposeAsync(replaced);
    }

    /// <summary>Disposes all.</summary>
    public Task<IReadOnlyList<string>> EndAsync()
    {
        (string Name, object Value)[] all = [.. _held];
        _held.Clear();
        return DisposeAsync(all);
    }

    private static async Task<IReadOnlyList<string>> DisposeAsync((string Name, object Value)[] values)
    {
        var failures = new List<string>();
        foreach ((string name, object value) in values.Reverse())
        {
            try
            {
                if (value is IAsyncDisposable later)
                    await later.DisposeAsync();
                else
                    ((IDisposable)value).Dispose();
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                failures.Add($"'{name}' could not be disposed: {error.GetType().Name}: {error.Message.ReplaceLineEndings(" ")}");
            }
        }

        return failures;
    }

    // A struct is boxed anew each time it is asked for.
    private static bool IsSame(object? left, object right) =>
        ReferenceEquals(left, right) || (left is ValueType && left.GetType() == right.GetType() && left.Equals(right));
}
