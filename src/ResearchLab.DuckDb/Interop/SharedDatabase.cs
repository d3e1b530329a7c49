namespace ResearchLab.DuckDb.Interop;

/// <summary>
/// A database that several connections of this process share. Opened through the engine's instance cache, so that a second
/// connection to the same file joins the open instance instead of opening the file twice. Closed with its last connection.
/// </summary>
internal sealed class SharedDatabase
{
    private static readonly Lazy<InstanceCacheHandle> Cache = new(DuckDbNative.CreateInstanceCache);
    private static readonly Lazy<HashSet<string>> KnownSettings = new(ReadSettings);

    private readonly DatabaseHandle _handle;
    private int _connections = 1;

    private SharedDatabase(DatabaseHandle handle) => _handle = handle;

    /// <exception cref="ArgumentException">A setting the engine does not know, or a value it does not take.</exception>
    /// <exception cref="DuckDBException">The engine cannot open the database.</exception>
    public static SharedDatabase Open(string path, IEnumerable<(string Name, string Value)> settings)
    {
        if (DuckDbNative.CreateConfig(out ConfigHandle config) != DuckDbNative.Success)
            throw new DuckDBException("Out of Memory Error: the engine could not make a configuration.");
        using (config)
        {
            foreach ((string name, string value) in settings)
                Set(config, name, value);
            int state = DuckDbNative.OpenFromCache(Cache.Value, path, out DatabaseHandle database, config, out nint error);
            string? message = DuckDbNative.TakeText(error);
            if (state == DuckDbNative.Success)
                return new SharedDatabase(database);
            database.Dispose();
            throw new DuckDBException(message ?? $"IO Error: cannot open '{path}'.");
        }
    }

    public ConnectionHandle Connect()
    {
        if (DuckDbNative.Connect(_handle, out ConnectionHandle connection) == DuckDbNative.Success)
            return connection;
        connection.Dispose();
        throw new DuckDBException("Connection Error: the engine refused another connection to the database.");
    }

    public SharedDatabase Share()
    {
        Interlocked.Increment(ref _connections);
        return this;
    }

    public void Release()
    {
        if (Interlocked.Decrement(ref _connections) == 0)
            _handle.Dispose();
    }

    private static void Set(ConfigHandle config, string name, string value)
    {
        if (!KnownSettings.Value.Contains(name))
            throw new ArgumentException($"Unknown key '{name}' in the connection string. It takes 'Data Source' and engine settings (SELECT name FROM duckdb_settings()).", nameof(name));
        if (DuckDbNative.SetConfig(config, name, value) != DuckDbNative.Success)
            throw new ArgumentException($"The connection string's {name}={value} is not a value the engine takes. See SELECT description FROM duckdb_settings() WHERE name = '{name}'.", nameof(value));
    }

    private static HashSet<string> ReadSettings()
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        nuint count = DuckDbNative.ConfigCount();
        for (nuint i = 0; i < count; i++)
        {
            if (DuckDbNative.GetConfigFlag(i, out nint name, out _) == DuckDbNative.Success && DuckDbNative.BorrowText(name) is { } text)
                names.Add(text);
        }

        return names;
    }
}
