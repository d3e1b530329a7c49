using System.Runtime.CompilerServices;
using ResearchLab.DuckDb.Interop;

namespace ResearchLab.DuckDb.Tests;

/// <summary>Counts the engine's objects of the whole process, so nothing else may run beside it.</summary>
[Collection(typeof(AloneCollection))]
public sealed class LeakTests
{
    [Fact]
    public void Handles_ThousandsNeverDisposed_AreAllFinalized()
    {
        Abandon(1);
        int before = AliveAfterCollection();

        Abandon(1000);

        Assert.Equal(before, AliveAfterCollection());
    }

    [Fact]
    public void Dispose_Twice_DoesNothingMore()
    {
        int before = AliveAfterCollection();
        for (int i = 0; i < 2; i++)
        {
            var connection = new DuckDBConnection("Data Source=:memory:");
            connection.Open();
            connection.Execute("CREATE TABLE t (i INTEGER)");
            DuckDBTransaction transaction = connection.BeginTransaction();
            DuckDBCommand command = connection.Command("SELECT i FROM range(5000) t(i)");
            command.Prepare();
            DuckDBDataReader reader = command.ExecuteReader();
            DuckDBChunkReader chunks = command.ExecuteChunks(TestContext.Current.CancellationToken);
            DuckDBAppender appender = connection.CreateAppender("t");
            appender.CreateRow().AppendValue(1).EndRow();
            IDisposable[] all = [reader, chunks, appender, command, transaction, connection];
            // In both orders, and each twice: what was closed with its connection is closed already.
            foreach (IDisposable one in i == 0 ? all : all.Reverse())
            {
                one.Dispose();
                one.Dispose();
            }
        }

        Assert.Equal(before, AliveAfterCollection());
    }

    /// <summary>Connections, prepared commands, half-read and streaming readers, appenders with rows, functions and failed statements, all dropped.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Abandon(int times)
    {
        for (int i = 0; i < times; i++)
        {
            DuckDBConnection connection = i % 100 == 0 ? Db.Open("Data Source=:memory:;threads=1") : s_last!.Duplicate();
            s_last = connection;
            if (i % 100 == 0)
            {
                connection.Execute("CREATE TABLE t (i BIGINT, s VARCHAR)");
                connection.RegisterScalarFunction("cs_same", (long x) => x);
            }

            DuckDBCommand command = connection.Command("SELECT cs_same(i), 'some text that is long ' || i FROM range(3000) t(i) WHERE i >= $1", 1L);
            command.Prepare();
            command.UseStreamingMode = i % 2 == 0;
            Assert.True(command.ExecuteReader().Read());
            Assert.Throws<DuckDBException>(() => connection.Scalar("SELECT nope"));
            if (i % 10 == 0)
            {
                DuckDBAppender appender = connection.CreateAppender("t");
                appender.CreateRow().AppendValue(1L).AppendValue("x").EndRow();
                appender.AppendColumns(new[] { 1L }, new[] { "y" });
            }
        }

        s_last = null;
    }

    private static DuckDBConnection? s_last;

    private static int AliveAfterCollection()
    {
        for (int i = 0; i < 4; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return EngineHandle.Alive;
    }
}
