using System.Diagnostics;
using System.Text.Json.Nodes;
using ResearchLab.Notebooks;
using ResearchLab.Notebooks.Headless;

namespace ResearchLab.Runner.Tests.Notebooks;

/// <summary>lab notebook run, verify and new, and lab script, as processes.</summary>
public sealed class NotebookRunTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_TypedParameters_AreInjectedAsPapermillDoesAndStamped()
    {
        string notebook = Write(
            Cell("int days = 3; // how many\ndouble share = 0.5;\nstring name = \"a\";\nDateOnly session = new(2024, 1, 2);\ndouble[] levels = { 1, "
                + "2 };\nDayOfWeek weekday = DayOfWeek.Monday;\nbool loud = false;", "parameters"),
            Cell("$\"{days} {share} {name} {session:yyyy-MM-dd} {levels.Sum()} {weekday} {loud}\""));
        JsonNode result = Json(
            "notebook", "run", notebook, "-p", "days=7", "-p", "share=0.25", "-p", "name=it's \"x\"", "--session", "2024-03-28", "-p", "levels=1.5, 2.5,4",
            "-p", "weekday=Friday", "-p",
            "loud=true", "--html");
        Assert.Equal("done", (string)result["status"]!);
        NotebookFile saved = NotebookFile.Load((string)result["notebook"]!);
        NotebookCell injected = saved.Cells[1];
        Assert.Equal([NotebookParameters.InjectedTag], injected.Tags);
        Assert.Contains("days = 7;", injected.Source, StringComparison.Ordinal);
        Assert.Equal("7 0.25 it's \"x\" 2024-03-28 8 Friday True", Text(saved.Cells[2]));
        Assert.False(NotebookFile.Load(notebook).HasOutputs);
        string page = File.ReadAllText((string)result["html"]!);
        Assert.Contains("days = 7", page, StringComparison.Ordinal);
        Assert.Contains("every cell ran", page, StringComparison.Ordinal);
        Assert.Contains("days 7, share 0.25,", page[page.IndexOf("<title>", StringComparison.Ordinal)..page.IndexOf("</title>", StringComparison.Ordinal)],
            StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder.Path, "reports", "index.html")));

        // A notebook that was run is run again with its injected cell replaced.
        JsonNode again = Json("notebook", "run", (string)result["notebook"]!, "-p", "days=9", "--out", Path.Combine(_folder.Path, "again.ipynb"));
        Assert.StartsWith("9 0.5 a ", Text(NotebookFile.Load((string)again["notebook"]!).Cells[2]), StringComparison.Ordinal);
        Assert.Equal(3, NotebookFile.Load((string)again["notebook"]!).Cells.Count);
    }

    [Fact]
    public void Describe_ListsNameTypeDefaultAndMeaning()
    {
        string notebook = Write(Cell("int days = 3; // how many\nDateOnly? until = null;", "parameters"), Cell("throw new Exception(\"must not run\");"));
        JsonNode described = Json("notebook", "run", notebook, "--describe");
        Assert.Equal("""[{"name":"days","type":"int","default":"3","meaning":"how many"},{"name":"until","type":"DateOnly?","default":"null","meaning":""}]""",
            described.ToJsonString());
    }

    [Fact]
    public void Describe_AsText_CutsNoMeaning()
    {
        const string Meaning = "a meaning that is a good deal longer than the forty letters a table gives it";
        string notebook = Write(Cell($"int days = 3; // {Meaning}\nstring name = \"a\";", "parameters"));
        Assert.Equal([$"days  int     3    {Meaning}", "name  string  \"a\""],
            Lab("notebook", "run", notebook, "--describe").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("--session", "2024-03-29", "the exchange is closed (Good Friday)")]
    [InlineData("--session", "2024-03-29..2024-03-31", "holds no session")]
    [InlineData("--as-of", "10:00", "--as-of is '10:00'; write a date as")]
    public void Run_TimeThatIsNone_IsOneLineBeforeAnythingRuns(string option, string text, string expected)
    {
        string notebook = Write(Cell("DateOnly session = default;\nDateTimeOffset asOf = default;", "parameters"),
            Cell("throw new Exception(\"must not run\");"));
        LabResult result = Lab("notebook", "run", notebook, option, text);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(expected, result.OneErrorLine(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("days=x", "Parameter 'days' is of type int; 'x' is not one")]
    [InlineData("dais=3", "Unknown parameter 'dais'. The notebook declares: days, until")]
    [InlineData("until=2024-13-01", "'2024-13-01' is not one. Write a date")]
    [InlineData("days", "write NAME=VALUE")]
    public void Run_BadParameter_IsOneLineBeforeAnythingRuns(string pair, string expected)
    {
        string marker = Path.Combine(_folder.Path, "ran");
        string notebook = Write(Cell("int days = 3;\nDateOnly until = new(2024, 1, 2);", "parameters"), Cell($"File.WriteAllText(@\"{marker}\", \"\");"));
        LabResult result = Lab("notebook", "run", notebook, "-p", pair);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(expected, result.OneErrorLine(), StringComparison.Ordinal);
        Assert.False(File.Exists(marker));
    }

    [Fact]
    public void Run_CellThatDoesNotCompile_StopsBeforeTheFirstCellRuns()
    {
        string marker = Path.Combine(_folder.Path, "ran");
        string notebook = Write(Cell($"File.WriteAllText(@\"{marker}\", \"\");\nint x = 1;"), Cell("int y = x + 1;\ny.Foo();"));
        string page = Path.Combine(_folder.Path, "page.html");
        LabResult result = Lab("notebook", "run", notebook, "--html", page);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("cell 2, line 2", result.Errors, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("CS1061", result.Errors, StringComparison.Ordinal);
        Assert.Contains("^", result.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(marker));
        Assert.Contains("href=\"#failed\"", File.ReadAllText(page), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_CellThatThrows_KeepsTheOutputsBeforeItAndLinksIt()
    {
        string notebook = Write(Cell("Console.WriteLine(\"first\"); 1 + 1"), Cell("int[] a = { 1 };\nConsole.WriteLine(\"before\");\nreturn a[3];"),
            Cell("Console.WriteLine(\"never\");"));
        string saved = Path.Combine(_folder.Path, "out.ipynb"), page = Path.Combine(_folder.Path, "out.html");
        LabResult result = Lab("notebook", "run", notebook, "--out", saved, "--html", page);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("IndexOutOfRange", result.Errors, StringComparison.Ordinal);
        NotebookFile ran = NotebookFile.Load(saved);
        Assert.Equal(["stream", "execute_result"], Types(ran.Cells[0]));
        Assert.Equal(["stream", "error"], Types(ran.Cells[1]));
        Assert.Empty(ran.Cells[2].Outputs);
        Assert.Equal(RunStatus.Failed, RunRecord.Of(ran)!.Status);
        Assert.Contains("href=\"#failed\"", File.ReadAllText(page), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("while (true) { }", "--cell-timeout", "12", "the cell was killed after 12 s", RunStatus.TimedOut)]
    [InlineData("Thread.Sleep(600_000);", "--timeout", "45", "the run was killed after 45 s", RunStatus.TimedOut)]
    [InlineData("Environment.Exit(7);", "--timeout", "900", "the process ended with code 7", RunStatus.Died)]
    [InlineData("Environment.FailFast(\"no more\");", "--timeout", "900", "no more", RunStatus.Died)]
    [InlineData("unsafe { *(int*)0x7f1234567000 = 1; }", "--timeout", "900", "cell 2", RunStatus.Died)]
    public void Run_CellThatEndsOrHoldsTheProcess_CostsTheRunOnly(string code, string option, string seconds, string expected, RunStatus status)
    {
        string notebook = Write(Cell("Console.WriteLine(\"kept\");"), Cell("Console.WriteLine(\"shown before\"); Thread.Sleep(2200);\n" + code));
        string saved = Path.Combine(_folder.Path, "out.ipynb"), page = Path.Combine(_folder.Path, "out.html");
        LabResult result = Lab("notebook", "run", notebook, "--out", saved, "--html", page, option, seconds);
        Assert.True(result.ExitCode == 1, result.Errors);
        Assert.Contains(expected, result.Errors, StringComparison.Ordinal);
        NotebookFile ran = NotebookFile.Load(saved);
        Assert.Equal("kept\n", (string)ran.Cells[0].Outputs[0]!["text"]!);
        Assert.Contains("shown before", (string)ran.Cells[1].Outputs[0]!["text"]!, StringComparison.Ordinal);
        Assert.Equal("error", (string)ran.Cells[1].Outputs[^1]!["output_type"]!);
        Assert.Equal(status, RunRecord.Of(ran)!.Status);
        Assert.Contains("href=\"#failed\"", File.ReadAllText(page), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_TooMuchMemory_IsAnErrorOfTheCell()
    {
        string notebook = Write(Cell("var all = new List<double[]>();\nwhile (true) all.Add(new double[1_000_000]);"));
        LabResult result = Lab("notebook", "run", notebook, "--memory", "300", "--timeout", "60");
        Assert.Equal(1, result.ExitCode);
        Assert.Matches("(?i)memory", result.Errors);
    }

    [Fact]
    public void Run_OutputWithoutEnd_IsCutAndSaidSo()
    {
        string notebook = Write(Cell("for (int i = 0; i < 30_000_000; i++) Console.WriteLine(\"0123456789012345678901234567890123456789\");"),
            Cell("display(Html(new string('x', 80_000_000)));\n1"));
        string saved = Path.Combine(_folder.Path, "out.ipynb");
        LabResult result = Lab("notebook", "run", notebook, "--out", saved, "--timeout", "120");
        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.InRange(new FileInfo(saved).Length, 1_000_000, 60_000_000);
        NotebookFile ran = NotebookFile.Load(saved);
        Assert.Contains("were cut off", (string)ran.Cells[0].Outputs[^1]!["text"]!, StringComparison.Ordinal);
        Assert.Contains("left out", (string)ran.Cells[1].Outputs[0]!["text"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"cells\": [", "Not JSON")]
    [InlineData("{\"nbformat\": 3, \"worksheets\": []}", "nbformat is '3'")]
    [InlineData("[]", "JSON object")]
    public void Run_FileThatIsNoNotebook_IsOneLine(string text, string expected)
    {
        string path = Path.Combine(_folder.Path, "bad.ipynb");
        File.WriteAllText(path, text);
        LabResult result = Lab("notebook", "run", path);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(expected, result.OneErrorLine(), StringComparison.Ordinal);
        Assert.Contains("there is no notebook", Lab("notebook", "run", path + "x").OneErrorLine(), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_StaleData_HasABannerAndExitCode3()
    {
        string notebook = Write(Cell("DateTimeOffset? asOf = null;", "parameters"),
            Cell("Report.Tolerates(TimeSpan.FromDays(3), new DateTimeOffset(2024, 1, 5, 21, 0, 0, TimeSpan.Zero));"));
        string page = Path.Combine(_folder.Path, "out.html");
        LabResult late = Lab("notebook", "run", notebook, "--html", page);
        Assert.Equal(3, late.ExitCode);
        Assert.Contains("Stale data", late.Errors, StringComparison.Ordinal);
        Assert.Contains("Stale data: the newest is of 2024-01-05 21:00Z", File.ReadAllText(page), StringComparison.Ordinal);
        Assert.Equal(0, Lab("notebook", "run", notebook, "--as-of", "2024-01-07").ExitCode);
    }

    [Fact]
    public void Run_RangeOfSessions_MakesOneReportASessionAndGoesOnWhereItStopped()
    {
        string notebook = Write(Cell("DateOnly session = default;", "parameters"), Cell("if (session.Day == 3) throw new Exception(\"the third\");\nsession"));
        string folder = Path.Combine(_folder.Path, "many");
        LabResult first = Lab("notebook", "run", notebook, "--session", "2024-01-01..2024-01-05", "--out", folder, "--html", "--json");
        Assert.Equal(1, first.ExitCode);
        Assert.Equal((4, 4, 0, 1), Counts(first.Output)); // New Year's Day is no session
        Assert.Equal(4, Directory.GetFiles(folder, "*.html").Length);
        Assert.Equal("2024-01-02", Text(NotebookFile.Load(Path.Combine(folder, "notebook-2024-01-02.ipynb")).Cells[2])[..10]);
        Assert.Equal((4, 1, 3, 1), Counts(Lab("notebook", "run", notebook, "--session", "2024-01-01..2024-01-05", "--out", folder, "--json").Output));
        Assert.Contains("no session", Lab("notebook", "run", notebook, "--session", "2024-01-06..2024-01-07").OneErrorLine(), StringComparison.Ordinal);

        static (int, int, int, int) Counts(string json)
        {
            JsonNode node = JsonNode.Parse(json)!;
            return ((int)node["sessions"]!, (int)node["ran"]!, (int)node["skipped"]!, (int)node["failed"]!);
        }
    }

    [Fact]
    public void Verify_ComparesWithTheAcceptedRun()
    {
        string notebook = Write(Cell("double x = 1.0;", "parameters"), Cell("Report.Metric(\"x\", x, 0.01); Report.Metric(\"n\", 3);"));
        Assert.Contains("nothing was accepted yet", Lab("notebook", "verify", notebook).OneErrorLine(), StringComparison.Ordinal);
        Assert.Equal(0, Lab("notebook", "verify", notebook, "--accept").ExitCode);
        Assert.Equal(0, Lab("notebook", "verify", notebook).ExitCode);
        Assert.Equal(0, Lab("notebook", "verify", notebook, "-p", "x=1.009").ExitCode);
        LabResult differs = Lab("notebook", "verify", notebook, "-p", "x=1.02");
        Assert.Equal(1, differs.ExitCode);
        Assert.Contains("differs", differs.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_CtrlC_StopsItAndSavesWhatItHad()
    {
        string notebook = Write(Cell("Console.WriteLine(\"kept\");"), Cell("while (true) { }"));
        string saved = Path.Combine(_folder.Path, "out.ipynb");
        using LabProcess lab = LabProcess.Start(_folder.Path, null, "notebook", "run", notebook, "--out", saved);
        lab.WaitUntil(() => lab.Errors.Contains("cell 1 of 2", StringComparison.Ordinal), "the first cell");
        lab.Interrupt();
        LabResult result = lab.Wait();
        Assert.Equal(130, result.ExitCode);
        Assert.Contains("Ctrl-C", result.Errors, StringComparison.Ordinal);
        NotebookFile ran = NotebookFile.Load(saved);
        Assert.Equal("kept\n", (string)ran.Cells[0].Outputs[0]!["text"]!);
        Assert.Equal(RunStatus.Stopped, RunRecord.Of(ran)!.Status);
    }

    [Fact]
    public void Run_RunnerKilled_TakesItsRunAlong()
    {
        string pid = Path.Combine(_folder.Path, "pid");
        string notebook = Write(Cell($"File.WriteAllText(@\"{pid}\", Environment.ProcessId.ToString());\nwhile (true) {{ }}"));
        using LabProcess lab = LabProcess.Start(_folder.Path, null, "notebook", "run", notebook);
        lab.WaitUntil(() => File.Exists(pid) && File.ReadAllText(pid).Length > 0, "the cell");
        int child = int.Parse(File.ReadAllText(pid));
        lab.Kill();
        var watch = Stopwatch.StartNew();
        while (Directory.Exists($"/proc/{child}") && watch.Elapsed < LabProcess.Hang)
            Thread.Sleep(50);
        Assert.False(Directory.Exists($"/proc/{child}"), "the run goes on without its runner");
    }

    [Fact]
    public void Run_NotebookThatReadsALake_StampsDatasetsTimesAndSnapshot()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "vix.csv"), "date,close\n2023-12-27,12.43\n2023-12-28,12.47\n2023-12-29,12.45\n");
        Assert.Equal(0, Lab("ingest", "csv", Path.Combine(_folder.Path, "vix.csv"), "--series", "vix=close").ExitCode);
        string notebook = Write(Cell("// the lake\nvar lab = Lab.Open();\nlab.View().Sql(\"select count(*) as n from series\")"));
        JsonNode result = Json("notebook", "run", notebook, "--html");
        JsonNode snapshot = JsonNode.Parse(Lab("lake", "snapshot", "series", "--json").Output)!;
        RunRecord record = RunRecord.Of(NotebookFile.Load((string)result["notebook"]!))!;
        Assert.Equal(["series"], Assert.Single(record.Data).Datasets);
        Assert.Equal((string)snapshot["snapshot"]!, record.Data[0].SnapshotId);
        Assert.Contains(record.Data[0].SnapshotId, File.ReadAllText((string)result["html"]!), StringComparison.Ordinal);
    }

    [Fact]
    public void New_MakesANotebookThatRuns_AndLeavesAnExistingOneAlone()
    {
        string path = Path.Combine(_folder.Path, "mine.ipynb");
        Assert.Equal(0, Lab("notebook", "new", path).ExitCode);
        Assert.Null(Preflight.FirstError(NotebookFile.Load(path), TimeProvider.System));
        Assert.Contains("exists", Lab("notebook", "new", path).OneErrorLine(), StringComparison.Ordinal);
    }

    [Fact]
    public void Script_WithParameters_PrintsItsValue_AndNamesFileAndLineOfAnError()
    {
        string script = Path.Combine(_folder.Path, "s.csx");
        File.WriteAllText(script,
            "using System.Text;\n// parameters\nint n = 2; // how many\ndouble x = 1.5;\n\nConsole.WriteLine($\"n is {n}\");\nStructures.Names.Count * n + "
                + "x\n");
        LabResult result = Lab("script", script, "-p", "n=3");
        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Equal(["n is 3", "37.5"], result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        File.WriteAllText(script, "int a = 1;\n\nint b = a / (a - 1);\n");
        LabResult thrown = Lab("script", script);
        Assert.Equal(1, thrown.ExitCode);
        Assert.Contains("s.csx(3", thrown.OneErrorLine(), StringComparison.Ordinal);
        File.WriteAllText(script, "int a = ;\n");
        Assert.Contains("s.csx(1,9): CS1525", Lab("script", script).OneErrorLine(), StringComparison.Ordinal);
        Assert.Contains("no parameter 'q'", Lab("script", script, "-p", "q=1").OneErrorLine(), StringComparison.Ordinal);
    }

    private static NotebookCell Cell(string code, params string[] tags) => new($"c{Guid.NewGuid():N}"[..12], CellKind.Code, code, tags);

    private string Write(params NotebookCell[] cells)
    {
        string path = Path.Combine(_folder.Path, "notebook.ipynb");
        File.WriteAllText(path, NotebookFile.Create(cells).ToJson());
        return path;
    }

    private static string[] Types(NotebookCell cell) => [.. cell.Outputs.Select(output => (string)output!["output_type"]!)];

    private static string Text(NotebookCell cell) => (string)cell.Outputs[^1]!["data"]!["text/plain"]!;

    private LabResult Lab(params string[] arguments) => LabProcess.Run(_folder.Path, arguments);

    private JsonNode Json(params string[] arguments)
    {
        LabResult result = Lab([.. arguments, "--json"]);
        Assert.True(result.ExitCode == 0, result.Errors);
        return JsonNode.Parse(result.Output)!;
    }
}
