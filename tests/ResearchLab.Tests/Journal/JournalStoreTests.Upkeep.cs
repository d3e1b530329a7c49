using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using ResearchLab.Basics;
using ResearchLab.Columns;
using ResearchLab.Journal;

namespace ResearchLab.Tests.Journal;

/// <content>Looking, exporting, backups.</content>
public abstract partial class JournalStoreTests
{
    private const string Awkward = "Σ ✓ 'quoted' \"twice\" \\ back\nnew line\ttab \u2028 @name $name";

    /// <summary>At least one row in each table, with texts and numbers that are easily spoiled, and everything that can be missing missing somewhere.</summary>
    private protected void FillEveryTable()
    {
        string run = Store.BeginRun("SPY", s_session, "c0ffee", Awkward, ulong.MaxValue);
        Store.EndRun(run, Awkward);
        Store.BeginRun("QQQ", s_session, "c0ffee", "abc", 0);
        var step = new StepKey(new FlowKey("daily", "SPY", s_session, "c0ffee"), "data");
        Store.SaveSteps([new StepRecord(step, run, "done", """{"x":  1.0}""", Clock.Now, Clock.Now)]);
        Store.RecordEvent("note", Awkward, run);
        Store.RecordEvent("note", "outside");
        Store.RecordRecommendation(Recommendation(run));
        Store.SaveModel(new ModelRecord("m1", "SPY", s_session, """{"rows": 10}""", "models/m1", Clock.Now));
        Store.TryRecordPromotion(new PromotionRecord(1, "SPY", "m1", "promote", Awkward, default));
        Store.RecordTrial("training", """{"leaves": 31}""", """{"accuracy": 0.1}""");
        Clock.Now += TimeSpan.FromTicks(12_345_670);
        Send(Order());
        Store.RecordFill(Fill(price: 0.1 + 0.2), Position() with { EntryPrice = 1 / 3.0 });
        Clock.Now += TimeSpan.FromSeconds(1);
        Send(Closing());
        Store.RecordFill(Fill("f2", 3, "o2", -1e-300), Closed());
        Clock.Now += TimeSpan.FromSeconds(1);
        Send(Order("o9", decision: "d9") with { LimitPrice = null });
        Store.RecordFill(Fill("f9", 1, order: "o9"), Position(1, "p9"));
        Store.RecordSession(Snapshot(), [Mark() with { Value = double.MaxValue, FromTime = -0.0 }]);
        Raise();
        Raise("a2", Awkward);
        Store.Acknowledge("a2", "jo");
        Store.MoveDelivery(Store.FindDeliveries("a2")[0] with { Attempts = 1, Status = DeliveryStatus.Sent, NextAt = null, SentAt = Clock.Now });
        Store.RecordMetric(new AgentMetricRecord("risk", Clock.Now, 10, 4, 5, 1, 12.5, "{}"));
    }

    /// <summary>All rows as texts, in an order of their own: engines sort texts differently.</summary>
    private protected static string[] Everything(JournalStore store) => [.. JournalStore.Tables.SelectMany(table =>
    {
        Frame rows = store.ReadTable(table);
        Assert.True(rows.Rows > 0, table);
        return Enumerable.Range(0, rows.Rows).Select(row => $"{table}: " + string.Join(" | ", rows.Select(column => column[row] switch
        {
            null => "(none)",
            double number => number.ToString("R"),
            DateTimeOffset instant => instant.ToString("O"),
            object value => value.ToString(),
        })));
    }).Order(StringComparer.Ordinal)];

    private static string TempFile(string name) => Path.Combine(Directory.CreateTempSubdirectory("researchlab-backup-").FullName, name);

