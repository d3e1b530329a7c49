using ResearchLab.DuckDb.Interop;
using ResearchLab.DuckDb.Values;

namespace ResearchLab.DuckDb;

/// <summary>How the engine may treat a scalar function.</summary>
[Flags]
public enum DuckDBFunctionTraits
{
    /// <summary>The same arguments give the same result, and any NULL argument gives NULL without a call.</summary>
    None = 0,

    /// <summary>The result may differ from call to call, so the engine calls it for each row and never folds it.</summary>
    Volatile = 1,

    /// <summary>NULL arguments are passed on, as null; parameters of value types must then be nullable.</summary>
    TakesNulls = 2,
}

/// <summary>
/// Functions written in C#, for SQL. They are known to every connection of the database until it is closed. The engine calls them on several
/// threads at a time, so they must not share state without care; an exception ends the query as a <see cref="DuckDBException"/> with its message.
/// </summary>
public static class DuckDBFunctions
{
    /// <summary>Registers a function without arguments. Unless <see cref="DuckDBFunctionTraits.Volatile"/>, it is called as rarely as the engine likes.</summary>
    /// <inheritdoc cref="RegisterScalarFunction{T1, T2, T3, TResult}"/>
    public static void RegisterScalarFunction<TResult>(this DuckDBConnection connection, string name, Func<TResult> function, DuckDBFunctionTraits traits = DuckDBFunctionTraits.None) =>
        Register<TResult>(connection, name, [], SqlTypes.NameOf(typeof(TResult)), traits, function, (_, _) => function());

    /// <summary>Registers a function of one argument.</summary>
    /// <inheritdoc cref="RegisterScalarFunction{T1, T2, T3, TResult}"/>
    public static void RegisterScalarFunction<T, TResult>(this DuckDBConnection connection, string name, Func<T, TResult> function, DuckDBFunctionTraits traits = DuckDBFunctionTraits.None) =>
        Register(connection, name, [SqlTypes.NameOf(typeof(T))], SqlTypes.NameOf(typeof(TResult)), traits, function, (inputs, row) => function(inputs[0].Get<T>(row)));

    /// <summary>Registers a function of two arguments.</summary>
    /// <inheritdoc cref="RegisterScalarFunction{T1, T2, T3, TResult}"/>
    public static void RegisterScalarFunction<T1, T2, TResult>(
        this DuckDBConnection connection, string name, Func<T1, T2, TResult> function, DuckDBFunctionTraits traits = DuckDBFunctionTraits.None) =>
        Register(connection, name, [SqlTypes.NameOf(typeof(T1)), SqlTypes.NameOf(typeof(T2))], SqlTypes.NameOf(typeof(TResult)), traits, function,
            (inputs, row) => function(inputs[0].Get<T1>(row), inputs[1].Get<T2>(row)));

    /// <summary>Registers a function of three arguments.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="name">What SQL calls it.</param>
    /// <param name="function">Called once a row, on any thread.</param>
    /// <param name="traits">How the engine may treat it.</param>
    /// <exception cref="NotSupportedException">A type has no counterpart in SQL.</exception>
    /// <exception cref="InvalidOperationException">The engine refused, for example because the name is taken.</exception>
    public static void RegisterScalarFunction<T1, T2, T3, TResult>(
        this DuckDBConnection connection, string name, Func<T1, T2, T3, TResult> function, DuckDBFunctionTraits traits = DuckDBFunctionTraits.None) =>
        Register(connection, name, [SqlTypes.NameOf(typeof(T1)), SqlTypes.NameOf(typeof(T2)), SqlTypes.NameOf(typeof(T3))], SqlTypes.NameOf(typeof(TResult)), traits, function,
            (inputs, row) => function(inputs[0].Get<T1>(row), inputs[1].Get<T2>(row), inputs[2].Get<T3>(row)));

    /// <summary>Registers a function of any number of arguments, of any types that SQL can name, nested ones included.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="name">What SQL calls it.</param>
    /// <param name="parameterTypes">The arguments' types as SQL writes them, such as <c>DECIMAL(18,4)</c> or <c>STRUCT(a INTEGER)[]</c>.</param>
    /// <param name="resultType">The result's type as SQL writes it.</param>
    /// <param name="function">Called once a row, on any thread, with values as a reader's <c>GetValue</c> gives them.</param>
    /// <param name="traits">How the engine may treat it.</param>
    /// <exception cref="DuckDBException">A type is unknown.</exception>
    /// <exception cref="InvalidOperationException">The engine refused, for example because the name is taken.</exception>
    public static void RegisterScalarFunction(
        this DuckDBConnection connection, string name, IReadOnlyList<string> parameterTypes, string resultType, Func<IReadOnlyList<object?>, object?> function, DuckDBFunctionTraits traits = DuckDBFunctionTraits.None) =>
        Register(connection, name, [.. parameterTypes], resultType, traits, function, (inputs, row) => function(Array.ConvertAll(inputs, input => input.GetValueOrNull(row))));

