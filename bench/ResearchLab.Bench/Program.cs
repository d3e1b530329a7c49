using BenchmarkDotNet.Running;
using ResearchLab.Bench;

// The words are for the scripts that run a peer beside us; anything else is for BenchmarkDotNet.
switch (args)
{
    case ["indicator-rates"]:
        IndicatorBench.Quick();
        break;
    case ["pricing-rates"]:
        PricingBench.PrintRates();
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        break;
}
