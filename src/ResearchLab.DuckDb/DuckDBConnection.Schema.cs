using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace ResearchLab.DuckDb;

/// <summary>What the database holds, for tools that ask through ADO.NET.</summary>
public sealed partial class DuckDBConnection
{
    private static readonly (string Name, string Sql, string[] Restrictions)[] Collections =
    [
        ("Schemas", "SELECT catalog_name, schema_name FROM information_schema.schemata", ["catalog_name", "schema_name"]),
        ("Tables", "SELECT table_catalog, table_schema, table_name, table_type FROM information_schema.tables", ["table_catalog", "table_schema", "table_name", "table_type"]),
        ("Columns", "SELECT table_catalog, table_schema, table_name, column_name, ordinal_position, column_default, is_nullable, data_type FROM information_schema.columns", ["table_catalog", "table_schema", "table_name", "column_name"]),
        ("DataTypes", "SELECT DISTINCT type_name AS TypeName, logical_type, type_category FROM duckdb_types()", ["TypeName"]),
    ];

    /// <summary>The collections there are.</summary>
    public override DataTable GetSchema() => GetSchema(DbMetaDataCollectionNames.MetaDataCollections, []);

    /// <summary>Everything in a collection: MetaDataCollections, Schemas, Tables, Columns or DataTypes.</summary>
    /// <exception cref="ArgumentException">There is no such collection.</exception>
    public override DataTable GetSchema(string collectionName) => GetSchema(collectionName, []);

    /// <summary>What in a collection has the values given, null for any: catalog, schema, table, then type of a table or name of a column.</summary>
    /// <exception cref="ArgumentException">There is no such collection, or it takes fewer restrictions.</exception>
    [SuppressMessage("Security", "CA2100", Justification = "The text comes from the list above; values are parameters.")]
    public override DataTable GetSchema(string collectionName, string?[] restrictionValues)
    {
        if (collectionName.Equals(DbMetaDataCollectionNames.MetaDataCollections, StringComparison.OrdinalIgnoreCase))
        {
            var table = new DataTable(DbMetaDataCollectionNames.MetaDataCollections);
            table.Columns.Add(DbMetaDataColumnNames.CollectionName, typeof(string));
            table.Columns.Add(DbMetaDataColumnNames.NumberOfRestrictions, typeof(int));
            table.Rows.Add(DbMetaDataCollectionNames.MetaDataCollections, 0);
            foreach ((string name, _, string[] restrictions) in Collections)
                table.Rows.Add(name, restrictions.Length);
            return table;
        }

        int index = Array.FindIndex(Collections, collection => collection.Name.Equals(collectionName, StringComparison.OrdinalIgnoreCase));
        if (index < 0)
            throw new ArgumentException($"There is no schema collection '{collectionName}'. There are: MetaDataCollections, {string.Join(", ", Collections.Select(collection => collection.Name))}.", nameof(collectionName));
        (string found, string sql, string[] columns) = Collections[index];
        if (restrictionValues.Length > columns.Length)
            throw new ArgumentException($"Collection '{found}' takes {columns.Length} restrictions ({string.Join(", ", columns)}); {restrictionValues.Length} were given.", nameof(restrictionValues));
        using DuckDBCommand command = CreateCommand();
        var conditions = new List<string>();
        for (int i = 0; i < restrictionValues.Length; i++)
        {
            if (restrictionValues[i] is not { } value)
                continue;
            command.Parameters.Add(new DuckDBParameter(columns[i], value));
            conditions.Add($"{columns[i]} = ${columns[i]}");
        }

        command.CommandText = $"SELECT * FROM ({sql}){(conditions.Count > 0 ? " WHERE " : "")}{string.Join(" AND ", conditions)} ORDER BY ALL";
        using DuckDBDataReader reader = command.ExecuteReader();
        var result = new DataTable(found);
        result.Load(reader);
        return result;
    }
}
