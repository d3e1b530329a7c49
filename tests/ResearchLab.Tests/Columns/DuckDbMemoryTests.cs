using System.Diagnostics;
using DuckDB.NET.Data;
using ResearchLab.Columns;

namespace ResearchLab.Tests.Columns;

/// <summary>Watches the memory of the process, so nothing else may run beside it.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class AloneCollection;

[Collection(typeof(AloneCollection))]
[Trait("Tier", "full")]
public sealed class DuckDbMemoryTests
{
    [Fact]
    public void Memory_ManyQueriesSomeFailing_DoesNotGrow()
    {
        using DuckDBConnection connection = Db.Open("Data Source=:memory:;threads=1");
        connection.Run("CREATE TABLE t AS SELECT i, 'some text longer than twelve ' || i AS s FROM range(5000) r(i)");
        // Freed memory may stay with the allocator, so the first round sets the mark that the second must keep to.
        Work(connection, 1500);
        long before = ResidentAfterCollection();

        Work(connection, 1500);

        Assert.InRange(ResidentAfterCollection() - before, long.MinValue, 40L << 20);
    }

    /// <summary>Results of about 400 kB; every tenth query fails when its rows are computed, every other tenth when they are copied.</summary>
    private static void Work(DuckDBConnection connection, int times)
    {
        for (int i = 0; i < times; i++)
        {
            if (i % 10 == 0)
                Assert.Throws<QueryException>(() => connection.QueryFrame("SELECT s, CASE WHEN i = 4999 THEN error('late') ELSE i END FROM t"));
            else if (i % 10 == 5)
                Assert.Throws<OverflowException>(() => connection.QueryFrame("SELECT s, DATE 'infinity' FROM t"));
            else
                Assert.Equal(4999, connection.QueryFrame("SELECT * FROM t WHERE i <> $i", ("i", i)).Rows);
        }
    }

    private static long ResidentAfterCollection()
    {
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        using Process process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
