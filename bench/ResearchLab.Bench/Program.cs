using BenchmarkDotNet.Running;
using ResearchLab.Bench;
using ResearchLab.LightGbm;

if (Environment.GetEnvironmentVariable("RESEARCHLAB_LIGHTGBM") is { Length: > 0 } library)
    LightGbmLibrary.Path = library;

// The words are for the scripts that run a peer beside us; anything else is for BenchmarkDotNet.
switch (args)
{
    case ["indicator-rates"]:
        IndicatorBench.Quick();
        break;
    case ["pricing-rates"]:
        PricingBench.PrintRates();
        break;
    case ["chain-rates", .. var data]:
        ChainRates.Print(data.Length > 0 ? data[0] : null);
        break;
    case ["outcome-time"]:
        OutcomeBench.PrintTime();
        break;
    case ["duckdb-write", var file, var rows]:
        DuckDbRates.Write(file, long.Parse(rows));
        break;
    case ["duckdb-copy", var file, var repeats, var threads]:
        DuckDbRates.Copy(file, int.Parse(repeats), int.Parse(threads));
        break;
    case ["duckdb-rates"]:
        DuckDbRates.Print();
        break;
    case ["lightgbm-write", var folder, var rows, var columns, var threads]:
        LightGbmPeer.Write(folder, int.Parse(rows), int.Parse(columns), int.Parse(threads));
        break;
    case ["lightgbm-train", var model, var rows, var columns, var threads]:
        LightGbmPeer.Train(model, int.Parse(rows), int.Parse(columns), int.Parse(threads));
        break;
    case ["lightgbm-row"]:
        LightGbmPeer.PrintRowSpeed();
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        break;
}
