using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace ResearchLab.DuckDb.Tests;

/// <summary>Watches the memory of the process, so nothing else may run beside it.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class AloneCollection;

[Collection(typeof(AloneCollection))]
public sealed class MemoryTests
{
    [Fact]
    public void Memory_ManyQueriesSomeNeverDisposed_DoesNotGrow()
    {
        using DuckDBConnection connection = Db.Open("Data Source=:memory:;threads=1");
        connection.Execute("CREATE TABLE t AS SELECT i, 'some text longer than twelve ' || i AS s FROM range(5000) r(i)");
        // Freed memory may stay with the allocator, so the first round sets the mark that the second must keep to.
        Work(connection, 1500);
        long before = ResidentAfterCollection();

        Work(connection, 1500);

        Assert.InRange(ResidentAfterCollection() - before, long.MinValue, 40L << 20);
    }

    /// <summary>Every tenth reader and command is left to the finalizers; each result is about 400 kB.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Work(DuckDBConnection connection, int times)
    {
        for (int i = 0; i < times; i++)
        {
            DuckDBCommand command = connection.Command("SELECT * FROM t WHERE i <> $1", i);
            command.Prepare();
            DuckDBDataReader reader = command.ExecuteReader();
            Assert.True(reader.Read());
            if (i % 10 == 0)
                continue;
            reader.Dispose();
            command.Dispose();
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