    [Fact]
    public void Backup_Restored_IsEveryRowOfEveryTable()
    {
        string file = TempFile("journal.gz");
        FillEveryTable();
        JournalBackup written = Store.Backup(file);
        Assert.Equal((4, Clock.Now, null), (written.Version, written.CreatedAt, written.Replaced));
        Assert.Equal(Everything(Store).Length, written.Rows);
        JournalStore another = Another();
        Assert.Equal(written, another.Restore(file) with { CreatedAt = written.CreatedAt });
        Assert.Equal(Everything(Store), Everything(another));
        // It is as the migrations make it: what is unique stays unique, and the next open finds nothing to do.
        Assert.False(another.RecordFill(Fill("f9", 1, order: "o9"), Position(1, "p9")));
        Assert.Equal((4, 4), Open().Migrate());
        Assert.Equal(Store.FindOpenPositions("paper"), another.FindOpenPositions("paper"));
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    [Fact]
    public async Task Backup_WhileOthersWrite_IsOfOneInstant()
    {
        string file = TempFile("journal.gz");
        using var enough = new CancellationTokenSource();
        // Steps are read between runs and events, and take a while.
        var flow = new FlowKey("daily", "SPY", s_session, "c0ffee");
        string Long(int step) => string.Concat(Enumerable.Range(0, 60)
            .Select(part => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{step} {part}")))));
        Store.SaveSteps([.. Enumerable.Range(0, 500)
            .Select(i => new StepRecord(new StepKey(flow, $"s{i}"), "run", "done", $"\"{Long(i)}\"", Clock.Now, Clock.Now))]);
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task writer = Task.Run(() =>
        {
            JournalStore store = Open(TimeSpan.FromSeconds(60));
            while (!enough.IsCancellationRequested)
            {
                store.RecordEvent("note", store.BeginRun("SPY", s_session, "c0ffee", "abc", 1));
                first.TrySetResult();
            }
        });
        await first.Task;
        JournalStore reader = Open(TimeSpan.FromSeconds(60));
        for (int i = 0; i < 5; i++)
        {
            reader.Backup(file);
            string[] tables = Unpacked(File.ReadAllBytes(file)).Split("{\"table\":");
            int Rows(string table) => tables.Single(one => one.StartsWith($"\"{table}\"", StringComparison.Ordinal)).Split('\n')
                .Count(line => line.StartsWith('['));
            // An event follows its run: at any instant there is one for each run, or for each but the newest.
            Assert.InRange(Rows("runs") - Rows("events"), 0, 1);
        }

        enough.Cancel();
        await writer;
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    [Fact]
    public void Restore_IntoAFilledJournal_IsRefused_OrKeepsACopy()
    {
        string file = TempFile("journal.gz");
        FillEveryTable();
        Store.Backup(file);
        string[] before = Everything(Store);
        JournalStore another = Another();
        another.RecordEvent("note", "mine");
        Assert.Contains("holds 1 rows", Assert.Throws<UsageException>(() => another.Restore(file)).Message);
        Assert.Equal("mine", Assert.Single(another.RecentEvents(10)).Message);
        string copy = another.Restore(file, replace: true).Replaced!;
        Assert.Equal(file + $".replaced-{Clock.Now:yyyyMMdd'T'HHmmss'Z'}", copy);
        Assert.Equal(before, Everything(another));
        Assert.NotNull(another.Restore(copy, replace: true).Replaced);
        Assert.Equal("mine", Assert.Single(another.RecentEvents(10)).Message);
        Assert.Null(another.FindDecision("d1"));
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    [Fact]
    public void Restore_OfAFileThatIsNoWholeBackup_TouchesNothing()
    {
        string file = TempFile("journal.gz"), bad = TempFile("bad.gz");
        FillEveryTable();
        Store.Backup(file);
        string[] before = Everything(Store);
        byte[] whole = File.ReadAllBytes(file);
        string[] lines = Unpacked(whole).Split('\n', StringSplitOptions.RemoveEmptyEntries)[..^1];
        (string Why, byte[] Bytes)[] wrong =
        [
            ("is no backup", []), ("is no backup", "id,symbol\n1,SPY\n"u8.ToArray()), ("is no backup", Packed("hello\n")), ("is no backup", Packed("{}\n")),
            ("is no backup", Packed("""{"format":"other","version":4}""" + "\n")), ("is damaged", whole[..(whole.Length / 2)]),
            ("is damaged: it is cut off", Packed(string.Join('\n', lines) + "\n")), ("is damaged", Flipped(whole, whole.Length / 2)),
            ("has schema version 5; this program knows 4", Signed([lines[0].Replace("\"version\":4", "\"version\":5"), .. lines[1..]])),
            ("is damaged: its checksum is another", Packed(Unpacked(whole).Replace("\"SPY\"", "\"SPX\""))),
            ("is damaged: something stands after its end", Packed(Unpacked(whole) + "[]\n")),
            // Whole by its checksum, and yet of no journal: the transaction ends as if it had not begun.
            ("has other columns", Signed([lines[0], """{"table":"events","columns":["kind"]}"""])),
            ("has no table 'users'", Signed([lines[0], """{"table":"users","columns":["id"]}"""])),
            ("column 'happened_at' holds 7",
                Signed([lines[0], """{"table":"events","columns":["happened_at","run_id","kind","message"]}""", """[7,null,"a","b"]"""])),
        ];
        foreach ((string why, byte[] bytes) in wrong)
        {
            File.WriteAllBytes(bad, bytes);
            string message = Assert.Throws<JournalException>(() => Store.Restore(bad, replace: true)).Message;
            Assert.Contains(why, message, StringComparison.Ordinal);
            Assert.EndsWith("The journal was not touched.", message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', message);
        }

        Assert.Throws<UsageException>(() => Store.Restore(bad + "x", replace: true));
        Assert.Equal(before, Everything(Store));
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        Directory.Delete(Path.GetDirectoryName(bad)!, recursive: true);
    }

    [Fact]
    public void Restore_OfAnOlderVersion_IsMigrated()
    {
        string file = TempFile("old.gz");
        File.WriteAllBytes(file, Signed(
        [
            """{"format":"researchlab-journal","version":2,"createdAt":"2026-01-05T12:00:00.000000Z"}""",
            """{"table":"steps","columns":["session","symbol","step","config_hash","run_id","status","output","started_at","ended_at"]}""",
            """["2024-02-16","SPY","data","c0ffee","run1","done","{\"bars\": 9}","2024-02-16T21:00:00.000000Z","2024-02-16T21:00:01.000000Z"]""",
        ]));
        Assert.Equal(new JournalBackup(2, new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero), 1), Store.Restore(file));
        Assert.Equal("""{"bars": 9}""", Assert.Single(Store.FindSteps(new FlowKey("daily", "SPY", s_session, "c0ffee"))).OutputJson);
        Assert.Equal((4, 4), Open().Migrate());
        Send(Order());
        Assert.True(Store.RecordFill(Fill(), Position()));
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    [Fact]
    public void Migrate_SaysFromWhereToWhere()
    {
        Assert.Equal((0, 4), Store.Migrate());
        Assert.Equal((4, 4), Store.Migrate());
        Assert.Equal((4, 4), Open().Migrate());
    }

    [Fact]
    public void Migrate_OfAnOlderJournal_SaysItsVersion()
    {
        Old(JournalVersionThree.Statements);
        Assert.Equal((3, 4), Store.Migrate());
    }

    [Fact]
    public void Export_WritesEveryTableAsItIs()
    {
        string folder = Path.Combine(Path.GetDirectoryName(TempFile("x"))!, "journal");
        FillEveryTable();
        IReadOnlyList<string> files = Store.Export(folder);
        Assert.Equal(JournalStore.Tables, files.Select(file => Path.GetFileNameWithoutExtension(file)));
        foreach (string file in files)
        {
            Frame exported = Frame.ReadParquet(file), rows = Store.ReadTable(Path.GetFileNameWithoutExtension(file));
            Assert.Equal(rows.Names, exported.Names);
            Assert.Equal(rows.ToString(100), exported.ToString(100));
        }

        Assert.Equal([s_session], Frame.ReadParquet(Path.Combine(folder, "portfolio_snapshots.parquet")).ToArray<DateOnly>("session"));
        Assert.Contains(0.1 + 0.2, Frame.ReadParquet(Path.Combine(folder, "fills.parquet")).ToArray<double>("price"));
        Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);
    }

    [Fact]
    public void Table_Read_NewestFirst_OfASymbol()
    {
        FillEveryTable();
        Assert.Equal(["o9", "o2", "o1"], Store.ReadTable("orders").ToArray<string>("id"));
        Assert.Equal(["o9"], Store.ReadTable("orders", "SPY", 1).ToArray<string>("id"));
        Assert.Equal(0, Store.ReadTable("orders", "QQQ").Rows);
        Assert.Contains("it has runs, steps", Assert.Throws<UsageException>(() => Store.ReadTable("users")).Message, StringComparison.Ordinal);
        Assert.Contains("about no symbol", Assert.Throws<UsageException>(() => Store.ReadTable("fills", "SPY")).Message, StringComparison.Ordinal);
        Frame counts = Store.CountRows();
        Assert.Equal(JournalStore.Tables, counts.ToArray<string>("table"));
        Assert.Equal(3, counts.Where<string>("table", table => table == "orders").ToArray<long>("rows")[0]);
    }

    private static byte[] Flipped(byte[] bytes, int at) => [.. bytes[..at], (byte)(bytes[at] ^ 4), .. bytes[(at + 1)..]];

    private protected static byte[] Packed(string text)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return bytes.ToArray();
    }

    private protected static string Unpacked(byte[] bytes)
    {
        using var reader = new StreamReader(new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>A file with these lines that is whole by its checksum.</summary>
    private static byte[] Signed(string[] lines)
    {
        string text = string.Concat(lines.Select(line => line + "\n"));
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        return Packed(text + $$"""{"rows":{{lines.Count(line => line[0] == '[')}},"sha256":"{{hash}}"}""" + "\n");
    }
}
