using ResearchLab.Runner.Tests.Notebooks;

namespace ResearchLab.Runner.Tests;

/// <summary>What a person meets who types the wrong thing.</summary>
public sealed class CommandLineTests(DemoMarket market) : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Help_ListsTheCommands()
    {
        LabResult result = LabProcess.Run(_folder.Path, "--help");
        Assert.Equal(0, result.ExitCode);
        foreach (string command in new[] { "run", "ingest", "features", "serve", "doctor", "test" })
            Assert.Contains($"  {command}", result.Output, StringComparison.Ordinal);
        // What ./lab prints before anything is built.
        Assert.Equal(result.Output.TrimEnd(), File.ReadAllText(Path.Combine(JupyterFixture.Home, "runner", "ResearchLab.Runner", "help.txt")).TrimEnd());
        Assert.Equal(result.Output, LabProcess.Run(_folder.Path).Output);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("price call --spot 100 --strike 105 --vol 0.2 --years 0.25 --rate 0.04")]
    [InlineData("calendar --from 2024-07-01 --to 2024-07-05")]
    [InlineData("lake list")]
    public void Machine_WithoutTimeZoneData_RunsWhatItCan(string line)
    {
        Dictionary<string, string> none = new() { ["TZDIR"] = "/nonexistent" };
        LabResult with = LabProcess.Run(_folder.Path, line.Split(' ')), without = LabProcess.Run(_folder.Path, none, line.Split(' '));
        Assert.Equal((with.ExitCode, with.Output, with.Errors), (without.ExitCode, without.Output, without.Errors));
        LabResult zone = LabProcess.Run(_folder.Path, none, "ingest", "csv", "missing.csv", "--symbol", "SPY", "--zone", "Europe/London");
        Assert.Contains("time zone data of the system are missing", zone.OneErrorLine(), StringComparison.Ordinal);
        Assert.Contains("only New York and UTC are known", LabProcess.Run(_folder.Path, none, "doctor").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rnu", "rnu")]
    [InlineData("notebok run x.ipynb", "'notebook'")]
    [InlineData("run --sesion 2024-01-02", "--sesion")]
    [InlineData("run spy", "Say --symbol SPY.")]
    [InlineData("run --session 2024-13-45", "2024-13-45")]
    [InlineData("run --data paper", "paper")]
    [InlineData("run --seed minus", "minus")]
    [InlineData("run --symbol ../etc", "../ETC")]
    [InlineData("serve --port 99999", "--port")]
    [InlineData("ingest csv missing.csv --series vix", "vix")]
    public void Typo_IsOneLineWithTheValue_AndExitCode2(string line, string named)
    {
        LabResult result = LabProcess.Run(_folder.Path, line.Split(' '));
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(named, result.OneErrorLine(), StringComparison.OrdinalIgnoreCase);
        Assert.Empty(result.Output);
    }

    [Theory]
    [InlineData("2023-12-25", "Christmas")]
    [InlineData("2024-01-06", "Saturday")]
    [InlineData("2099-01-05", "not over")]
    public void Run_SessionThatIsNone_IsRefused(string session, string reason)
    {
        LabResult result = LabProcess.Run(_folder.Path, "run", "--session", session);
        Assert.Equal(2, result.ExitCode);
        string error = result.OneErrorLine();
        Assert.Contains(session, error, StringComparison.Ordinal);
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_EmptyLake_SaysWhatToIngest_AndExitCode3()
    {
        LabResult result = LabProcess.Run(_folder.Path, "run", "--symbol", "QQQ", "--session", "2023-12-29");
        Assert.Equal(3, result.ExitCode);
        Assert.Contains("./lab ingest csv FILE --symbol QQQ", result.OneErrorLine(), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_MissingNativeLibrary_NamesItAndTheRemedy()
    {
        market.CopyTo(_folder.Path, trained: false);
        LabResult result = LabProcess.Run(
            _folder.Path, new Dictionary<string, string> { ["RESEARCHLAB_LIGHTGBM"] = "/nowhere/lib_lightgbm.so" }, "run");
        Assert.Equal(1, result.ExitCode);
        string error = result.OneErrorLine();
        Assert.Contains("/nowhere/lib_lightgbm.so", error, StringComparison.Ordinal);
        Assert.Contains("lab doctor", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RISK_PER_TRADE", "2%", "is '2%'; write digits with a point")]
    [InlineData("RISK_PER_TRADE", "0,01", "is '0,01'; write digits with a point")]
    [InlineData("RISK_PER_TRADE", "2", "is 2; it must be between 0 and 0.1")]
    [InlineData("ACCOUNT_VALUE", "50.000", "is '50.000', which some read as 50000 and others as 50.0000")]
    [InlineData("ACCOUNT_VALUE", "50", "is 50; it must be 100 to")]
    [InlineData("MIN_SIMILAR_TRADES", "2.5", "is '2.5'; it counts something: write a whole number")]
    public void Run_UnusableSetting_NamesVariableValueAndRemedy(string variable, string value, string expected)
    {
        LabResult result = LabProcess.Run(_folder.Path, new Dictionary<string, string> { [variable] = value }, "run");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains($"{variable} {expected}", result.OneErrorLine(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, "demo")));
    }

    [Theory]
    [InlineData("train --class-balance 0,1", "--class-balance is '0,1'; write digits with a point")]
    [InlineData("price call --spot 100 --strike 100 --years 0.5 --rate 0.02 --vol 0,2", "--vol is '0,2'; write digits with a point")]
    public void Commands_CommaInANumber_IsRefused(string line, string expected)
    {
        LabResult result = LabProcess.Run(_folder.Path, line.Split(' '));
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(expected, result.OneErrorLine(), StringComparison.Ordinal);
    }

    [Fact]
    public void Ingest_MissingFile_IsRefused()
    {
        LabResult result = LabProcess.Run(_folder.Path, "ingest", "csv", "nowhere.csv");
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("nowhere.csv", result.OneErrorLine(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("date,open,high,low\n2024-01-02,1,1,1\n", "close")]
    [InlineData("", "empty")]
    [InlineData("not a csv at all", "")]
    public void Ingest_BrokenFile_SaysWhy_AndLeavesTheLakeAlone(string text, string reason)
    {
        string file = Path.Combine(_folder.Path, "broken.csv");
        File.WriteAllText(file, text);
        LabResult result = LabProcess.Run(_folder.Path, "ingest", "csv", file, "--symbol", "ABC");
        Assert.NotEqual(0, result.ExitCode);
        string error = result.OneErrorLine();
        Assert.Contains("broken.csv", error, StringComparison.Ordinal);
        Assert.Contains(reason, error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, "lake", "bars")));
    }

    [Fact]
    public void Doctor_FindsTheNativeParts()
    {
        LabResult result = LabProcess.Run(_folder.Path, "doctor");
        Assert.Contains("libduckdb", result.Output, StringComparison.Ordinal);
        Assert.Contains("lib_lightgbm", result.Output, StringComparison.Ordinal);
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public void Doctor_NamesAMissingPart_AndTheRemedy()
    {
        LabResult result = LabProcess.Run(_folder.Path, new Dictionary<string, string> { ["RESEARCHLAB_LIGHTGBM"] = "/nowhere/lib_lightgbm.so" }, "doctor");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("FAIL LightGBM", result.Output, StringComparison.Ordinal);
        Assert.Contains("/nowhere/lib_lightgbm.so", result.Output, StringComparison.Ordinal);
    }
}
