using System.Diagnostics;
using DuckDB.NET.Data;
using ResearchLab.Columns;

namespace ResearchLab.Bench;

/// <summary>
/// Speed of DuckDB.NET and of the columns over it, for <c>bench/duckdb.sh</c>: wall time and CPU time of the whole process, the best of several runs.
/// </summary>
internal static class DuckDbRates
{
    /// <summary>Makes the file that both sides read: 20 M dates and doubles.</summary>
    public static void Write(string file, long rows)
    {
        using DuckDBConnection connection = Open();
        connection.Run(
            $"COPY (SELECT DATE '1990-01-01' + (i % 9000)::INTEGER AS session, 100 + sin(i) * 50 AS close FROM range({rows}) t(i)) TO '{file}' (FORMAT "
                + $"parquet)");
    }

    /// <summary>The columnar read, a line a repeat as the C program prints it.</summary>
    public static void Copy(string file, int repeats, int threads)
    {
        using DuckDBConnection connection = Open();
        connection.Run($"SET threads = {threads}");
        for (int repeat = 0; repeat < repeats; repeat++)
        {
            var clock = Stopwatch.StartNew();
            TimeSpan cpu = Cpu();
            Frame columns = connection.QueryFrame($"SELECT session, close FROM read_parquet('{file}')");
            double wallMs = clock.Elapsed.TotalMilliseconds, cpuMs = (Cpu() - cpu).TotalMilliseconds;
            ReadOnlySpan<DateOnly> sessions = columns.Get<DateOnly>("session");
            ReadOnlySpan<double> closes = columns.Get<double>("close");
            long days = 0;
            double sum = 0;
            for (int i = 0; i < closes.Length; i++)
                (days, sum) = (days + sessions[i].DayNumber - 719_162, sum + closes[i]);
            Console.WriteLine($"{wallMs:F1} {cpuMs:F1} {closes.Length} {days} {sum:F6}");
        }
    }

    /// <summary>Row reader, appender and transactions.</summary>
    public static void Print()
    {
        const int Rows = 2_000_000;
        using DuckDBConnection connection = Open();
        connection.Run($"CREATE TABLE t AS SELECT 'S' || (i % 500) AS symbol, DATE '1990-01-01' + (i % 9000)::INTEGER AS session, i * 0.5::DOUBLE AS open, "
            + $"i * 0.25::DOUBLE AS close, i AS volume, i % 2 = 0 AS up FROM range({Rows}) r(i)");
        Rate("row reader, 6 columns (text, date, 2 doubles, long, bool)", "4 M rows/s", Rows, () => Read(connection, "SELECT * FROM t", text: true));
        Rate("row reader, 6 columns (date, 4 doubles, long)", "4 M rows/s", Rows,
            () => Read(connection, "SELECT session, open, close, open AS high, close AS low, volume FROM t", text: false));
        Rate("appender by rows, 6 columns (text, date, 2 doubles, long, bool)", "3 M rows/s", Rows, () => Append(connection, Rows));
        Array[] columns = Columns(Rows);
        Rate("appender by columns, the same", "3 M rows/s", Rows, () =>
        {
            connection.Run("CREATE OR REPLACE TABLE sink AS FROM t LIMIT 0");
            connection.AppendColumns(["sink"], columns);
        });
        Rate("columnar read of the same table", "", Rows, () => connection.QueryFrame("SELECT * FROM t"));
        Transactions();
    }

    private static void Read(DuckDBConnection connection, string sql, bool text)
    {
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = sql;
        using DuckDBDataReader reader = command.ExecuteReader();
        double sum = 0;
        while (reader.Read())
        {
            if (text)
                sum += reader.GetString(0).Length + reader.GetFieldValue<DateOnly>(1).DayNumber + reader.GetDouble(2) + reader.GetDouble(3) + reader.GetInt64(4)
                    + (reader.GetBoolean(5) ? 1 : 0);
            else
                sum += reader.GetFieldValue<DateOnly>(0).DayNumber + reader.GetDouble(1) + reader.GetDouble(2) + reader.GetDouble(3) + reader.GetDouble(4)
                    + reader.GetInt64(5);
        }

        GC.KeepAlive(sum);
    }

