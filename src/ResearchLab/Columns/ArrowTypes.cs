using Apache.Arrow;
using Apache.Arrow.Types;
using DuckDB.NET.Data;

namespace ResearchLab.Columns;

/// <summary>
/// The types of a result as SQL writes them, where Arrow's do not tell them apart: HUGEINT is DECIMAL(38,0), BIT is BLOB and TIMETZ is TIME in Arrow.
/// </summary>
internal static class ArrowTypes
{
    /// <summary>The SQL type of each column; null when none is in doubt or the engine cannot say.</summary>
    public static string[]? Of(DuckDBCommand command, Schema schema)
    {
        if (!schema.FieldsList.Any(field => IsDoubtful(field.DataType)))
            return null;
        using var describe = new DuckDBCommand($"DESCRIBE {command.CommandText}", (DuckDBConnection)command.Connection!);
        foreach (DuckDBParameter parameter in command.Parameters)
            describe.Parameters.Add(new DuckDBParameter(parameter.ParameterName, parameter.Value));
        try
        {
            using DuckDBDataReader reader = describe.ExecuteReader();
            var types = new List<string>();
            while (reader.Read())
                types.Add(reader.GetString(1));
            return types.Count == schema.FieldsList.Count ? [.. types] : null;
        }
        catch (DuckDBException)
        {
            return null; // what is no SELECT cannot be described: CALL, RETURNING
        }
    }

    private static bool IsDoubtful(IArrowType type) => type is Decimal128Type { Precision: 38, Scale: 0 } or BinaryType or Time64Type ||
        (type is NestedType nested && nested.Fields.Any(field => IsDoubtful(field.DataType)));
}