    /// <summary>Registers a table function without arguments.</summary>
    /// <inheritdoc cref="RegisterTableFunction(DuckDBConnection, string, IReadOnlyList{string}, Func{IReadOnlyList{object}, DuckDBTable})"/>
    public static void RegisterTableFunction(this DuckDBConnection connection, string name, Func<DuckDBTable> function) =>
        connection.RegisterTableFunction(name, [], _ => function());

    /// <summary>Registers a table function of one argument.</summary>
    /// <inheritdoc cref="RegisterTableFunction(DuckDBConnection, string, IReadOnlyList{string}, Func{IReadOnlyList{object}, DuckDBTable})"/>
    public static void RegisterTableFunction<T>(this DuckDBConnection connection, string name, Func<T, DuckDBTable> function) =>
        connection.RegisterTableFunction(name, [SqlTypes.NameOf(typeof(T))], arguments => function((T)arguments[0]!));

    /// <summary>Registers a function that SQL calls in FROM. It is called once for each place in a query; its rows are read while the query runs.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="name">What SQL calls it.</param>
    /// <param name="parameterTypes">The arguments' types as SQL writes them.</param>
    /// <param name="function">Makes the table from the arguments, given as a reader's <c>GetValue</c> gives them, or null.</param>
    /// <exception cref="DuckDBException">A type is unknown.</exception>
    /// <exception cref="InvalidOperationException">The engine refused, for example because the name is taken.</exception>
    public static unsafe void RegisterTableFunction(this DuckDBConnection connection, string name, IReadOnlyList<string> parameterTypes, Func<IReadOnlyList<object?>, DuckDBTable> function)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(function);
        using TableFunctionHandle handle = DuckDbNative.CreateTableFunction();
        DuckDbNative.SetTableName(handle, name);
        foreach (string type in parameterTypes)
            DuckDbNative.AddTableParameter(handle, SqlTypes.Parse(type).Handle);
        DuckDbNative.SetTableInfo(handle, Callbacks.Hold(new TableFunction(parameterTypes.Count, function)), &Callbacks.Free);
        DuckDbNative.SetTableBind(handle, &Callbacks.Bind);
        DuckDbNative.SetTableInit(handle, &Callbacks.Init);
        DuckDbNative.SetTableCall(handle, &Callbacks.Scan);
        if (DuckDbNative.RegisterTable(connection.Handle, handle) != DuckDbNative.Success)
            throw Refused(name);
    }

    private static unsafe void Register<TResult>(
        DuckDBConnection connection, string name, string[] parameters, string result, DuckDBFunctionTraits traits, Delegate function, Func<VectorReader[], int, TResult> row)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(function);
        using ScalarFunctionHandle handle = DuckDbNative.CreateScalarFunction();
        DuckDbNative.SetScalarName(handle, name);
        foreach (string type in parameters)
            DuckDbNative.AddScalarParameter(handle, SqlTypes.Parse(type).Handle);
        DuckDbNative.SetScalarReturn(handle, SqlTypes.Parse(result).Handle);
        if (traits.HasFlag(DuckDBFunctionTraits.Volatile))
            DuckDbNative.SetScalarVolatile(handle);
        bool takesNulls = traits.HasFlag(DuckDBFunctionTraits.TakesNulls);
        if (takesNulls)
            DuckDbNative.SetScalarTakesNulls(handle);
        var scalar = new TypedScalarFunction<TResult>(name, Array.ConvertAll(parameters, type => SqlTypes.Parse(type).Type), SqlTypes.Parse(result).Type, takesNulls, row);
        DuckDbNative.SetScalarInfo(handle, Callbacks.Hold(scalar), &Callbacks.Free);
        DuckDbNative.SetScalarCall(handle, &Callbacks.Scalar);
        if (DuckDbNative.RegisterScalar(connection.Handle, handle) != DuckDbNative.Success)
            throw Refused(name);
    }

    private static InvalidOperationException Refused(string name) =>
        new($"The engine refused the function '{name}'. A function of that name and these arguments may exist already, or a transaction of this connection has failed.");
}
