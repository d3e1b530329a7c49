using BenchmarkDotNet.Running;
using ResearchLab.Bench;

if (args is ["pricing-rates"])
    PricingBench.PrintRates();
else
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