    private static void Append(DuckDBConnection connection, int rows)
    {
        connection.Run("CREATE OR REPLACE TABLE sink AS FROM t LIMIT 0");
        using DuckDBAppender appender = connection.CreateAppender("sink");
        var day = new DateOnly(1990, 1, 1);
        for (int i = 0; i < rows; i++)
            appender.CreateRow().AppendValue("SPY").AppendValue(day).AppendValue(i * 0.5).AppendValue(i * 0.25).AppendValue((long)i)
                .AppendValue(i % 2 == 0).EndRow();
    }

    private static Array[] Columns(int rows)
    {
        T[] Make<T>(Func<int, T> value) => [.. Enumerable.Range(0, rows).Select(value)];
        return [Make(i => $"S{i % 500}"), Make(i => new DateOnly(1990, 1, 1).AddDays(i % 9000)), Make(i => i * 0.5), Make(i => i * 0.25), Make(i => (long)i),
            Make(i => i % 2 == 0)];
    }

    /// <summary>As the journal does: open the file, one transaction of two writes, close it, so that other processes can.</summary>
    private static void Transactions()
    {
        string folder = Directory.CreateTempSubdirectory("researchlab-bench-").FullName;
        try
        {
            string source = $"Data Source={Path.Combine(folder, "journal.duckdb")};threads=1";
            using (var first = new DuckDBConnection(source))
            {
                first.Open();
                first.Run("CREATE TABLE runs (id BIGINT PRIMARY KEY, started TIMESTAMPTZ, note JSON); CREATE TABLE steps (run BIGINT, name VARCHAR, "
                    + "state VARCHAR); INSERT INTO runs SELECT i, now(), '{}' FROM range(5000) t(i)");
            }

            var times = new List<double>();
            for (int i = 0; i < 60; i++)
            {
                var clock = Stopwatch.StartNew();
                using (var connection = new DuckDBConnection(source))
                {
                    connection.Open();
                    using DuckDBTransaction transaction = connection.BeginTransaction();
                    using DuckDBCommand command = connection.CreateCommand();
                    command.CommandText =
                        "INSERT INTO runs VALUES ($id, now(), '{\"note\": 1}') ON CONFLICT DO NOTHING; INSERT INTO steps VALUES ($id, 'ingest', 'done')";
                    command.Parameters.Add(new DuckDBParameter("id", 10_000 + i));
                    command.ExecuteNonQuery();
                    transaction.Commit();
                }

                times.Add(clock.Elapsed.TotalMilliseconds);
            }

            times.Sort();
            Console.WriteLine($"{"transaction open, write, close: median (best)",-68} {times[times.Count / 2],7:F1} ms ({times[0]:F1} ms)   budget 25 ms");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Rate(string name, string budget, int rows, Action work)
    {
        double wall = double.MaxValue, cpu = double.MaxValue;
        for (int i = 0; i < 7; i++)
        {
            var clock = Stopwatch.StartNew();
            TimeSpan before = Cpu();
            work();
            (wall, cpu) = (Math.Min(wall, clock.Elapsed.TotalSeconds), Math.Min(cpu, (Cpu() - before).TotalSeconds));
        }

        Console.WriteLine(
            $"{name,-68} {rows / wall / 1e6,7:F1} M rows/s   {rows / cpu / 1e6,7:F1} M rows a CPU second   {(budget.Length > 0 ? $"budget {budget}" : "")}");
    }

    private static TimeSpan Cpu()
    {
        using Process process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }

    private static DuckDBConnection Open()
    {
        var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        return connection;
    }
}
