using System.Text.Json.Nodes;
using ResearchLab.Tests.Shared;

namespace ResearchLab.Runner.Tests;

/// <summary>lab features compute on real SPY: into the lake once, summed up, exported and plotted.</summary>
public sealed class FeaturesComputeTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Compute_Spy_IsStoredOnceAndSummedUp()
    {
        Run(0, "ingest", "csv", RealData.Path("daily_SPY.csv.gz"), "--symbol", "SPY");
        Run(0, "ingest", "csv", RealData.Path("vol_VIX.csv.gz"), "--series", "vix=close");
        string rows = Path.Combine(_folder.Path, "rows.csv");
        JsonNode first = JsonNode.Parse(Run(0, "features", "compute", "--symbol", "SPY", "--json", "--out", rows, "--from", "2020-01-01", "--to",
            "2020-12-31").Output)!;
        Assert.Equal((253, 7786), ((int)first["rows"]!, (int)first["symbols"]![0]!["new"]!));
        JsonNode vix = first["features"]!.AsArray().Single(feature => (string)feature!["name"]! == "vix")!;
        Assert.Equal((0.0, 82.69), ((double)vix["nan_share"]!, (double)vix["max"]!));
        Assert.Null(first["features"]!.AsArray().Single(feature => (string)feature!["name"]! == "put_call_oi")!["median"]);
        Assert.Equal(254, File.ReadLines(rows).Count());

        JsonNode second = JsonNode.Parse(Run(0, "features", "compute", "--symbol", "spy", "--json").Output)!;
        Assert.Equal((7786, 0, 0), ((int)second["rows"]!, (int)second["symbols"]![0]!["computed"]!, (int)second["symbols"]![0]!["new"]!));
        Assert.Equal(86, Run(0, "features", "compute", "--symbol", "all", "--summary").Output.TrimEnd().Split('\n').Length);
    }

    [Fact]
    public void Compute_WhatCannotBe_SaysWhatToType()
    {
        Assert.Contains("--from 2021-01-01 is after --to 2020-01-01", Run(2, "features", "compute", "--from", "2021-01-01", "--to", "2020-01-01").Errors,
            StringComparison.Ordinal);
        Assert.Contains(".parquet", Run(2, "features", "compute", "--symbol", "SPY", "--data", "lake", "--out", "rows.xlsx").Errors, StringComparison.Ordinal);
        Assert.Contains("no daily bars", Run(3, "features", "compute", "--symbol", "SPY", "--data", "lake").Errors, StringComparison.Ordinal);
        Assert.Contains("no daily bars", Run(3, "features", "compute", "--symbol", "all").Errors, StringComparison.Ordinal);
    }

    private LabResult Run(int exitCode, params string[] arguments)
    {
        LabResult result = LabProcess.Run(_folder.Path, arguments);
        Assert.True(result.ExitCode == exitCode, $"{result.ExitCode}: {result.Errors}");
        return result;
    }
}
