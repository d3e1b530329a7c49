using System.Data;
using System.Data.Common;

namespace ResearchLab.DuckDb;

/// <summary>A transaction. Disposing it without <see cref="Commit"/> rolls back. All commands of its connection run in it.</summary>
public sealed class DuckDBTransaction : DbTransaction
{
    private DuckDBConnection? _connection;

    internal DuckDBTransaction(DuckDBConnection connection) => _connection = connection;

    /// <summary>The engine's only level.</summary>
    public override IsolationLevel IsolationLevel => IsolationLevel.Snapshot;

    /// <inheritdoc/>
    protected override DbConnection? DbConnection => _connection;

    /// <summary>Makes the changes durable and visible to others.</summary>
    /// <exception cref="DuckDBException">The engine refused, for example because another transaction changed the same rows; it has rolled back.</exception>
    /// <exception cref="InvalidOperationException">It was committed or rolled back already.</exception>
    public override void Commit() => End("COMMIT");

    /// <summary>Undoes the changes.</summary>
    /// <exception cref="InvalidOperationException">It was committed or rolled back already.</exception>
    public override void Rollback() => End("ROLLBACK");

    internal void Forget() => _connection = null;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        try
        {
            if (disposing && _connection is not null)
                Rollback();
        }
        catch (DuckDBException e) when (e.ErrorType == "TransactionContext")
        {
            // It was ended by SQL, so there is nothing to undo.
        }

        base.Dispose(disposing);
    }

    private void End(string statement)
    {
        DuckDBConnection connection = _connection ?? throw new InvalidOperationException("The transaction has ended: it was committed, rolled back or its connection closed.");
        connection.Transaction = null;
        _connection = null;
        connection.Run(statement);
    }
}
