using System.Collections;
using ResearchLab.DuckDb.Interop;
using ResearchLab.DuckDb.Values;

namespace ResearchLab.DuckDb;

/// <summary>
/// A whole result by columns, each a typed array of the result's length:
/// FLOAT, DOUBLE and DECIMAL double[] · TINYINT to INTEGER, UTINYINT and USMALLINT int[] · BIGINT, UINTEGER, UBIGINT and (U)HUGEINT long[] ·
/// BOOLEAN bool[] · VARCHAR, ENUM and JSON string?[] · DATE DateOnly[] · TIMESTAMP DateTime[] · TIMESTAMPTZ DateTimeOffset[] in UTC ·
/// TIME TimeOnly[] · INTERVAL DuckDBInterval[] · UUID Guid[] · BLOB byte[]?[] · nested types object?[].
/// </summary>
public sealed class DuckDBColumns : IReadOnlyList<DuckDBColumn>
{
    private readonly DuckDBColumn[] _columns;

    private DuckDBColumns(DuckDBColumn[] columns, int rows)
    {
        _columns = columns;
        RowCount = rows;
    }

    /// <summary>Rows of the result.</summary>
    public int RowCount { get; }

    /// <summary>Columns of the result.</summary>
    public int Count => _columns.Length;

    /// <summary>The column at a place.</summary>
    public DuckDBColumn this[int index] => _columns[index];

    /// <summary>The column of a name, in any case.</summary>
    /// <exception cref="ArgumentException">There is no such column; the message lists those there are.</exception>
    public DuckDBColumn this[string name] => Find(name)
        ?? throw new ArgumentException($"The result has no column '{name}'; it has: {string.Join(", ", _columns.Select(column => column.Name))}.", nameof(name));

    /// <summary>The array of a column, as <see cref="DuckDBColumn.As{T}"/> gives it.</summary>
    public T[] Get<T>(string name) => this[name].As<T>();

    /// <summary>The column of a name, in any case, or null.</summary>
    public DuckDBColumn? Find(string name) => Array.Find(_columns, column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc/>
    public IEnumerator<DuckDBColumn> GetEnumerator() => ((IEnumerable<DuckDBColumn>)_columns).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Reads all chunks, then sizes each column once and fills it chunk by chunk.</summary>
    internal static DuckDBColumns ReadAll(DuckDBChunkReader reader)
    {
        var chunks = new List<ChunkHandle>();
        try
        {
            long rows = 0;
            while (reader.Read())
            {
                rows += reader.RowCount;
                chunks.Add(reader.Cursor.Take());
            }

            if (rows > Array.MaxLength)
                throw new InvalidOperationException($"The result has {rows} rows, more than an array holds ({Array.MaxLength}). Use QueryChunks.");
            VectorReader[] sources = reader.Cursor.Columns;
            ColumnFiller[] fillers = Array.ConvertAll(sources, source => ColumnFiller.For(source.Type, (int)rows));
            int at = 0;
            foreach (ChunkHandle chunk in chunks)
            {
                reader.Cursor.Attach(chunk);
                int count = reader.RowCount;
                for (int i = 0; i < fillers.Length; i++)
                    fillers[i].Add(sources[i], at, count);
                at += count;
                chunk.Dispose();
            }

            return new DuckDBColumns([.. sources.Select((source, i) => new DuckDBColumn(source.Name, source.Type.Name, fillers[i].Values, fillers[i].IsNull))], (int)rows);
        }
        finally
        {
            foreach (ChunkHandle chunk in chunks)
                chunk.Dispose();
        }
    }
}

/// <summary>One column of a result.</summary>
/// <param name="Name">Its name.</param>
/// <param name="TypeName">Its type as SQL writes it.</param>
/// <param name="Values">A typed array; see <see cref="DuckDBColumns"/>. Where NULL: NaN in double[], null in arrays of references, else the type's default.</param>
/// <param name="IsNull">True where the row is NULL; null when no row is.</param>
public sealed record DuckDBColumn(string Name, string TypeName, Array Values, bool[]? IsNull)
{
    /// <summary>Rows.</summary>
    public int Length => Values.Length;

    /// <summary>The array as the type it has.</summary>
    /// <exception cref="InvalidCastException">It has another; the message says which.</exception>
    public T[] As<T>() => Values as T[]
        ?? throw new InvalidCastException($"Column '{Name}' ({TypeName}) is {Values.GetType().Name}, not {typeof(T).Name}[]. Ask for that, or cast it in SQL.");

    /// <summary>Any numeric or boolean column as doubles, NULL as NaN; the column's own array when it is double[] already.</summary>
    /// <exception cref="InvalidCastException">The column is not numeric.</exception>
    public double[] ToDoubles()
    {
        double[] doubles = Values switch
        {
            double[] values => values,
            int[] values => Array.ConvertAll(values, static value => (double)value),
            long[] values => Array.ConvertAll(values, static value => (double)value),
            bool[] values => Array.ConvertAll(values, static value => value ? 1.0 : 0.0),
            _ => throw new InvalidCastException($"Column '{Name}' ({TypeName}) is not numeric."),
        };
        for (int i = 0; IsNull is not null && i < doubles.Length; i++)
        {
            if (IsNull[i])
                doubles[i] = double.NaN;
        }

        return doubles;
    }
}
