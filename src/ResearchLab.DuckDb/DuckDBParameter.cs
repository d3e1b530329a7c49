using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace ResearchLab.DuckDb;

/// <summary>
/// A value for a marker of the SQL: <c>$name</c> takes the parameter of that name (any case, with or without its <c>$</c>), <c>?</c> and
/// <c>$1</c> the one at that place of the collection. Any .NET type the reader returns can be sent; a dictionary keyed by
/// string with object values is a STRUCT, any other dictionary a MAP, any other sequence a LIST.
/// </summary>
public sealed class DuckDBParameter : DbParameter
{
    private string _name = "";

    /// <summary>A parameter without name and value.</summary>
    public DuckDBParameter()
    {
    }

    /// <summary>A parameter for a marker by place.</summary>
    public DuckDBParameter(object? value) => Value = value;

    /// <summary>A parameter for the marker <c>$name</c>.</summary>
    public DuckDBParameter(string name, object? value)
    {
        ParameterName = name;
        Value = value;
    }

    /// <inheritdoc/>
    /// <remarks>A leading <c>$</c>, <c>@</c>, <c>:</c> or <c>?</c> is dropped.</remarks>
    [AllowNull]
    public override string ParameterName
    {
        get => _name;
        set => _name = (value ?? "").TrimStart('$', '@', ':', '?');
    }

    /// <inheritdoc/>
    public override object? Value { get; set; }

    /// <summary>Only <see cref="DbType.Date"/> has an effect: it sends a DateTime as a DATE. Otherwise the value's own type decides.</summary>
    public override DbType DbType { get; set; } = DbType.Object;

    /// <summary>Input; the engine has no other.</summary>
    /// <exception cref="ArgumentException">Another direction.</exception>
    public override ParameterDirection Direction
    {
        get => ParameterDirection.Input;
        set
        {
            if (value != ParameterDirection.Input)
                throw new ArgumentException($"Parameter '{ParameterName}' cannot be {value}; DuckDB has input parameters only.", nameof(value));
        }
    }

    /// <inheritdoc/>
    public override bool IsNullable { get; set; } = true;

    /// <inheritdoc/>
    [AllowNull]
    public override string SourceColumn { get => field ?? ""; set; }

    /// <inheritdoc/>
    public override bool SourceColumnNullMapping { get; set; }

    /// <inheritdoc/>
    public override int Size { get; set; }

    internal object? EngineValue => DbType == DbType.Date && Value is DateTime moment ? DateOnly.FromDateTime(moment) : Value;

    /// <inheritdoc/>
    public override void ResetDbType() => DbType = DbType.Object;
}
