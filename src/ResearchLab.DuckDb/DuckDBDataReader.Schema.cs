using System.Collections.ObjectModel;
using System.Data;
using System.Data.Common;
using ResearchLab.DuckDb.Values;

namespace ResearchLab.DuckDb;

/// <summary>What the columns are.</summary>
public sealed partial class DuckDBDataReader : IDbColumnSchemaGenerator
{
    /// <summary>Name, type, precision and scale of each column.</summary>
    public ReadOnlyCollection<DbColumn> GetColumnSchema() =>
        new([.. Enumerable.Range(0, FieldCount).Select(i => (DbColumn)new SchemaColumn(i, GetName(i), Column(i).Type))]);

    /// <summary>Name, type, precision and scale of each column, as a table.</summary>
    public override DataTable GetSchemaTable()
    {
        var table = new DataTable("SchemaTable");
        table.Columns.Add(SchemaTableColumn.ColumnName, typeof(string));
        table.Columns.Add(SchemaTableColumn.ColumnOrdinal, typeof(int));
        table.Columns.Add(SchemaTableColumn.ColumnSize, typeof(int));
        table.Columns.Add(SchemaTableColumn.NumericPrecision, typeof(short));
        table.Columns.Add(SchemaTableColumn.NumericScale, typeof(short));
        table.Columns.Add(SchemaTableColumn.DataType, typeof(Type));
        table.Columns.Add(SchemaTableColumn.ProviderType, typeof(int));
        table.Columns.Add(SchemaTableColumn.AllowDBNull, typeof(bool));
        table.Columns.Add(SchemaTableColumn.IsLong, typeof(bool));
        table.Columns.Add(SchemaTableColumn.IsUnique, typeof(bool));
        table.Columns.Add(SchemaTableColumn.IsKey, typeof(bool));
        table.Columns.Add("DataTypeName", typeof(string));
        foreach (DbColumn column in GetColumnSchema())
        {
            table.Rows.Add(
                column.ColumnName, column.ColumnOrdinal, -1, column.NumericPrecision is { } precision ? (short)precision : DBNull.Value,
                column.NumericScale is { } scale ? (short)scale : DBNull.Value, column.DataType, (int)Column(column.ColumnOrdinal!.Value).Type.Id, true, false, false, false, column.DataTypeName);
        }

        return table;
    }

    private sealed class SchemaColumn : DbColumn
    {
        public SchemaColumn(int ordinal, string name, ColumnType type)
        {
            (ColumnName, ColumnOrdinal, DataType, DataTypeName) = (name, ordinal, type.ClrType, type.Name);
            (AllowDBNull, IsReadOnly, IsLong) = (true, true, false);
            if (type.Width > 0)
                (NumericPrecision, NumericScale) = (type.Width, type.Scale);
        }
    }
}
